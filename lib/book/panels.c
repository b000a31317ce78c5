/* Small multiples: a native chart for each series, three beside each other on one scale. */
#include <math.h>

#include "book/inner.h"

enum { ACROSS = 3, PANEL_ROWS = 8, PANEL_LABELS = 3 };

static const lxw_color_t LINE_COLOR = 0x2F6DA8;

lxw_row_t panels_rows(const struct chart *chart)
{
	return (lxw_row_t)((chart->n_series + ACROSS - 1) / ACROSS * PANEL_ROWS);
}

/* A round number, not less than the largest value: what the panels share. */
static double shared_end(const struct chart *chart)
{
	static const double STEPS[] = {1, 1.5, 2, 3, 4, 5, 6, 8, 10};
	double most = 0, power;

	for (size_t s = 0; s < chart->n_series; s++)
		for (size_t i = 0; i < chart->n_labels; i++)
			most = fmax(most, chart->series[s].y[i]);
	if (!(most > 0))
		return 0;
	power = pow(10, floor(log10(most)));
	for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++)
		if (most <= STEPS[i] * power)
			return STEPS[i] * power;
	return most;
}

void panels_insert(struct book *book, const struct piece *data, lxw_row_t row, uint16_t column)
{
	const struct chart *chart = data->chart;
	double end = chart->scales_are_free ? 0 : shared_end(chart);
	int width = CHART_WIDTH / ACROSS;
	lxw_chart_line line = {.color = LINE_COLOR, .width = 2};

	for (size_t s = 0; s < chart->n_series; s++) {
		lxw_chart *native = workbook_add_chart(book->workbook, LXW_CHART_LINE);
		lxw_chart_series *series = native_add_column(book, native, data, s);
		lxw_chart_axis *y = chart_axis_get(native, LXW_CHART_AXIS_TYPE_Y);

		chart_series_set_line(series, &line);
		chart_series_set_marker_type(series, LXW_CHART_MARKER_NONE);
		native_set_axes(native, chart, book->words->font, PANEL_LABELS);
		if (end > 0)
			chart_axis_set_max(y, end);
		chart_legend_set_position(native, LXW_CHART_LEGEND_NONE);
		native_place(book, native, chart->series[s].name, 10,
			&(struct native_place){row + (lxw_row_t)(s / ACROSS * PANEL_ROWS), column,
				(int)(s % ACROSS) * width, width, PANEL_ROWS * 20});
	}
}
