/* Values with their intervals: a dot and whiskers for each. Growth stands on a scale of ratios, as
 * halving weighs as much as doubling. */
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "chart/plot.h"
#include "table/number.h"

static const double ROW = 26, AXIS = 22, WIDEST_NAME = 0.28, WIDEST_VALUE = 0.3, DOT = 4;

/* Whiskers end so far beyond the values: four times, a quarter. Longer ones get an arrow. */
static const double REACH = 1.3862943611198906;

struct intervals {
	struct plot *plot;
	const struct series *value, *low, *high, *alarm;
	bool of_ratios;
	double row, size;
	double names, values;
	struct scale scale; /* of placed values */
};

double interval_height(const struct chart *chart)
{
	return fmax(220, 130 + (double)chart->n_labels * ROW);
}

/* Where a value stands on the scale. */
static double placed(const struct intervals *v, double value)
{
	return v->of_ratios ? log1p(fmax(value, -1)) : value;
}

static bool are_ratios(const struct chart *chart, const struct series *value)
{
	const char *unit = value->unit ? value->unit : chart->unit;

	for (size_t i = 0; i < chart->n_labels; i++)
		if (value->y[i] < -1)
			return false;
	return unit && !strcmp(unit, "growth");
}

static void widen(struct scale *scale, double value)
{
	scale->low = fmin(scale->low, value);
	scale->high = fmax(scale->high, value);
}

static double end_of(const struct series *ends, size_t i, double value)
{
	return ends && isfinite(ends->y[i]) ? ends->y[i] : value;
}

/* A fall to nothing has no place on a scale of ratios: it stands at the end. */
static void set_ends(struct intervals *v)
{
	const struct chart *chart = v->plot->chart;
	struct scale values = {0}, *scale = &v->scale;
	double reach;

	for (size_t i = 0; i < chart->n_labels; i++)
		if (isfinite(v->value->y[i]) && isfinite(placed(v, v->value->y[i])))
			widen(&values, placed(v, v->value->y[i]));
	*scale = values;
	reach = v->of_ratios ? REACH : 2 * (values.high - values.low);
	for (size_t i = 0; i < chart->n_labels; i++) {
		double value = v->value->y[i];

		if (!isfinite(value))
			continue;
		widen(scale, fmax(placed(v, end_of(v->low, i, value)), values.low - reach));
		widen(scale, fmin(placed(v, end_of(v->high, i, value)), values.high + reach));
	}
	if (scale->high - scale->low <= 0)
		scale->high = scale->low + 1;
}

static double x_at(const struct intervals *v, double value)
{
	double x = scale_at(&v->scale, placed(v, value));

	return isfinite(x) ? fmin(fmax(x, v->scale.from), v->scale.to)
			   : (value > 0 ? v->scale.to : v->scale.from);
}

/* "+18.2%  [−2.0%, +41.3%]" in full, or only the value. */
static const char *value_text(const struct intervals *v, size_t i, bool in_full)
{
	const char *value, *low, *high;

	if (!isfinite(v->value->y[i]))
		return "";
	value = plot_series_value(v->plot, v->value, v->value->y[i]);
	if (!in_full || !v->low || !v->high || !isfinite(v->low->y[i]) || !isfinite(v->high->y[i]))
		return value;
	low = plot_series_value(v->plot, v->low, v->low->y[i]);
	high = plot_series_value(v->plot, v->high, v->high->y[i]);
	return arena_format(&v->plot->scene->arena, "%s  [%s, %s]", value, low, high);
}

static double widest_value(const struct intervals *v, bool in_full)
{
	double widest = 0;

	for (size_t i = 0; i < v->plot->chart->n_labels; i++)
		widest = fmax(widest, plot_width(v->plot, value_text(v, i, in_full),
					      fmin(v->size, LABEL_SIZE), true));
	return widest;
}

/* Its interval holds 0: it may be chance. */
static bool is_unclear(const struct intervals *v, size_t i)
{
	double value = v->value->y[i];

	return end_of(v->low, i, value) <= 0 && end_of(v->high, i, value) >= 0;
}

/* A finding is good or bad news, what may be chance is neither. */
static int colour_of(const struct intervals *v, size_t i)
{
	if (!v->alarm || !(v->alarm->y[i] > 0))
		return is_unclear(v, i) ? MUTED : MAIN;
	return v->value->y[i] * v->plot->chart->good > 0 ? GOOD : ALERT;
}

static void draw_end(const struct intervals *v, double end, double y, bool is_high, int colour)
{
	double x = x_at(v, end), at = scale_at(&v->scale, placed(v, end));
	double back = is_high ? -5 : 5, half = fmin(3.5, v->row / 4);
	struct point arrow[] = {{x, y}, {x + back, y - half}, {x + back, y + half}};

	if (isfinite(at) && fabs(at - x) < 0.01)
		scene_line(v->plot->scene, x, y - half, x, y + half, 1.4, colour);
	else
		scene_polygon(v->plot->scene, arrow, 3, colour);
}

static void draw_interval(const struct intervals *v, size_t i, double y)
{
	struct scene *scene = v->plot->scene;
	double value = v->value->y[i], low = end_of(v->low, i, value);
	double high = end_of(v->high, i, value);
	int colour = colour_of(v, i);
	bool hollow = is_unclear(v, i);
	struct shape *dot;

	if (low < high) {
		scene_line(scene, x_at(v, low), y, x_at(v, high), y, 1.4, colour);
		draw_end(v, low, y, false, colour);
		draw_end(v, high, y, true, colour);
	}
	dot = scene_circle(
		scene, x_at(v, value), y, fmin(DOT, v->row / 3), hollow ? WHITE : colour);
	dot->stroke = hollow ? colour : WHITE;
	dot->line_width = hollow ? 1.6 : 1;
}

static const char *tick_text(const struct intervals *v, double value)
{
	struct buf text = {0};
	double percent = value * 100;
	const char *kept;

	if (value == 0)
		return v->of_ratios ? "0%" : "0";
	if (!v->of_ratios || fabs(percent) > 1e12)
		return plot_series_value(v->plot, v->value, value);
	number_fixed(percent, fabs(percent - round(percent)) < 1e-6 ? 0 : 1, true, true, &text);
	buf_add_char(&text, '%');
	kept = arena_text(&v->plot->scene->arena, buf_text(&text), text.len);
	buf_release(&text);
	return kept;
}

static void draw_tick(const struct intervals *v, struct placer *placer, double value)
{
	const struct plot *plot = v->plot;
	const struct type type = {.size = LABEL_SIZE, .colour = MUTED};
	double x = x_at(v, value);
	const char *text = tick_text(v, value);
	double width = plot_width(plot, text, type.size, false);

	scene_line(plot->scene, x, plot->top, x, plot->bottom, value == 0 ? 1 : 0.7,
		value == 0 ? ZERO_AXIS : GRID);
	if (placer_take(placer, x, plot->bottom + 15, ALIGN_CENTRE, width + 10, type.size))
		plot_text(plot, x, plot->bottom + 15, ALIGN_CENTRE, text, type);
}

/* Halves and doubles; where all is near, even steps. */
static void draw_ratio_ticks(const struct intervals *v, struct placer *placer)
{
	int low = (int)fmax(-40, ceil(v->scale.low / M_LN2)),
	    high = (int)floor(v->scale.high / M_LN2);
	struct scale even;

	draw_tick(v, placer, 0);
	if (expm1(v->scale.low) > -0.6 && expm1(v->scale.high) < 1.2) {
		even = scale_nice(expm1(v->scale.low), expm1(v->scale.high), 6, false);
		for (int i = 0; i <= (int)lround((even.high - even.low) / even.step); i++) {
			double t = even.low + i * even.step;

			if (fabs(t) > even.step / 2 && log1p(t) >= v->scale.low &&
				log1p(t) <= v->scale.high)
				draw_tick(v, placer, t);
		}
		return;
	}
	for (int k = 1; k <= high && k <= 40; k++)
		draw_tick(v, placer, exp2(k) - 1);
	for (int k = -1; k >= low; k--)
		draw_tick(v, placer, exp2(k) - 1);
}

static void draw_even_ticks(const struct intervals *v, struct placer *placer)
{
	struct scale ticks = scale_nice(v->scale.low, v->scale.high, 6, false);
	double first = ceil(v->scale.low / ticks.step - 1e-9);

	draw_tick(v, placer, 0);
	for (int k = 0; k < 16; k++) {
		double value = (first + k) * ticks.step;

		if (value > v->scale.high + ticks.step * 1e-9)
			break;
		if (fabs(value) > ticks.step / 2)
			draw_tick(v, placer, value);
	}
}

static void draw_axis(const struct intervals *v)
{
	const struct plot *plot = v->plot;
	struct placer placer = {.left = plot->left,
		.top = plot->bottom,
		.right = plot->right,
		.bottom = plot->scene->height};

	placer.left = v->scale.from - 20;
	placer.left = fmax(placer.left, plot->left);
	(v->of_ratios ? draw_ratio_ticks : draw_even_ticks)(v, &placer);
	placer_release(&placer);
}

static void draw_texts(const struct intervals *v, size_t i, double y, bool in_full)
{
	const struct plot *plot = v->plot;
	const struct type name = {.size = v->size, .colour = INK};
	const struct type value = {.size = fmin(v->size, LABEL_SIZE),
		.bold = colour_of(v, i) != MUTED,
		.colour = colour_of(v, i)};

	plot_text(plot, plot->left, y + 0.36 * name.size, ALIGN_LEFT,
		plot_cut(plot, plot->chart->labels[i], name.size, false, v->names), name);
	plot_text(plot, plot->right, y + 0.36 * value.size, ALIGN_RIGHT,
		plot_cut(plot, value_text(v, i, in_full), value.size, value.bold, v->values),
		value);
}

static bool measure_texts(struct intervals *v)
{
	const struct plot *plot = v->plot;
	double most = WIDEST_VALUE * plot->scene->width;
	bool in_full;

	for (size_t i = 0; i < plot->chart->n_labels; i++)
		v->names = fmax(v->names, plot_width(plot, plot->chart->labels[i], v->size, false));
	v->names = fmin(v->names, WIDEST_NAME * plot->scene->width);
	v->values = widest_value(v, true);
	in_full = v->values <= most;
	if (!in_full)
		v->values = fmin(widest_value(v, false), most);
	return in_full;
}

void interval_layout(struct plot *plot)
{
	const struct chart *chart = plot->chart;
	struct intervals v = {.plot = plot,
		.value = chart_role(chart, ROLE_VALUE),
		.low = chart_role(chart, ROLE_LOW),
		.high = chart_role(chart, ROLE_HIGH),
		.alarm = chart_role(chart, ROLE_ALARM)};
	bool in_full;

	plot->bottom -= AXIS;
	v.of_ratios = are_ratios(chart, v.value);
	v.row = fmin((plot->bottom - plot->top) / (double)chart->n_labels, ROW + 8);
	v.size = v.row < 6 ? 0 : fmin(SUBTITLE_SIZE, v.row / 1.3);
	in_full = measure_texts(&v);
	set_ends(&v);
	v.scale.from = plot->left + v.names + 18;
	v.scale.to = fmax(plot->right - v.values - 18, v.scale.from + 1);
	plot->bottom = plot->top + (double)chart->n_labels * v.row;
	draw_axis(&v);
	for (size_t i = 0; i < chart->n_labels; i++) {
		double y = plot->top + ((double)i + 0.5) * v.row;

		if (isfinite(v.value->y[i]))
			draw_interval(&v, i, y);
		if (v.size > 0)
			draw_texts(&v, i, y, in_full);
	}
}
