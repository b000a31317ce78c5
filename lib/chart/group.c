/* Bars of several series, beside or on each other: lying by name, upright over time. */
#include <math.h>
#include <stdlib.h>

#include "chart/plot.h"

static const double WIDEST_NAME = 0.3, WIDEST_BAR = 60, LEAST_TEXT = 6, HEAD = 120;
static const double BETWEEN_VALUES = 2; /* else two of them read as one number */

struct groups {
	struct plot *plot;
	bool stands, stacks;
	struct scale scale;
	double x0, step;  /* middle of label i, across the bars: x0 + i * step */
	double thick;     /* of one bar */
	double size;      /* of the names of lying bars; 0: no room */
	double text_size; /* of values; 0: no room */
	double beyond;    /* how far values may stand out at the right */
	struct tops tops; /* values of standing bars */
};

static double value_at(const struct groups *g, size_t s, size_t i)
{
	return g->plot->chart->series[s].y[i];
}

/* The sums of what is above and below 0. */
static void sums_of(const struct chart *chart, size_t i, double *above, double *below)
{
	*above = *below = 0;
	for (size_t s = 0; s < chart->n_series; s++) {
		double y = chart->series[s].y[i];

		if (isfinite(y))
			*(y > 0 ? above : below) += y;
	}
}

static bool is_whole(const struct chart *chart)
{
	for (size_t s = 0; s < chart->n_series; s++)
		for (size_t i = 0; i < chart->n_labels; i++) {
			double y = chart->series[s].y[i];

			if (isfinite(y) && y != trunc(y))
				return false;
		}
	return true;
}

static void find_ends(const struct groups *g, double *low, double *high)
{
	const struct chart *chart = g->plot->chart;

	*low = *high = 0;
	for (size_t i = 0; i < chart->n_labels; i++) {
		double above, below;

		sums_of(chart, i, &above, &below);
		for (size_t s = 0; s < chart->n_series && !g->stacks; s++) {
			*low = fmin(*low, chart->series[s].y[i]);
			*high = fmax(*high, chart->series[s].y[i]);
		}
		*low = g->stacks ? fmin(*low, below) : *low;
		*high = g->stacks ? fmax(*high, above) : *high;
	}
}

double group_height(const struct chart *chart)
{
	enum period period;
	bool grouped = chart->type == CHART_GROUPED;
	double row = grouped ? (double)chart->n_series * 15 + 14 : 30;

	if (labels_are_periods(chart, &period))
		return 390;
	return fmax(180, HEAD + (double)chart->n_labels * row);
}

/* A bar from one value to another, its middle across at `middle`. */
static void add_bar(struct groups *g, size_t s, size_t i, double middle, double from, double to)
{
	const struct chart *chart = g->plot->chart;
	bool hollow = chart->partial && chart->partial[i];
	double a = scale_at(&g->scale, from), b = scale_at(&g->scale, to), low = fmin(a, b);
	double length = fabs(b - a), thick = g->stacks ? g->thick : g->thick * 0.88;
	int colour = plot_series_colour(chart, s);
	struct shape *bar = g->stands ? scene_rect(g->plot->scene, middle - thick / 2, low, thick,
						length, colour)
				      : scene_rect(g->plot->scene, low, middle - thick / 2, length,
						thick, colour);

	if (g->stacks) {
		bar->stroke = WHITE;
		bar->line_width = fmin(1, g->thick / 8);
	} else {
		bar->radius = fmin(2, thick / 4);
		bar->corners = g->stands ? to < 0 ? CORNERS_BOTTOM : CORNERS_TOP
			       : to < 0  ? CORNERS_LEFT
					 : CORNERS_RIGHT;
	}
	if (hollow) {
		bar->fill = WHITE;
		bar->stroke = colour;
		bar->line_width = fmin(1.2, g->thick / 6);
	}
	if (g->stands)
		tops_bar(&g->tops, bar);
}

static double middle_of(const struct groups *g, size_t i, size_t s)
{
	double middle = g->x0 + (double)i * g->step;

	if (g->stacks)
		return middle;
	return middle + ((double)s - (double)(g->plot->chart->n_series - 1) / 2) * g->thick;
}

/* At the end of a lying bar; room was left for it. */
static void put_beside(const struct groups *g, double middle, double end, double value)
{
	const struct type type = {.size = g->text_size, .bold = true, .colour = INK};
	double x = scale_at(&g->scale, end);

	if (type.size > 0)
		plot_text(g->plot, end < 0 ? x - 6 : x + 6, middle + 0.36 * type.size,
			end < 0 ? ALIGN_RIGHT : ALIGN_LEFT, plot_value(g->plot, value), type);
}

static void put_value(struct groups *g, double middle, double end, double value)
{
	if (g->stands)
		tops_put(&g->tops, middle, scale_at(&g->scale, end), end < 0, value);
	else
		put_beside(g, middle, end, value);
}

/* Inside of its piece, where that is large enough. */
static void put_inside(const struct groups *g, size_t s, size_t i, double from, double to)
{
	const struct chart *chart = g->plot->chart;
	bool hollow = chart->partial && chart->partial[i];
	double a = scale_at(&g->scale, from), b = scale_at(&g->scale, to), length = fabs(b - a);
	double size = NOTE_SIZE, middle = middle_of(g, i, s), along = (a + b) / 2;
	const char *text = plot_value(g->plot, value_at(g, s, i));
	double width = plot_width(g->plot, text, size, false);
	const struct type type = {.size = size,
		.colour = hollow ? INK : plot_colour_on(plot_series_colour(chart, s))};

	if (width + 3 > (g->stands ? g->thick : length) ||
		size + 5 > (g->stands ? length : g->thick))
		return;
	plot_text(g->plot, g->stands ? middle : along, (g->stands ? along : middle) + 0.36 * size,
		ALIGN_CENTRE, text, type);
}

static void draw_stack(struct groups *g, size_t i)
{
	double above = 0, below = 0;

	for (size_t s = 0; s < g->plot->chart->n_series; s++) {
		double y = value_at(g, s, i), *sum = y > 0 ? &above : &below;

		if (!isfinite(y) || y == 0)
			continue;
		add_bar(g, s, i, middle_of(g, i, s), *sum, *sum + y);
		put_inside(g, s, i, *sum, *sum + y);
		*sum += y;
	}
}

static void draw_group(struct groups *g, size_t i)
{
	for (size_t s = 0; s < g->plot->chart->n_series; s++)
		if (isfinite(value_at(g, s, i)))
			add_bar(g, s, i, middle_of(g, i, s), 0, value_at(g, s, i));
}

/* Sums are wider than their bars; the values of grouped bars have a size that fits (below). */
static void measure_sums(struct groups *g)
{
	for (size_t i = 0; i < g->plot->chart->n_labels; i++) {
		double above, below;

		sums_of(g->plot->chart, i, &above, &below);
		tops_measure(&g->tops, above + below, g->step, g->thick);
	}
}

/* The newest first, so that it is never the one without room. */
static void put_values(struct groups *g)
{
	const struct chart *chart = g->plot->chart;

	for (size_t i = chart->n_labels; i-- > 0;) {
		double above, below;

		sums_of(chart, i, &above, &below);
		if (g->stacks && (above || below))
			put_value(g, middle_of(g, i, 0), above > 0 ? above : below, above + below);
		for (size_t s = 0; s < chart->n_series && !g->stacks; s++)
			if (isfinite(value_at(g, s, i)))
				put_value(g, middle_of(g, i, s), value_at(g, s, i),
					value_at(g, s, i));
	}
}

static void draw_all(struct groups *g)
{
	const struct chart *chart = g->plot->chart;

	tops_start(&g->tops, g->plot, g->beyond);
	g->tops.size = g->text_size;
	if (g->stands && g->stacks)
		measure_sums(g);
	for (size_t i = 0; i < chart->n_labels; i++)
		(g->stacks ? draw_stack : draw_group)(g, i);
	put_values(g);
	placer_release(&g->tops.placer);
}

/* Names at the pieces of the last stack, where each has one. */
static size_t collect_ends(const struct groups *g, struct end *ends)
{
	const struct chart *chart = g->plot->chart;
	size_t last = chart->n_labels - 1;

	if (chart->n_series < 2 || chart->n_series > plot_most_ends(g->plot))
		return 0;
	for (size_t s = 0; s < chart->n_series; s++) {
		double y = value_at(g, s, last);

		if (!isfinite(y) || y == 0)
			return 0;
		ends[s] = (struct end){.name = chart->series[s].name,
			.value = plot_value(g->plot, y),
			.colour = INK,
			.mark = plot_series_colour(chart, s)};
	}
	return chart->n_series;
}

static void draw_ends(const struct groups *g, struct end *ends, size_t n)
{
	size_t last = g->plot->chart->n_labels - 1;
	double above = 0, below = 0;

	for (size_t s = 0; s < n; s++) {
		double y = value_at(g, s, last), *sum = y > 0 ? &above : &below;

		ends[s].x = g->x0 + (double)last * g->step + g->thick / 2;
		ends[s].y = scale_at(&g->scale, *sum + y / 2);
		*sum += y;
	}
	plot_draw_ends(g->plot, ends, n);
}

/* Width of the widest value at the end of a bar. */
static double widest_value(const struct groups *g)
{
	const struct chart *chart = g->plot->chart;
	double widest = 0;

	for (size_t i = 0; i < chart->n_labels && g->text_size > 0; i++) {
		double above, below;

		sums_of(chart, i, &above, &below);
		if (g->stacks)
			widest =
				fmax(widest, plot_width(g->plot, plot_value(g->plot, above + below),
						     g->text_size, true));
		for (size_t s = 0; s < chart->n_series && !g->stacks; s++)
			if (isfinite(value_at(g, s, i)))
				widest = fmax(widest,
					plot_width(g->plot, plot_value(g->plot, value_at(g, s, i)),
						g->text_size, true));
	}
	return widest;
}

/* Values stand above all bars or above none: a few beside bars without one look like a mistake. */
static double upright_text_size(struct groups *g)
{
	static const double SIZES[] = {LABEL_SIZE, NOTE_SIZE};

	for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
		g->text_size = SIZES[i];
		if (g->stacks || widest_value(g) + BETWEEN_VALUES <= g->thick)
			return SIZES[i];
	}
	return 0;
}

static void stand(struct groups *g)
{
	struct plot *plot = g->plot;
	const struct chart *chart = plot->chart;
	struct end *ends = mem_zalloc(chart->n_series * sizeof *ends);
	size_t n = g->stacks ? collect_ends(g, ends) : 0;
	double low, high, slot;

	if (!n && chart->n_series > 1)
		plot_key(plot);
	plot->bottom -= TIME_AXIS_HEIGHT;
	plot->right -= n ? plot_measure_ends(plot, ends, n) + 14 : 4;
	g->beyond = n ? 11 : 0; /* the names begin there */
	find_ends(g, &low, &high);
	g->scale = scale_nice(
		low, high, (int)fmin(5, fmax(1, (plot->bottom - plot->top) / 40)), is_whole(chart));
	g->scale.from = plot->bottom;
	g->scale.to = plot->top;
	plot_value_axis(plot, &g->scale);
	g->step = (plot->right - plot->left) / (double)chart->n_labels;
	g->x0 = plot->left + g->step / 2;
	slot = g->step * (g->stacks ? 0.66 : 0.8) / (g->stacks ? 1 : (double)chart->n_series);
	g->thick = fmin(slot, WIDEST_BAR);
	g->text_size = upright_text_size(g);
	draw_all(g);
	plot_time_axis(plot, g->x0, g->step);
	draw_ends(g, ends, n);
	free(ends);
}

static void put_names(const struct groups *g, double width)
{
	const struct plot *plot = g->plot;
	const struct type type = {.size = g->size, .colour = INK};

	for (size_t i = 0; i < plot->chart->n_labels && g->size > 0; i++) {
		double middle = g->x0 + (double)i * g->step, top = middle - g->step / 2;

		if (i > 0)
			scene_line(plot->scene, plot->left, top, plot->right, top, 0.7, GRID);
		plot_text(plot, plot->left, middle + 0.36 * type.size, ALIGN_LEFT,
			plot_cut(plot, plot->chart->labels[i], type.size, false, width), type);
	}
}

static double text_size(double room)
{
	return room < LEAST_TEXT * 1.15 ? 0 : fmin(LABEL_SIZE, room / 1.15);
}

static void lie(struct groups *g)
{
	struct plot *plot = g->plot;
	const struct chart *chart = plot->chart;
	double low, high, names = 0, values, zero;

	if (chart->n_series > 1)
		plot_key(plot);
	g->step = fmin((plot->bottom - plot->top) / (double)chart->n_labels,
		g->stacks ? 36 : (double)chart->n_series * 18 + 14);
	g->x0 = plot->top + g->step / 2;
	g->thick = g->stacks ? g->step * 0.66 : g->step * 0.8 / (double)chart->n_series;
	g->size = text_size(g->step);
	g->text_size = text_size(g->thick);
	for (size_t i = 0; i < chart->n_labels && g->size > 0; i++)
		names = fmax(names, plot_width(plot, chart->labels[i], g->size, false));
	names = fmin(names, WIDEST_NAME * plot->scene->width);
	values = widest_value(g);
	find_ends(g, &low, &high);
	g->scale = (struct scale){.low = low, .high = high > low ? high : low + 1};
	g->scale.from = plot->left + names + 12 + (low < 0 ? values + 6 : 0);
	g->scale.to = plot->right - values - 8;
	put_names(g, names);
	draw_all(g);
	zero = scale_at(&g->scale, 0);
	scene_line(plot->scene, zero, plot->top, zero,
		plot->top + (double)chart->n_labels * g->step, 1, ZERO_AXIS);
}

static void lay_out(struct plot *plot, bool stacks)
{
	enum period period;
	struct groups g = {.plot = plot, .stacks = stacks};

	g.stands = labels_are_periods(plot->chart, &period);
	(g.stands ? stand : lie)(&g);
}

void grouped_layout(struct plot *plot)
{
	lay_out(plot, false);
}

void stacked_layout(struct plot *plot)
{
	lay_out(plot, true);
}
