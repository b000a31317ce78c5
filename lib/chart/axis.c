/* Scales, and what stands at their ticks. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "chart/plot.h"
#include "chart/words.h"
#include "table/number.h"
#include "table/write.h"

static const double HUGE_NUMBER = 1e15; /* from here on digits are noise and labels grow too long */

static double nice_step(double span, int ticks, bool whole)
{
	double raw = span / ticks, power = pow(10, floor(log10(raw))), step = raw / power;

	step = (step <= 1 ? 1 : step <= 2 ? 2 : step <= 5 ? 5 : 10) * power;
	return whole && step < 1 ? 1 : step;
}

struct scale scale_nice(double low, double high, int ticks, bool whole)
{
	struct scale scale = {.low = fmin(low, 0), .high = fmax(high, 0)};

	if (scale.high - scale.low <= 0)
		scale.high = 1;
	scale.step = nice_step(scale.high - scale.low, ticks, whole);
	scale.low = floor(scale.low / scale.step) * scale.step;
	scale.high = ceil(scale.high / scale.step) * scale.step;
	return scale;
}

/* Flags of alarms are no values. */
static void widen(const struct series *series, size_t n, struct scale *scale, bool *whole)
{
	for (size_t i = 0; i < n && series->role != ROLE_ALARM; i++) {
		double y = series->y[i];

		if (!isfinite(y))
			continue;
		scale->low = fmin(scale->low, y);
		scale->high = fmax(scale->high, y);
		*whole = *whole && y == trunc(y);
	}
}

struct scale scale_of(const struct chart *chart, double height)
{
	struct scale ends = {0};
	bool whole = true;

	for (size_t s = 0; s < chart->n_series; s++)
		widen(&chart->series[s], chart->n_labels, &ends, &whole);
	return scale_nice(ends.low, ends.high, (int)fmin(5, fmax(1, height / 40)), whole);
}

double scale_at(const struct scale *scale, double value)
{
	return scale->from +
	       (value - scale->low) / (scale->high - scale->low) * (scale->to - scale->from);
}

static bool is_percent(const struct chart *chart)
{
	return chart->unit && (!strcmp(chart->unit, "share") || !strcmp(chart->unit, "growth") ||
				      !strcmp(chart->unit, "change"));
}

static void huge_text(double value, struct buf *out)
{
	buf_format(out, "%s%.3g", value < 0 ? "−" : "", fabs(value)); /* "3e+15" */
}

static void tick_text(const struct chart *chart, double value, double step, struct buf *out)
{
	double shown = is_percent(chart) ? value * 100 : value;
	double shown_step = is_percent(chart) ? step * 100 : step;
	int decimals = (int)fmax(0, -floor(log10(shown_step) + 1e-9));

	if (fabs(value) < step / 2)
		shown = 0;
	if (fabs(shown) >= HUGE_NUMBER)
		huge_text(shown, out);
	else
		number_fixed(shown, decimals > 9 ? 9 : decimals, true, false, out);
	if (is_percent(chart))
		buf_add_char(out, '%');
}

void chart_value_text(
	const struct chart *chart, const struct series *series, double value, struct buf *out)
{
	char *unit = series->unit ? series->unit : chart->unit;
	struct column column = {.type = CELL_REAL, .unit = unit};
	struct cell cell = {.type = CELL_REAL, .real = value};

	if (fabs(value) >= HUGE_NUMBER)
		huge_text(value, out);
	else if (!unit && value == trunc(value))
		number_fixed(value, 0, true, false, out);
	else
		format_cell(&column, &cell, out);
}

void plot_value_text(const struct chart *chart, double value, struct buf *out)
{
	chart_value_text(chart, &(struct series){0}, value, out);
}

const char *plot_value(const struct plot *plot, double value)
{
	return plot_series_value(plot, &(struct series){0}, value);
}

const char *plot_series_value(const struct plot *plot, const struct series *series, double value)
{
	struct buf text = {0};
	const char *kept;

	chart_value_text(plot->chart, series, value, &text);
	kept = arena_text(&plot->scene->arena, buf_text(&text), text.len);
	buf_release(&text);
	return kept;
}

static int tick_count(const struct scale *scale)
{
	return (int)((scale->high - scale->low) / scale->step + 0.5);
}

void plot_reserve_axis(struct plot *plot, const struct scale *scale)
{
	int n = tick_count(scale);
	struct buf text = {0};
	double widest = 0;

	for (int i = 0; i <= n; i++) {
		buf_clear(&text);
		tick_text(plot->chart, scale->low + i * scale->step, scale->step, &text);
		widest = fmax(widest, plot_width(plot, buf_text(&text), LABEL_SIZE, false));
	}
	plot->left += widest + 8;
	buf_release(&text);
}

void plot_draw_axis(const struct plot *plot, const struct scale *scale)
{
	const struct type type = {.size = LABEL_SIZE, .colour = MUTED};
	int n = tick_count(scale);
	struct buf text = {0};

	for (int i = 0; i <= n; i++) {
		double value = scale->low + i * scale->step, y = scale_at(scale, value);
		bool is_zero = fabs(value) < scale->step / 2;

		buf_clear(&text);
		tick_text(plot->chart, value, scale->step, &text);
		scene_line(plot->scene, plot->left, y, plot->right, y, is_zero ? 1 : 0.7,
			is_zero ? ZERO_AXIS : GRID);
		plot_text(plot, plot->left - 8, y + 0.36 * type.size, ALIGN_RIGHT, buf_text(&text),
			type);
	}
	buf_release(&text);
}

void plot_value_axis(struct plot *plot, struct scale *scale)
{
	plot_reserve_axis(plot, scale);
	plot_draw_axis(plot, scale);
}

void plot_place_points(const struct plot *plot, double *x0, double *step)
{
	size_t n = plot->chart->n_labels;
	double inset;

	*step = (plot->right - plot->left) / (double)n;
	*x0 = plot->left + *step / 2;
	if (n < 2)
		return;
	inset = fmin(*step / 2, 13);
	*step = (plot->right - plot->left - 2 * inset) / (double)(n - 1);
	*x0 = plot->left + inset;
}

bool labels_are_periods(const struct chart *chart, enum period *period)
{
	struct err err;
	int32_t number;
	enum period kind;

	for (size_t i = 0; i < chart->n_labels; i++) {
		if (period_parse(chart->labels[i], &kind, &number, &err) < 0 || kind == PERIOD_ALL)
			return false;
		if (i > 0 && kind != *period)
			return false;
		*period = kind;
	}
	return chart->n_labels > 0;
}
