/* Lines over time, each named at its right end. */
#include <math.h>
#include <stdlib.h>

#include "chart/plot.h"

/* The first lines are told apart by colour, the rest by their labels. */
static const struct {
	int line, text;
} COLOURS[] = {{MAIN, MAIN}, {SECOND, SECOND_TEXT}, {DEEP, DEEP}, {0x4A85B9, 0x4A85B9}};
enum { N_COLOURS = sizeof COLOURS / sizeof *COLOURS };

static const double LABEL_GAP = 13;

double line_height(const struct chart *chart)
{
	double names = (double)chart->n_series * LABEL_GAP + 130;

	return fmax(370, names);
}

static size_t last_point(const struct chart *chart, size_t s)
{
	size_t i = chart->n_labels;

	while (i > 0 && !isfinite(chart->series[s].y[i - 1]))
		i--;
	return i ? i - 1 : SIZE_MAX;
}

static bool is_rest(const struct chart *chart, size_t s)
{
	return chart->rest_series && s + 1 == chart->n_series;
}

static int line_colour(const struct chart *chart, size_t s)
{
	return s < N_COLOURS && !is_rest(chart, s) ? COLOURS[s].line : REST;
}

static int label_colour(const struct chart *chart, size_t s)
{
	return s < N_COLOURS && !is_rest(chart, s) ? COLOURS[s].text : MUTED;
}

/* The lines that have room, the first series first; a lone line needs no name. */
static size_t collect_ends(const struct plot *plot, struct end *ends)
{
	const struct chart *chart = plot->chart;
	size_t n = 0, most = plot_most_ends(plot);

	for (size_t s = 0; s < chart->n_series && n < most; s++) {
		size_t last = last_point(chart, s);

		if (last == SIZE_MAX)
			continue;
		ends[n++] = (struct end){.x = (double)last,
			.y = chart->series[s].y[last],
			.name = chart->n_series > 1 ? chart->series[s].name : "",
			.value = plot_value(plot, chart->series[s].y[last]),
			.colour = label_colour(chart, s),
			.mark = NO_COLOUR};
	}
	return n;
}

static void draw_ends(const struct plot *plot, const struct scale *scale, double x0, double step,
	struct end *ends, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		ends[i].x = x0 + ends[i].x * step;
		ends[i].y = scale_at(scale, ends[i].y);
	}
	plot_draw_ends(plot, ends, n);
}

/* A run of points without a gap; one alone is a dot. */
static size_t draw_run(const struct plot *plot, const struct scale *scale, size_t s, size_t from,
	double x0, double step)
{
	const struct chart *chart = plot->chart;
	struct point *points = mem_alloc((chart->n_labels - from) * sizeof *points);
	size_t n = 0;

	while (from + n < chart->n_labels && isfinite(chart->series[s].y[from + n])) {
		points[n] = (struct point){x0 + (double)(from + n) * step,
			scale_at(scale, chart->series[s].y[from + n])};
		n++;
	}
	if (n > 1)
		scene_polyline(plot->scene, points, n, s == 0 ? 2 : 1.6, line_colour(chart, s));
	else
		scene_circle(plot->scene, points[0].x, points[0].y, 2.2, line_colour(chart, s));
	free(points);
	return from + n;
}

static void draw_line(
	const struct plot *plot, const struct scale *scale, size_t s, double x0, double step)
{
	const struct chart *chart = plot->chart;
	size_t i = 0;

	while (i < chart->n_labels)
		i = isfinite(chart->series[s].y[i]) ? draw_run(plot, scale, s, i, x0, step) : i + 1;
}

/* A lone line shows its points; every line shows its end, and incomplete periods hollow. */
static void draw_marks(
	const struct plot *plot, const struct scale *scale, size_t s, double x0, double step)
{
	const struct chart *chart = plot->chart;
	size_t last = last_point(chart, s);
	bool every = chart->n_series == 1 && step >= 8;

	for (size_t i = 0; i < chart->n_labels; i++) {
		double y = chart->series[s].y[i];
		bool hollow = chart->partial && chart->partial[i];
		struct shape *mark;

		if (!isfinite(y) || !(every || hollow || i == last))
			continue;
		mark = scene_circle(plot->scene, x0 + (double)i * step, scale_at(scale, y),
			i == last ? 3.6 : 2.6, hollow ? WHITE : line_colour(chart, s));
		mark->stroke = hollow ? line_colour(chart, s) : WHITE;
		mark->line_width = hollow ? 1.6 : 1.2;
	}
}

void line_layout(struct plot *plot)
{
	const struct chart *chart = plot->chart;
	struct end *ends = mem_zalloc(chart->n_series * sizeof *ends);
	struct scale scale;
	double widest, step, x0;
	size_t n;

	plot->bottom -= TIME_AXIS_HEIGHT;
	n = collect_ends(plot, ends);
	widest = plot_measure_ends(plot, ends, n);
	plot->right -= widest + 14;
	scale = scale_of(chart, plot->bottom - plot->top);
	scale.from = plot->bottom;
	scale.to = plot->top;
	plot_value_axis(plot, &scale);
	plot_place_points(plot, &x0, &step);
	plot_time_axis(plot, x0, step);
	for (size_t s = chart->n_series; s-- > 0;)
		draw_line(plot, &scale, s, x0, step);
	for (size_t s = chart->n_series; s-- > 0;)
		draw_marks(plot, &scale, s, x0, step);
	draw_ends(plot, &scale, x0, step, ends, n);
	free(ends);
}
