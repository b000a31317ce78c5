/* The axis below charts over time: ticks with as many texts as have room, years under them. */
#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "chart/plot.h"
#include "chart/words.h"

static const double GAP = 6, WIDEST = 90;

static int32_t number_of(const struct chart *chart, size_t i)
{
	enum period period;
	int32_t number = 0;
	struct err err;

	period_parse(chart->labels[i], &period, &number, &err);
	return number;
}

static const char *tick(const struct plot *plot, bool is_time, enum period period, size_t i)
{
	struct buf text = {0};
	const char *kept;

	if (!is_time)
		return plot->chart->labels[i];
	period_tick(plot->lang, period, number_of(plot->chart, i), &text);
	kept = arena_text(&plot->scene->arena, buf_text(&text), text.len);
	buf_release(&text);
	return kept;
}

/* Months: every 1st, 2nd, 3rd, 6th, 12th of the year; otherwise of the row. */
static size_t next_stride(enum period period, size_t stride)
{
	static const size_t MONTHS[] = {2, 3, 6, 12};

	for (size_t i = 0; period == PERIOD_MONTH && i < sizeof MONTHS / sizeof *MONTHS; i++)
		if (MONTHS[i] > stride)
			return MONTHS[i];
	return stride + (stride >= 12 && period == PERIOD_MONTH ? 12 : 1);
}

static bool is_shown(
	const struct plot *plot, bool is_time, enum period period, size_t i, size_t stride)
{
	int year, place;

	if (!is_time || period == PERIOD_DAY || period == PERIOD_YEAR)
		return i % stride == 0;
	period_place(period, number_of(plot->chart, i), &year, &place);
	if (period == PERIOD_MONTH && stride > 12)
		return place == 1 && (size_t)year % (stride / 12) == 0;
	return (size_t)(place - 1) % stride == 0;
}

static int year_of(const struct chart *chart, enum period period, size_t i)
{
	int year, place;

	period_place(period, number_of(chart, i), &year, &place);
	return year;
}

/* The line between two years, left of label `i`, is not to strike through a tick's text. */
static bool begins_year(const struct chart *chart, enum period period, size_t i)
{
	return i > 0 && i < chart->n_labels && period != PERIOD_YEAR &&
	       year_of(chart, period, i) != year_of(chart, period, i - 1);
}

/* Where the middle of a tick's text stands. */
static double tick_x(const struct plot *plot, double x0, double step, bool is_time,
	enum period period, size_t i, double width)
{
	double x = x0 + (double)i * step, low = plot->left - 8, high = plot->right + 4;

	for (size_t k = 0; is_time && ((double)k - 0.5) * step < width / 2 + 4; k++) {
		if (k <= i && begins_year(plot->chart, period, i - k))
			low = fmax(low, x - ((double)k + 0.5) * step + 4);
		if (begins_year(plot->chart, period, i + k + 1))
			high = fmin(high, x + ((double)k + 0.5) * step - 3);
	}
	return fmax(fmin(x, high - width / 2), low + width / 2);
}

static void add_ticks(
	const struct plot *plot, double x0, double step, bool is_time, enum period period)
{
	const struct type type = {.size = LABEL_SIZE, .colour = MUTED};
	size_t n = plot->chart->n_labels, stride = 1;
	double widest = 0, last = -INFINITY;

	for (size_t i = 0; i < n; i++)
		widest = fmax(
			widest, plot_width(plot, tick(plot, is_time, period, i), type.size, false));
	widest = fmin(widest, WIDEST);
	while ((double)stride * step < widest + GAP && stride < n)
		stride = next_stride(is_time ? period : PERIOD_ALL, stride);
	for (size_t i = 0; i < n; i++) {
		const char *text =
			plot_cut(plot, tick(plot, is_time, period, i), type.size, false, WIDEST);
		double width = plot_width(plot, text, type.size, false);
		double x = tick_x(plot, x0, step, is_time, period, i, width);

		if (!is_shown(plot, is_time, period, i, stride) || x - width / 2 < last + GAP ||
			x + width / 2 > plot->right + 4.01)
			continue;
		plot_text(plot, x, plot->bottom + 15, ALIGN_CENTRE, text, type);
		last = x + width / 2;
	}
}

/* A year's name stands at its first tick and gives way to the next year's. */
static void add_years(const struct plot *plot, double x0, double step, enum period period)
{
	const struct type type = {.size = LABEL_SIZE, .bold = true, .colour = INK};
	size_t n = plot->chart->n_labels;
	double free_until = plot->right + GAP + 4;
	struct buf text = {0};

	for (size_t i = n; i-- > 0;) {
		double x = x0 + ((double)i - 0.5) * step, width;

		if (i > 0 && !begins_year(plot->chart, period, i))
			continue;
		x = fmax(x, plot->left);
		buf_clear(&text);
		period_year(plot->lang, period, number_of(plot->chart, i), &text);
		width = plot_width(plot, buf_text(&text), type.size, true);
		if (i > 0)
			scene_line(
				plot->scene, x, plot->bottom, x, plot->bottom + 29, 0.7, ZERO_AXIS);
		if (x + 5 + width + GAP > free_until)
			continue;
		plot_text(plot, i > 0 ? x + 5 : x, plot->bottom + 28, ALIGN_LEFT, buf_text(&text),
			type);
		free_until = x;
	}
	buf_release(&text);
}

void plot_time_axis(const struct plot *plot, double x0, double step)
{
	enum period period = PERIOD_ALL;
	bool is_time = labels_are_periods(plot->chart, &period);

	add_ticks(plot, x0, step, is_time, period);
	if (is_time && period != PERIOD_YEAR)
		add_years(plot, x0, step, period);
}
