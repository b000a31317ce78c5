/* Values with their intervals: dots with error bars. The library has no error bars of their own
 * length, so the lengths are written as two series more, which book/combine.h turns into them. */
#include <math.h>
#include <string.h>

#include "book/combine.h"
#include "book/inner.h"

enum { DOT_SIZE = 9 };

static const lxw_color_t DOT_COLOR = 0x2F6DA8;

bool whisker_fits(const struct chart *chart)
{
	return chart->type == CHART_GROWTH && chart_role(chart, ROLE_VALUE) &&
	       chart_role(chart, ROLE_LOW) && chart_role(chart, ROLE_HIGH);
}

/* From the value down to the low end and up to the high one, behind the chart's own columns. */
void whisker_write(struct book *book, const struct piece *data, lxw_row_t line)
{
	const struct chart *chart = data->chart;
	const struct series *value = chart_role(chart, ROLE_VALUE);
	const struct series *ends[] = {chart_role(chart, ROLE_LOW), chart_role(chart, ROLE_HIGH)};
	const char *titles[] = {book->words->to_low, book->words->to_high};
	const char *number = style_number(chart->unit ? chart->unit : "count");
	uint16_t column = (uint16_t)(data->column + 1 + chart->n_series);

	for (uint16_t k = 0; k < 2; k++) {
		lxw_worksheet *worksheet = book->sheet.worksheet;
		lxw_row_t row = data->row + line;
		double length = line ? fabs(ends[k]->y[line - 1] - value->y[line - 1]) : 0;

		if (!line)
			book_note_error(
				book, worksheet_write_string(worksheet, row, column + k, titles[k],
					      style_get(book, LOOK_DATA_HEADER, NULL, 0)));
		else if (isfinite(length))
			book_note_error(
				book, worksheet_write_number(worksheet, row, column + k, length,
					      style_get(book, LOOK_DATA, number, 0)));
	}
}

/* One interval without bounds, of a tiny base, would make all others dots: it goes on beyond. */
static double high_end(const struct chart *chart)
{
	const struct series *value = chart_role(chart, ROLE_VALUE);
	const struct series *high = chart_role(chart, ROLE_HIGH);
	double most = 0, highest = 0;

	for (size_t i = 0; i < chart->n_labels; i++) {
		most = fmax(most, fabs(value->y[i]));
		highest = fmax(highest, high->y[i]);
	}
	return highest > 2 * most ? ceil(1.5 * most) : 0;
}

void whisker_draw(struct book *book, lxw_chart *native, const struct piece *data)
{
	const struct chart *chart = data->chart;
	size_t value = (size_t)(chart_role(chart, ROLE_VALUE) - chart->series);
	lxw_chart_series *dots = native_add_column(book, native, data, value);
	lxw_chart_line no_line = {.none = LXW_TRUE}, edge = {.color = DOT_COLOR, .width = 1};
	lxw_chart_fill fill = {.color = DOT_COLOR};
	double end = high_end(chart);
	lxw_chart_axis *y = chart_axis_get(native, LXW_CHART_AXIS_TYPE_Y);

	chart_series_set_line(dots, &no_line);
	chart_series_set_marker_type(dots, LXW_CHART_MARKER_CIRCLE);
	chart_series_set_marker_size(dots, DOT_SIZE);
	chart_series_set_marker_fill(dots, &fill);
	chart_series_set_marker_line(dots, &edge);
	native_add_column(book, native, data, chart->n_series);
	native_add_column(book, native, data, chart->n_series + 1);
	if (end > 0)
		chart_axis_set_max(y, end);
	if (chart->unit && !strcmp(chart->unit, "growth"))
		chart_axis_set_min(y, -1); /* nothing falls by more */
	chart_set_style(native, WHISKER_STYLE);
}
