/* Bars over time: upright, values above them where there is room. */
#include <math.h>

#include "chart/plot.h"

static void draw_bar(struct tops *tops, const struct scale *scale, double x, double width, size_t i)
{
	const struct plot *plot = tops->plot;
	const struct chart *chart = plot->chart;
	double zero = scale_at(scale, 0), y = scale_at(scale, chart->series[0].y[i]);
	bool hollow = chart->partial && chart->partial[i];
	struct shape *bar = scene_rect(plot->scene, x - width / 2, fmin(zero, y), width,
		fabs(zero - y), hollow ? WHITE : MAIN);

	bar->radius = fmin(2, width / 4);
	bar->corners = y <= zero ? CORNERS_TOP : CORNERS_BOTTOM;
	if (hollow) {
		bar->stroke = MAIN;
		bar->line_width = 1.2;
	}
	tops_bar(tops, bar);
}

/* The newest first, so that it is never the one without room. */
static void draw_values(struct tops *tops, const struct scale *scale, double x0, double step)
{
	const struct chart *chart = tops->plot->chart;

	for (size_t i = chart->n_labels; i-- > 0;) {
		double value = chart->series[0].y[i];

		if (isfinite(value))
			tops_put(tops, x0 + (double)i * step, scale_at(scale, value), value < 0,
				value);
	}
}

void column_layout(struct plot *plot)
{
	const struct chart *chart = plot->chart;
	struct scale scale;
	struct tops tops;
	double step, x0, thick;

	plot->bottom -= TIME_AXIS_HEIGHT;
	plot->right -= 4;
	scale = scale_of(chart, plot->bottom - plot->top);
	scale.from = plot->bottom;
	scale.to = plot->top;
	plot_value_axis(plot, &scale);
	step = (plot->right - plot->left) / (double)chart->n_labels;
	x0 = plot->left + step / 2;
	thick = fmin(step * 0.66, 60);
	tops_start(&tops, plot, 0);
	for (size_t i = 0; i < chart->n_labels; i++) {
		if (!isfinite(chart->series[0].y[i]))
			continue;
		draw_bar(&tops, &scale, x0 + (double)i * step, thick, i);
		tops_measure(&tops, chart->series[0].y[i], step, thick);
	}
	plot_time_axis(plot, x0, step);
	draw_values(&tops, &scale, x0, step);
	placer_release(&tops.placer);
}
