/* Which share has had an event by so many days: stairs, with the band of a lone one. */
#include <math.h>
#include <stdlib.h>

#include "chart/plot.h"
#include "chart/words.h"

static const struct {
	int line, text;
} COLOURS[] = {{MAIN, MAIN}, {SECOND, SECOND_TEXT}, {DEEP, DEEP}, {0x4A85B9, 0x4A85B9}};
enum { N_COLOURS = sizeof COLOURS / sizeof *COLOURS };

static const double AXIS = 32, WIDEST_TICK = 60;

struct survival {
	struct plot *plot;
	struct scale days, shares;
};

double survival_height(const struct chart *chart)
{
	(void)chart;
	return 370;
}

static double days_of(const struct chart *chart, size_t i)
{
	double days = strtod(chart->labels[i], NULL);

	return isfinite(days) && days > 0 ? days : 0;
}

static double x_at(const struct survival *v, size_t i)
{
	return scale_at(&v->days, days_of(v->plot->chart, i));
}

static size_t next_point(const struct chart *chart, const struct series *series, size_t i)
{
	while (i < chart->n_labels && !isfinite(series->y[i]))
		i++;
	return i;
}

/* Curves that are known at a few days only run straight from one to the next. */
enum { FEW = 8 };

static bool has_few(const struct chart *chart)
{
	return chart->n_labels <= FEW;
}

/* From each point on at its height up to the next; returns how many corners. */
static size_t stairs(const struct survival *v, const struct series *series, struct point *points)
{
	const struct chart *chart = v->plot->chart;
	size_t n = 0;

	for (size_t i = next_point(chart, series, 0); i < chart->n_labels;
		i = next_point(chart, series, i + 1)) {
		double x = x_at(v, i), y = scale_at(&v->shares, series->y[i]);

		if (n && !has_few(chart)) {
			points[n] = (struct point){x, points[n - 1].y};
			n++;
		}
		points[n++] = (struct point){x, y};
	}
	return n;
}

static struct point *new_points(const struct chart *chart)
{
	return mem_alloc((4 * chart->n_labels + 2) * sizeof(struct point));
}

static void draw_band(const struct survival *v)
{
	const struct chart *chart = v->plot->chart;
	const struct series *low = chart_role(chart, ROLE_LOW),
			    *high = chart_role(chart, ROLE_HIGH);
	struct point *points, *back;
	size_t n, m;

	if (!low || !high)
		return;
	points = new_points(chart);
	back = new_points(chart);
	n = stairs(v, low, points);
	m = stairs(v, high, back);
	for (size_t i = 0; i < n && n == m && has_few(chart); i++)
		scene_line(
			v->plot->scene, points[i].x, points[i].y, back[i].x, back[i].y, 1.4, MAIN);
	for (size_t i = 0; i < m; i++)
		points[n + i] = back[m - 1 - i];
	if (n > 1 && m > 1 && !has_few(chart))
		scene_polygon(v->plot->scene, points, n + m, plot_mix(WHITE, MAIN, 0.14));
	free(points);
	free(back);
}

static void draw_curve(const struct survival *v, size_t s)
{
	const struct chart *chart = v->plot->chart;
	struct point *points = new_points(chart);
	size_t n = stairs(v, &chart->series[s], points);
	int colour = s < N_COLOURS ? COLOURS[s].line : REST;

	if (n > 1)
		scene_polyline(v->plot->scene, points, n, s ? 1.6 : 2, colour);
	for (size_t i = has_few(chart) ? 0 : n - 1; n && i < n; i++)
		scene_circle(v->plot->scene, points[i].x, points[i].y, 3, colour);
	free(points);
}

static size_t n_curves(const struct chart *chart)
{
	size_t n = 0;

	while (n < chart->n_series && chart->series[n].role == ROLE_VALUE)
		n++;
	return n;
}

static size_t collect_ends(const struct survival *v, struct end *ends)
{
	const struct plot *plot = v->plot;
	const struct chart *chart = plot->chart;
	size_t n = 0, curves = n_curves(chart), most = plot_most_ends(plot);

	for (size_t s = 0; s < curves && n < most; s++) {
		const struct series *series = &chart->series[s];
		size_t i = chart->n_labels;

		while (i > 0 && !isfinite(series->y[i - 1]))
			i--;
		if (i)
			ends[n++] = (struct end){.x = days_of(chart, i - 1),
				.y = series->y[i - 1],
				.name = curves > 1 ? series->name : "",
				.value = plot_value(plot, series->y[i - 1]),
				.colour = s < N_COLOURS ? COLOURS[s].text : MUTED,
				.mark = NO_COLOUR};
	}
	return n;
}

/* A week, a month and a quarter are what people ask for. */
static double day_step(double high)
{
	static const double STEPS[] = {1, 2, 7, 14, 30, 60, 90, 180, 360};

	for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++)
		if (high / STEPS[i] <= 8)
			return STEPS[i];
	return scale_nice(0, high, 6, true).step;
}

static void draw_days(const struct survival *v)
{
	const struct plot *plot = v->plot;
	const struct type type = {.size = LABEL_SIZE, .colour = MUTED};
	struct placer placer = {.left = plot->left - 8,
		.top = plot->bottom,
		.right = plot->right + 8,
		.bottom = plot->scene->height};
	double step = day_step(v->days.high);
	const char *word = chart_word(plot->lang, WORD_DAYS);

	for (int k = 0; k * step <= v->days.high; k++) {
		double x = scale_at(&v->days, k * step);
		const char *text = arena_format(&plot->scene->arena, "%.6g", k * step);
		double width = plot_width(plot, text, type.size, false);

		if (width <= WIDEST_TICK && placer_take(&placer, x, plot->bottom + 15, ALIGN_CENTRE,
						    width + 4, type.size))
			plot_text(plot, x, plot->bottom + 15, ALIGN_CENTRE, text, type);
	}
	plot_text(plot, plot->right, plot->bottom + 28, ALIGN_RIGHT, word, type);
	placer_release(&placer);
}

void survival_layout(struct plot *plot)
{
	const struct chart *chart = plot->chart;
	struct survival v = {.plot = plot};
	struct end *ends = mem_zalloc(chart->n_series * sizeof *ends);
	double high = 0;
	size_t n;

	plot->bottom -= AXIS;
	n = collect_ends(&v, ends);
	plot->right -= plot_measure_ends(plot, ends, n) + 14;
	v.shares = scale_of(chart, plot->bottom - plot->top);
	v.shares.from = plot->bottom;
	v.shares.to = plot->top;
	plot_value_axis(plot, &v.shares);
	for (size_t i = 0; i < chart->n_labels; i++)
		high = fmax(high, days_of(chart, i));
	v.days = (struct scale){.high = high > 0 ? high : 1, .from = plot->left, .to = plot->right};
	draw_days(&v);
	draw_band(&v);
	for (size_t s = n_curves(chart); s-- > 0;)
		draw_curve(&v, s);
	for (size_t i = 0; i < n; i++) {
		ends[i].x = scale_at(&v.days, ends[i].x);
		ends[i].y = scale_at(&v.shares, ends[i].y);
	}
	plot_draw_ends(plot, ends, n);
	free(ends);
}
