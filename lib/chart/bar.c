/* Bars by name: lying, so that long names have room; over time they stand (column.c). */
#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "chart/plot.h"

static const double ROW = 26, WIDEST_NAME = 0.34;

/* A bar, or the heading of a group of bars when series is SIZE_MAX. */
struct row {
	size_t label, series;
};

static bool is_grouped(const struct chart *chart)
{
	return chart->n_series > 1;
}

static size_t list_rows(const struct chart *chart, struct row *rows)
{
	size_t n = 0;

	for (size_t i = 0; i < chart->n_labels; i++) {
		if (is_grouped(chart))
			rows[n++] = (struct row){i, SIZE_MAX};
		for (size_t s = 0; s < chart->n_series; s++)
			if (isfinite(chart->series[s].y[i]) || !is_grouped(chart))
				rows[n++] = (struct row){i, s};
	}
	return n;
}

static struct row *new_rows(const struct chart *chart, size_t *n)
{
	struct row *rows = mem_alloc((chart->n_labels * (chart->n_series + 1) + 1) * sizeof *rows);

	*n = list_rows(chart, rows);
	return rows;
}

double bar_height(const struct chart *chart)
{
	enum period period;
	size_t n;

	if (!is_grouped(chart) && labels_are_periods(chart, &period))
		return 370;
	free(new_rows(chart, &n));
	return fmax(160, 100 + (double)n * ROW);
}

static const char *row_name(const struct chart *chart, const struct row *row)
{
	if (row->series == SIZE_MAX || !is_grouped(chart))
		return chart->labels[row->label];
	return chart->series[row->series].name;
}

static double row_value(const struct chart *chart, const struct row *row)
{
	return row->series == SIZE_MAX ? NAN : chart->series[row->series].y[row->label];
}

struct bars {
	struct plot *plot;
	const struct row *rows;
	size_t n;
	double row_height, size; /* of the text; 0: rows too low for text */
	double names, values;    /* widths of the widest */
	struct scale scale;
};

static void measure_rows(struct bars *bars)
{
	const struct plot *plot = bars->plot;
	struct buf text = {0};
	double low = 0, high = 0;

	for (size_t i = 0; i < bars->n; i++) {
		double value = row_value(plot->chart, &bars->rows[i]);
		const char *name = row_name(plot->chart, &bars->rows[i]);

		bars->names = fmax(bars->names, plot_width(plot, name, bars->size, true));
		if (!isfinite(value))
			continue;
		buf_clear(&text);
		plot_value_text(plot->chart, value, &text);
		bars->values =
			fmax(bars->values, plot_width(plot, buf_text(&text), bars->size, true));
		low = fmin(low, value);
		high = fmax(high, value);
	}
	bars->names = fmin(bars->names, WIDEST_NAME * plot->scene->width);
	bars->scale = (struct scale){.low = low, .high = high > low ? high : low + 1};
	bars->scale.from = plot->left + bars->names + 12 + (low < 0 ? bars->values + 6 : 0);
	bars->scale.to = plot->right - bars->values - 8;
	buf_release(&text);
}

static void draw_value(const struct bars *bars, double value, double baseline)
{
	const struct type type = {.size = bars->size, .bold = true, .colour = INK};
	struct buf text = {0};
	double x = scale_at(&bars->scale, value);

	plot_value_text(bars->plot->chart, value, &text);
	plot_text(bars->plot, value < 0 ? x - 6 : x + 6, baseline,
		value < 0 ? ALIGN_RIGHT : ALIGN_LEFT, buf_text(&text), type);
	buf_release(&text);
}

static void draw_bar(const struct bars *bars, const struct row *row, double value, double top)
{
	const struct chart *chart = bars->plot->chart;
	bool is_rest = chart->rest_label && row->label + 1 == chart->n_labels;
	bool hollow = chart->partial && chart->partial[row->label];
	double zero = scale_at(&bars->scale, 0), x = scale_at(&bars->scale, value);
	struct shape *bar = scene_rect(bars->plot->scene, fmin(zero, x),
		top + bars->row_height * 0.2, fabs(x - zero), bars->row_height * 0.6,
		hollow    ? WHITE
		: is_rest ? REST
			  : MAIN);

	bar->radius = 2;
	bar->corners = value < 0 ? CORNERS_LEFT : CORNERS_RIGHT;
	if (hollow) {
		bar->stroke = MAIN;
		bar->line_width = 1.2;
	}
}

static void draw_row(const struct bars *bars, size_t i)
{
	const struct plot *plot = bars->plot;
	const struct row *row = &bars->rows[i];
	double top = plot->top + (double)i * bars->row_height, value = row_value(plot->chart, row);
	double baseline = top + bars->row_height / 2 + 0.36 * bars->size;
	bool is_head = row->series == SIZE_MAX;
	const struct type type = {.size = bars->size, .bold = is_head, .colour = INK};
	const char *name = row_name(plot->chart, row);

	if (i > 0 && bars->size > 0 && (is_head || !is_grouped(plot->chart)))
		scene_line(plot->scene, plot->left, top, plot->right, top, 0.7, GRID);
	if (bars->size > 0)
		plot_text(plot, plot->left, baseline, ALIGN_LEFT,
			plot_cut(plot, name, type.size, type.bold,
				is_head ? plot->right - plot->left : bars->names),
			type);
	if (!isfinite(value))
		return;
	draw_bar(bars, row, value, top);
	if (bars->size > 0)
		draw_value(bars, value, baseline);
}

void bar_layout(struct plot *plot)
{
	enum period period;
	struct bars bars = {.plot = plot};
	struct row *rows;
	double zero;

	if (!is_grouped(plot->chart) && labels_are_periods(plot->chart, &period)) {
		column_layout(plot);
		return;
	}
	bars.rows = rows = new_rows(plot->chart, &bars.n);
	bars.row_height = fmin((plot->bottom - plot->top) / (double)bars.n, ROW + 6);
	bars.size = fmin(SUBTITLE_SIZE, bars.row_height / 1.3);
	if (bars.size < 4)
		bars.size = 0;
	measure_rows(&bars);
	for (size_t i = 0; i < bars.n; i++)
		draw_row(&bars, i);
	zero = scale_at(&bars.scale, 0);
	if (bars.scale.low < 0)
		scene_line(plot->scene, zero, plot->top, zero,
			plot->top + (double)bars.n * bars.row_height, 1, ZERO_AXIS);
	free(rows);
}
