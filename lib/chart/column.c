/* Bars over time: upright, values above them where there is room. */
#include <math.h>

#include "base/buf.h"
#include "chart/plot.h"

static void draw_bar(
	const struct plot *plot, const struct scale *scale, double x, double width, size_t i)
{
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
}

static void draw_value(const struct plot *plot, const struct scale *scale, struct placer *placer,
	double x, size_t i)
{
	const struct chart *chart = plot->chart;
	const struct type type = {.size = LABEL_SIZE, .bold = true, .colour = INK};
	double value = chart->series[0].y[i], y = scale_at(scale, value);
	struct buf text = {0};
	double width;

	plot_value_text(chart, value, &text);
	width = plot_width(plot, buf_text(&text), type.size, true);
	y = value < 0 ? y + type.size + 2 : y - 5;
	if (placer_take(placer, x, y, ALIGN_CENTRE, width, type.size))
		plot_text(plot, x, y, ALIGN_CENTRE, buf_text(&text), type);
	buf_release(&text);
}

/* The newest first, so that it is never the one without room. */
static void draw_values(const struct plot *plot, const struct scale *scale, double x0, double step)
{
	struct placer placer = {.left = plot->left,
		.top = plot->top - 14,
		.right = plot->right,
		.bottom = plot->bottom};

	for (size_t i = plot->chart->n_labels; i-- > 0;)
		if (isfinite(plot->chart->series[0].y[i]))
			draw_value(plot, scale, &placer, x0 + (double)i * step, i);
	placer_release(&placer);
}

void column_layout(struct plot *plot)
{
	const struct chart *chart = plot->chart;
	struct scale scale;
	double step, x0;

	plot->bottom -= TIME_AXIS_HEIGHT;
	plot->right -= 4;
	scale = scale_of(chart, plot->bottom - plot->top);
	scale.from = plot->bottom;
	scale.to = plot->top;
	plot_value_axis(plot, &scale);
	step = (plot->right - plot->left) / (double)chart->n_labels;
	x0 = plot->left + step / 2;
	for (size_t i = 0; i < chart->n_labels; i++)
		if (isfinite(chart->series[0].y[i]))
			draw_bar(plot, &scale, x0 + (double)i * step, fmin(step * 0.66, 60), i);
	plot_time_axis(plot, x0, step);
	draw_values(plot, &scale, x0, step);
}
