/* A heatmap is no chart in a workbook but cells that can be read and sorted: coloured by a rule,
 * with what rows and columns add up to outside of the colour. */
#include "book/inner.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

/* The lighter half of the ramp, so that dark figures can be read on all of it. */
static const lxw_color_t LOWEST = 0xF5F8FB, MIDDLE = 0xB5CFE6, HIGHEST = 0x7FACD2;

static bool is_value(const struct chart *chart, size_t i)
{
	return chart->series[i].role == ROLE_VALUE;
}

static size_t n_values(const struct chart *chart)
{
	size_t n = 0;

	for (size_t i = 0; i < chart->n_series; i++)
		n += is_value(chart, i);
	return n;
}

static void put_text(
	struct book *book, lxw_row_t row, uint16_t column, const char *text, enum look look)
{
	book_note_error(book, worksheet_write_string(book->sheet.worksheet, row, column,
				      book_text(book, text), style_get(book, look, NULL, 0)));
}

static void put_number(struct book *book, lxw_row_t row, uint16_t column, double value,
	const char *number, enum look look)
{
	if (isfinite(value))
		book_note_error(book, worksheet_write_number(book->sheet.worksheet, row, column,
					      value, style_get(book, look, number, 0)));
}

static const char *number_of(const struct chart *chart)
{
	bool is_count = !chart->unit || !strcmp(chart->unit, "count");

	return is_count ? "#,##0;-#,##0;–" : style_number(chart->unit);
}

static double add(double sum, double value)
{
	return isfinite(value) ? (isfinite(sum) ? sum : 0) + value : sum;
}

static void write_header(struct book *book, const struct piece *piece)
{
	const struct chart *chart = piece->chart;
	uint16_t column = piece->column;

	put_text(book, piece->row, column++, "", LOOK_HEADER);
	for (size_t i = 0; i < chart->n_series; i++)
		if (is_value(chart, i))
			put_text(book, piece->row, column++, chart->series[i].name, LOOK_HEADER);
	if (chart->adds_up)
		put_text(book, piece->row, column, book->words->total, LOOK_HEADER);
}

/* The colours of all values, once. */
static void add_colours(struct book *book, const struct piece *piece)
{
	const struct chart *chart = piece->chart;
	lxw_conditional_format colours = {.type = LXW_CONDITIONAL_3_COLOR_SCALE,
		.min_color = LOWEST,
		.mid_color = MIDDLE,
		.max_color = HIGHEST};

	book_note_error(book,
		worksheet_conditional_format_range(book->sheet.worksheet, piece->row + 1,
			(lxw_col_t)(piece->column + 1), piece->row + (lxw_row_t)chart->n_labels,
			(lxw_col_t)(piece->column + n_values(chart)), &colours));
}

static void write_values(struct book *book, const struct piece *piece, lxw_row_t line)
{
	const struct chart *chart = piece->chart;
	uint16_t column = piece->column;
	double sum = NAN;

	put_text(book, piece->row + line, column++, chart->labels[line - 1], LOOK_CELL);
	for (size_t i = 0; i < chart->n_series; i++) {
		double value = chart->series[i].y[line - 1];

		if (!is_value(chart, i))
			continue;
		put_number(book, piece->row + line, column++, value, number_of(chart), LOOK_CELL);
		sum = add(sum, value);
	}
	if (chart->adds_up)
		put_number(book, piece->row + line, column, sum, number_of(chart), LOOK_TOTAL);
}

static void write_totals(struct book *book, const struct piece *piece, lxw_row_t line)
{
	const struct chart *chart = piece->chart;
	uint16_t column = piece->column;
	double all = NAN;

	put_text(book, piece->row + line, column++, book->words->total, LOOK_TOTAL);
	for (size_t i = 0; i < chart->n_series; i++) {
		double sum = NAN;

		if (!is_value(chart, i))
			continue;
		for (size_t k = 0; k < chart->n_labels; k++)
			sum = add(sum, chart->series[i].y[k]);
		put_number(book, piece->row + line, column++, sum, number_of(chart), LOOK_TOTAL);
		all = add(all, sum);
	}
	put_number(book, piece->row + line, column, all, number_of(chart), LOOK_TOTAL);
}

/* Lines: the series' names, one per label, what they add up to. */
static void write_row(struct book *book, const struct piece *piece, lxw_row_t line)
{
	if (!line) {
		write_header(book, piece);
		add_colours(book, piece);
	} else if (line <= piece->chart->n_labels) {
		write_values(book, piece, line);
	} else {
		write_totals(book, piece, line);
	}
}

static double width(struct book *book, const struct piece *piece, size_t i)
{
	const struct chart *chart = piece->chart;
	size_t widest = 8;

	(void)book;
	for (size_t k = 0; k < chart->n_labels && !i; k++) {
		size_t own = text_width(chart->labels[k], strlen(chart->labels[k]));

		widest = own > widest ? own : widest;
	}
	for (size_t k = 0, at = 0; k < chart->n_series && i; k++)
		if (is_value(chart, k) && ++at == i) {
			size_t own =
				text_width(chart->series[k].name, strlen(chart->series[k].name));

			widest = own > widest ? own : widest;
		}
	return (double)widest;
}

void heat_add(struct book *book, const struct chart *chart)
{
	struct sheet *sheet = &book->sheet;
	struct piece *piece =
		sheet_add_piece(sheet, (lxw_row_t)(chart->n_labels + 1 + chart->adds_up));

	piece->write_row = write_row;
	piece->width = width;
	piece->chart = chart;
	piece->n_columns = (uint16_t)(n_values(chart) + 1 + chart->adds_up);
	sheet->cursor++;
}
