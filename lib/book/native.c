/* Charts that can be edited in the spreadsheet: their numbers stand as a block beside the table. */
#include "book/inner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "book/combine.h"

enum {
	SHORT_TABLE = 16,   /* a chart stands below a table of so many rows, else beside it */
	X_LABELS = 13,      /* so many periods can be read along a line */
	LABELLED_BARS = 16, /* so many bars have room for their values */
	DEFAULT_WIDTH = 480,
	DEFAULT_HEIGHT = 288, /* pixels, what the library scales */
};

static const lxw_color_t COLORS[] = {
	0x2F6DA8, 0xD9920A, 0xC8501E, 0x0B7461, 0x7FACD2, 0x66727F, 0x123F6E, 0xA9C4DE};
static const lxw_color_t MUTED = 0x66727F, GRID_LINE = 0xE3E7EB, INK = 0x1F2933, PARTIAL = 0xFFFFFF;

enum { N_COLORS = sizeof COLORS / sizeof *COLORS };

static double chart_sum(const struct chart *chart)
{
	double sum = 0;

	for (size_t i = 0; i < chart->n_labels && chart->n_series; i++)
		sum += isfinite(chart->series[0].y[i]) ? chart->series[0].y[i] : 0;
	return sum;
}

/* Columns, and what they add up to as a line on an axis of its own (book/combine.h): one series
 * more than the chart has. */
static bool is_combined(const struct chart *chart)
{
	double sum = chart_sum(chart);

	return chart->type == CHART_PARETO && chart->n_series == 1 && isfinite(sum) && sum > 0;
}

/* The share of the labels up to that line. */
static void write_cumulative(
	struct book *book, const struct piece *piece, lxw_row_t line, uint16_t column)
{
	const struct chart *chart = piece->chart;
	lxw_row_t row = piece->row + line;
	double sum = 0;

	if (!line) {
		book_note_error(book, worksheet_write_string(book->sheet.worksheet, row, column,
					      book->words->cumulative,
					      style_get(book, LOOK_DATA_HEADER, NULL, 0)));
		return;
	}
	for (size_t i = 0; i < line; i++)
		sum += isfinite(chart->series[0].y[i]) ? chart->series[0].y[i] : 0;
	book_note_error(
		book, worksheet_write_number(book->sheet.worksheet, row, column,
			      sum / chart_sum(chart), style_get(book, LOOK_DATA, "0.0%", 0)));
}

/* Lines: the block's name, the series' names, then one per label. */
static void write_data(struct book *book, const struct piece *piece, lxw_row_t line)
{
	const struct chart *chart = piece->chart;
	lxw_worksheet *worksheet = book->sheet.worksheet;
	lxw_row_t row = piece->row + line;
	const char *number = style_number(chart->unit ? chart->unit : "count");
	lxw_format *header = style_get(book, LOOK_DATA_HEADER, NULL, 0);
	const char *first = line ? chart->labels[line - 1] : book->words->chart_data;

	book_note_error(
		book, worksheet_write_string(worksheet, row, piece->column, book_text(book, first),
			      line ? style_get(book, LOOK_DATA, NULL, 0) : header));
	for (size_t i = 0; i < chart->n_series; i++) {
		const struct series *series = &chart->series[i];
		uint16_t at = (uint16_t)(piece->column + 1 + i);
		const char *format = series->role == ROLE_CUMULATIVE ? "0.0%"
				     : series->unit                  ? style_number(series->unit)
								     : number;

		if (!line)
			book_note_error(
				book, worksheet_write_string(worksheet, row, at,
					      book_text(book, is_combined(chart) && !*series->name
								      ? book->words->count
								      : series->name),
					      header));
		else if (isfinite(series->y[line - 1]))
			book_note_error(book,
				worksheet_write_number(worksheet, row, at, series->y[line - 1],
					style_get(book, LOOK_DATA, format, 0)));
	}
	if (is_combined(chart))
		write_cumulative(book, piece, line, (uint16_t)(piece->column + 2));
	if (whisker_fits(chart))
		whisker_write(book, piece, line);
}

static double data_width(struct book *book, const struct piece *piece, size_t i)
{
	const struct chart *chart = piece->chart;
	const char *title = !i                     ? book->words->chart_data
			    : i <= chart->n_series ? chart->series[i - 1].name
			    : is_combined(chart)   ? book->words->cumulative
						   : book->words->to_low;
	size_t widest = text_width(title, strlen(title));

	for (size_t k = 0; k < chart->n_labels && !i; k++) {
		size_t width = text_width(chart->labels[k], strlen(chart->labels[k]));

		widest = width > widest ? width : widest;
	}
	return fmax((double)widest, 8);
}

static bool is_line(const struct chart *chart)
{
	return chart->type == CHART_LINE || chart->type == CHART_CONTROL ||
	       chart->type == CHART_MULTIPLES || chart->type == CHART_SURVIVAL;
}

static uint8_t native_type(const struct chart *chart)
{
	if (chart->type == CHART_STACKED || chart->type == CHART_HEATMAP)
		return LXW_CHART_COLUMN_STACKED;
	return is_line(chart) || whisker_fits(chart) ? LXW_CHART_LINE : LXW_CHART_COLUMN;
}

/* The rest stands in the cells only: shares on another axis, marks, ends of intervals. */
static bool is_drawn(const struct chart *chart, size_t i)
{
	enum role role = chart->series[i].role;

	return role != ROLE_CUMULATIVE && role != ROLE_CHANGE && role != ROLE_ALARM &&
	       (is_line(chart) || role == ROLE_VALUE || role == ROLE_LIMIT);
}

static size_t n_drawn(const struct chart *chart)
{
	size_t n = 0;

	for (size_t i = 0; i < chart->n_series; i++)
		n += is_drawn(chart, i);
	return n;
}

static void set_labels(lxw_chart_series *series, const char *font)
{
	lxw_chart_font small = {.name = (char *)font, .size = 9, .color = INK};

	chart_series_set_labels(series);
	chart_series_set_labels_font(series, &small);
}

/* An incomplete period is hollow. */
static void set_points(lxw_chart_series *native, const struct chart *chart, lxw_color_t color)
{
	lxw_chart_line line = {.color = color, .width = 1, .dash_type = LXW_CHART_LINE_DASH_DASH};
	lxw_chart_fill fill = {.color = PARTIAL};
	lxw_chart_point hollow = {.line = &line, .fill = &fill}, plain = {0};
	lxw_chart_point **points;

	if (!chart->partial || is_line(chart))
		return;
	points = mem_zalloc((chart->n_labels + 1) * sizeof *points);
	for (size_t i = 0; i < chart->n_labels; i++)
		points[i] = chart->partial[i] ? &hollow : &plain;
	chart_series_set_points(native, points);
	free(points);
}

lxw_chart_series *native_add_column(
	struct book *book, lxw_chart *native, const struct piece *data, size_t i)
{
	lxw_chart_series *series = chart_add_series(native, NULL, NULL);
	uint16_t column = (uint16_t)(data->column + 1 + i);
	lxw_row_t first = data->row + 1, last = data->row + (lxw_row_t)data->chart->n_labels;
	const char *sheet = book->sheet.name;

	chart_series_set_name_range(series, sheet, data->row, column);
	chart_series_set_categories(series, sheet, first, data->column, last, data->column);
	chart_series_set_values(series, sheet, first, column, last, column);
	return series;
}

static void add_series(
	struct book *book, lxw_chart *native, const struct piece *data, size_t i, lxw_color_t color)
{
	const struct chart *chart = data->chart;
	lxw_chart_series *series = native_add_column(book, native, data, i);
	lxw_chart_line line = {.color = color, .width = 2.25};
	lxw_chart_fill fill = {.color = color};

	if (chart->series[i].role == ROLE_LIMIT || chart->series[i].role == ROLE_LOW ||
		chart->series[i].role == ROLE_HIGH)
		line = (lxw_chart_line){
			.color = MUTED, .width = 1, .dash_type = LXW_CHART_LINE_DASH_DASH};
	if (is_line(chart))
		chart_series_set_line(series, &line);
	else
		chart_series_set_fill(series, &fill);
	if (is_line(chart))
		chart_series_set_marker_type(series, LXW_CHART_MARKER_NONE);
	if (!is_line(chart) && (n_drawn(chart) == 1 || is_combined(chart)) &&
		chart->n_labels <= LABELLED_BARS)
		set_labels(series, book->words->font);
	set_points(series, chart, color);
}

static void add_cumulative(struct book *book, lxw_chart *native, const struct piece *data)
{
	lxw_chart_series *series = native_add_column(book, native, data, 1);
	lxw_chart_line line = {.color = COLORS[1], .width = 2.25};

	chart_series_set_line(series, &line);
	chart_set_style(native, COMBINE_STYLE);
}

void native_set_axes(lxw_chart *native, const struct chart *chart, const char *font, size_t labels)
{
	lxw_chart_font small = {.name = (char *)font, .size = 9, .color = MUTED}, level = small;
	lxw_chart_line grid = {.color = GRID_LINE, .width = 0.75}, none = {.none = LXW_TRUE};
	lxw_chart_axis *x = chart_axis_get(native, LXW_CHART_AXIS_TYPE_X);
	lxw_chart_axis *y = chart_axis_get(native, LXW_CHART_AXIS_TYPE_Y);
	const char *number = style_number(chart->unit ? chart->unit : "count");

	level.rotation = 360; /* rather fewer labels than slanting ones (book/combine.h) */
	if (is_line(chart) && chart->n_labels > labels)
		chart_axis_set_interval_unit(
			x, (uint16_t)((chart->n_labels + labels - 1) / labels));
	chart_axis_set_num_font(x, is_line(chart) ? &level : &small);
	chart_axis_set_num_font(y, &small);
	if (number)
		chart_axis_set_num_format(y, number);
	if (is_combined(chart)) { /* up to the total, where the line is at 100 % */
		chart_axis_set_min(y, 0);
		chart_axis_set_max(y, chart_sum(chart));
	}
	chart_axis_major_gridlines_set_line(y, &grid);
	chart_axis_set_line(y, &none);
	chart_axis_set_major_tick_mark(y, LXW_CHART_AXIS_TICK_MARK_NONE);
	chart_axis_set_major_tick_mark(x, LXW_CHART_AXIS_TICK_MARK_NONE);
	chart_axis_set_label_position(x, LXW_CHART_AXIS_LABEL_POSITION_LOW);
}

void native_place(struct book *book, lxw_chart *native, const char *title, double size,
	const struct native_place *place)
{
	lxw_chart_options options = {.x_offset = place->x,
		.x_scale = place->width / DEFAULT_WIDTH,
		.y_scale = place->height / DEFAULT_HEIGHT};
	lxw_chart_font bold = {
		.name = (char *)book->words->font, .size = size, .bold = LXW_TRUE, .color = INK};
	lxw_chart_line none = {.none = LXW_TRUE};

	if (title && *title) {
		chart_title_set_name(native, book_text(book, title));
		chart_title_set_name_font(native, &bold);
		options.description = book_text(book, title);
	} else {
		chart_title_off(native);
	}
	chart_chartarea_set_line(native, &none);
	book_note_error(book, worksheet_insert_chart_opt(book->sheet.worksheet, place->row,
				      place->column, native, &options));
}

static void insert_one(struct book *book, const struct piece *data, lxw_row_t row, uint16_t column)
{
	const struct chart *chart = data->chart;
	const char *font = book->words->font;
	lxw_chart *native = workbook_add_chart(book->workbook, native_type(chart));
	lxw_chart_font small = {.name = (char *)font, .size = 9, .color = MUTED};
	size_t drawn = 0;

	for (size_t i = 0; i < chart->n_series && !whisker_fits(chart); i++)
		if (is_drawn(chart, i))
			add_series(book, native, data, i, COLORS[drawn++ % N_COLORS]);
	native_set_axes(native, chart, font, X_LABELS);
	if (is_combined(chart))
		add_cumulative(book, native, data);
	if (whisker_fits(chart))
		whisker_draw(book, native, data);
	if (drawn > 1 || is_combined(chart)) {
		chart_legend_set_position(native, LXW_CHART_LEGEND_BOTTOM);
		chart_legend_set_font(native, &small);
	} else {
		chart_legend_set_position(native, LXW_CHART_LEGEND_NONE);
	}
	if (!is_line(chart))
		chart_set_series_gap(native, 60);
	native_place(book, native, chart->title, 12,
		&(struct native_place){row, column, 0, CHART_WIDTH, CHART_HEIGHT});
}

void native_chart_insert(
	struct book *book, const struct piece *data, lxw_row_t row, uint16_t column)
{
	if (data->chart->type == CHART_MULTIPLES)
		panels_insert(book, data, row, column);
	else
		insert_one(book, data, row, column);
}

static lxw_row_t chart_rows(const struct chart *chart)
{
	return chart->type == CHART_MULTIPLES ? panels_rows(chart) : CHART_ROWS;
}

static bool has_values(const struct chart *chart)
{
	for (size_t i = 0; i < chart->n_series; i++)
		for (size_t k = 0; k < chart->n_labels; k++)
			if (isfinite(chart->series[i].y[k]))
				return true;
	return false;
}

static struct piece *add_data(
	struct book *book, const struct chart *chart, lxw_row_t row, uint16_t column)
{
	struct sheet *sheet = &book->sheet;
	lxw_row_t cursor = sheet->cursor;
	struct piece *piece = sheet_add_piece(sheet, (lxw_row_t)chart->n_labels + 1);

	piece->write_row = write_data;
	piece->width = data_width;
	piece->chart = chart;
	piece->row = row;
	piece->column = column;
	piece->n_columns =
		(uint16_t)(chart->n_series + 1 + is_combined(chart) + 2 * whisker_fits(chart));
	sheet->side_column = (uint16_t)(column + piece->n_columns + 1);
	sheet->cursor = cursor;
	return piece;
}

static void insert_beside(struct book *book, const struct piece *data, lxw_row_t end)
{
	enum { CHART_COLUMNS = 14 };
	struct sheet *sheet = &book->sheet;

	native_chart_insert(book, data, data->row, sheet->side_column);
	sheet->has_side_chart = true;
	sheet->side_column = (uint16_t)(sheet->side_column + CHART_COLUMNS);
	if (sheet->cursor < end)
		sheet->cursor = end;
}

/* Below a short table, beside a long one; likewise its own numbers where there is no table. */
void book_add_chart(struct book *book, const struct chart *chart)
{
	struct sheet *sheet = &book->sheet;
	bool is_short = sheet->has_table ? sheet->table_end - sheet->side_row <= SHORT_TABLE
					 : chart->n_labels <= SHORT_TABLE;
	lxw_row_t end, rows = chart_rows(chart);
	struct piece *data;

	if (!has_values(chart))
		return;
	if (chart->type == CHART_HEATMAP) {
		heat_add(book, chart);
		return;
	}
	data = sheet->has_table ? add_data(book, chart, sheet->side_row, sheet->side_column)
				: add_data(book, chart, sheet->cursor, 0);
	end = data->row + data->height + 1;
	if (!is_short) {
		insert_beside(book, data, end > data->row + rows + 1 ? end : data->row + rows + 1);
		return;
	}
	if (sheet->cursor < end)
		sheet->cursor = end; /* the chart may be wider than the table */
	native_chart_insert(book, data, sheet->cursor, 0);
	sheet->cursor += rows + 1;
}

void book_add_overview_chart(struct book *book, const struct chart *chart)
{
	struct sheet *sheet = &book->sheet;

	if (!has_values(chart))
		return;
	sheet->is_overview = true;
	native_chart_insert(
		book, add_data(book, chart, sheet->cursor, GRID_COLUMNS + 1), sheet->cursor, 0);
	sheet->cursor += chart_rows(chart) + 1;
}
