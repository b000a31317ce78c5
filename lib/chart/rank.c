/* Names in order of size, with how each has changed. */
#include <math.h>

#include "chart/plot.h"

static const double ROW = 32, HEAD = 18, WIDEST_NAME = 0.3, ARROW = 8, LEAST_CHANGE = 0.01;
static const double WIDEST_CHANGE = 0.2, LEAST_BARS = 24;

struct rank {
	struct plot *plot;
	const struct series *value, *change, *alarm;
	double row, size;               /* height of a row and of its text; 0: too low for text */
	double numbers, names, changes; /* widths of columns */
	double values;                  /* of the widest value */
	struct scale scale;
};

double rank_height(const struct chart *chart)
{
	return fmax(200, 116 + (double)chart->n_labels * ROW);
}

static bool is_marked(const struct rank *r, size_t i)
{
	return r->alarm && r->alarm->y[i] > 0;
}

/* "+18.2%", or why there is none. */
static const char *change_text(const struct rank *r, size_t i)
{
	const struct chart *chart = r->plot->chart;

	if (r->change && isfinite(r->change->y[i]))
		return plot_series_value(r->plot, r->change, r->change->y[i]);
	return chart->remarks && chart->remarks[i] ? chart->remarks[i] : "";
}

static void measure_texts(struct rank *r)
{
	const struct plot *plot = r->plot;
	const struct chart *chart = plot->chart;

	for (size_t i = 0; i < chart->n_labels; i++) {
		r->names = fmax(r->names, plot_width(plot, chart->labels[i], r->size, true));
		r->changes = fmax(r->changes, plot_width(plot, change_text(r, i), r->size, true));
		if (isfinite(r->value->y[i]))
			r->values = fmax(r->values,
				plot_width(plot, plot_value(plot, r->value->y[i]), r->size, true));
	}
	if (r->change)
		r->changes = fmax(r->changes, plot_width(plot, r->change->name, LABEL_SIZE, false));
	r->changes = fmin(r->changes, WIDEST_CHANGE * plot->scene->width);
	r->numbers = plot_width(plot, "00", r->size, false);
	r->names = fmin(r->names, WIDEST_NAME * plot->scene->width);
}

static void set_scale(struct rank *r)
{
	const struct plot *plot = r->plot;
	double low = 0, high = 0, right = plot->right - r->changes - ARROW - 34 - r->values;
	double left = plot->left + r->numbers + r->names + 22;

	for (size_t i = 0; i < plot->chart->n_labels; i++) {
		low = fmin(low, r->value->y[i]);
		high = fmax(high, r->value->y[i]);
	}
	r->scale = (struct scale){.low = low, .high = high > low ? high : low + 1};
	if (right < left + (low < 0 ? r->values + 6 : 0) + LEAST_BARS) {
		right += r->values + 6; /* bars or their values: there is room for one */
		r->values = 0;
	}
	r->scale.from = left + (low < 0 && r->values > 0 ? r->values + 6 : 0);
	r->scale.to = fmax(right, r->scale.from + 1);
}

static void draw_bar(const struct rank *r, size_t i, double top)
{
	const struct chart *chart = r->plot->chart;
	bool is_rest = chart->rest_label && i + 1 == chart->n_labels;
	double value = r->value->y[i], zero = scale_at(&r->scale, 0);
	double x = scale_at(&r->scale, value);
	int colour = is_marked(r, i) ? ALERT : is_rest ? REST : MAIN;
	struct shape *bar = scene_rect(r->plot->scene, fmin(zero, x), top + r->row * 0.23,
		fabs(x - zero), r->row * 0.54, colour);

	bar->radius = 2;
	bar->corners = value < 0 ? CORNERS_LEFT : CORNERS_RIGHT;
}

static void draw_value(const struct rank *r, size_t i, double baseline)
{
	const struct type type = {.size = r->size, .bold = true, .colour = INK};
	double value = r->value->y[i], x = scale_at(&r->scale, value);

	plot_text(r->plot, value < 0 ? x - 6 : x + 6, baseline,
		value < 0 ? ALIGN_RIGHT : ALIGN_LEFT, plot_value(r->plot, value), type);
}

static void draw_arrow(const struct rank *r, double x, double middle, bool up, int colour)
{
	double half = fmin(ARROW, r->size) / 2, tip = up ? -half * 0.85 : half * 0.85;
	struct point points[] = {
		{x - half, middle - tip}, {x + half, middle - tip}, {x, middle + tip}};

	scene_polygon(r->plot->scene, points, 3, colour);
}

/* Colour says good or bad, the arrow says up or down; neither where it is next to nothing. */
static void draw_change(const struct rank *r, size_t i, double baseline, double middle)
{
	const struct plot *plot = r->plot;
	double change = r->change ? r->change->y[i] : NAN;
	bool is_clear = isfinite(change) && fabs(change) >= LEAST_CHANGE;
	int colour = !is_clear ? MUTED : change * plot->chart->good > 0 ? GOOD : ALERT;
	const struct type type = {.size = r->size, .bold = is_clear, .colour = colour};

	plot_text(plot, plot->right, baseline, ALIGN_RIGHT,
		plot_cut(plot, change_text(r, i), type.size, type.bold, r->changes), type);
	if (is_clear)
		draw_arrow(r, plot->right - r->changes - ARROW - 2, middle, change > 0, colour);
}

static void draw_texts(const struct rank *r, size_t i, double middle)
{
	const struct plot *plot = r->plot;
	const struct type name = {.size = r->size, .bold = is_marked(r, i), .colour = INK};
	const struct type number = {.size = r->size, .colour = MUTED};
	double baseline = middle + 0.36 * r->size;

	plot_text(plot, plot->left + r->numbers, baseline, ALIGN_RIGHT,
		arena_format(&plot->scene->arena, "%zu", i + 1), number);
	plot_text(plot, plot->left + r->numbers + 10, baseline, ALIGN_LEFT,
		plot_cut(plot, plot->chart->labels[i], name.size, name.bold, r->names), name);
	if (isfinite(r->value->y[i]) && r->values > 0)
		draw_value(r, i, baseline);
	draw_change(r, i, baseline, middle);
}

void rank_layout(struct plot *plot)
{
	const struct chart *chart = plot->chart;
	struct rank r = {.plot = plot,
		.value = chart_role(chart, ROLE_VALUE),
		.change = chart_role(chart, ROLE_CHANGE),
		.alarm = chart_role(chart, ROLE_ALARM)};
	const struct type head = {.size = LABEL_SIZE, .colour = MUTED};

	r.row = fmin((plot->bottom - plot->top - HEAD) / (double)chart->n_labels, ROW + 6);
	r.size = r.row < 6 ? 0 : fmin(SUBTITLE_SIZE, r.row / 1.3);
	measure_texts(&r);
	set_scale(&r);
	if (r.change)
		plot_text(plot, plot->right, plot->top + 8, ALIGN_RIGHT,
			plot_cut(plot, r.change->name, head.size, false, r.changes), head);
	plot->top += HEAD;
	for (size_t i = 0; i < chart->n_labels; i++) {
		double top = plot->top + (double)i * r.row;

		if (i > 0 && r.size > 0)
			scene_line(plot->scene, plot->left, top, plot->right, top, 0.7, GRID);
		if (isfinite(r.value->y[i]))
			draw_bar(&r, i, top);
		if (r.size > 0)
			draw_texts(&r, i, top + r.row / 2);
	}
}
