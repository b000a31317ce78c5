/* Lines of characters: sparklines, and what else runs over time. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "chart/text.h"
#include "chart/words.h"

enum { GAP = 2, LEVELS = 8 };

static const char *const BLOCKS[LEVELS] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

struct range {
	double low, high;
};

static void widen(const struct series *series, size_t n, struct range *range)
{
	for (size_t i = 0; i < n && series->role != ROLE_ALARM; i++)
		if (isfinite(series->y[i])) {
			range->low = fmin(range->low, series->y[i]);
			range->high = fmax(range->high, series->y[i]);
		}
}

/* Of curves every so many days, of all else the newest values that have room. */
static size_t shown_label(const struct chart *chart, size_t k, size_t room)
{
	size_t n = chart->n_labels;

	if (n <= room)
		return k;
	return chart->type == CHART_SURVIVAL ? k * (n - 1) / (room > 1 ? room - 1 : 1)
					     : n - room + k;
}

/* Gaps stay blank. */
static void add_spark(
	struct text *text, const struct series *series, struct range range, size_t room)
{
	double span = range.high - range.low;

	for (size_t k = 0; k < text->chart->n_labels && k < room; k++) {
		double y = series->y[shown_label(text->chart, k, room)];
		double share = span > 0 ? (y - range.low) / span : 0;

		if (isfinite(y))
			buf_add_text(text->out, BLOCKS[(int)fmin(LEVELS - 1, share * LEVELS)]);
		else
			buf_add_char(text->out, ' ');
	}
}

static size_t last_of(const struct text *text, const struct series *series)
{
	size_t i = text->chart->n_labels;

	while (i > 0 && !isfinite(series->y[i - 1]))
		i--;
	return i ? i - 1 : 0;
}

/* The first and the last label, under the line. */
static void add_axis(struct text *text, size_t left, size_t room)
{
	const struct chart *chart = text->chart;
	const char *first = chart->labels[shown_label(chart, 0, room)];
	const char *last = chart->labels[chart->n_labels - 1];
	size_t n = chart->n_labels < room ? chart->n_labels : room;
	size_t one = text_width(first, strlen(first)), two = text_width(last, strlen(last));

	one = one < text->width / 4 ? one : text->width / 4;
	two = two < text->width / 4 ? two : text->width / 4;
	text_blanks(text, left);
	text_left(text, first, one);
	if (n > 1) {
		text_blanks(text, one + two + 1 < n ? n - one - two : 1);
		text_left(text, last, two);
	}
	text_end_line(text);
}

/* Widths of the widest name and of the widest last value. */
static void measure(const struct text *text, size_t *names, size_t *values)
{
	const struct chart *chart = text->chart;

	*names = *values = 0;
	for (size_t s = 0; s < chart->n_series; s++) {
		const struct series *series = &chart->series[s];
		char *value = text_value(text, series, last_of(text, series));
		size_t name =
			chart->n_series > 1 ? text_width(series->name, strlen(series->name)) : 0;
		size_t width = text_width(value, strlen(value));

		*names = name > *names ? name : *names;
		*values = width > *values ? width : *values;
		free(value);
	}
	*names = *names < text->width / 3 ? *names : text->width / 3;
}

void text_lines(struct text *text)
{
	const struct chart *chart = text->chart;
	struct range all = {0, 0};
	size_t names, values, left, room;

	measure(text, &names, &values);
	left = names ? names + GAP : 0;
	room = text->width > left + values + 1 ? text->width - left - values - 1 : 1;
	for (size_t s = 0; s < chart->n_series; s++)
		widen(&chart->series[s], chart->n_labels, &all);
	for (size_t s = 0; s < chart->n_series; s++) {
		const struct series *series = &chart->series[s];
		struct range own = {0, 0};
		char *value = text_value(text, series, last_of(text, series));

		if (series->role != ROLE_VALUE) {
			free(value);
			continue;
		}
		widen(series, chart->n_labels, &own);
		text_left(text, names ? series->name : "", left);
		add_spark(text, series, chart->scales_are_free ? own : all, room);
		text_blanks(text, 1);
		text_right(text, value, values);
		text_end_line(text);
		free(value);
	}
	add_axis(text, left, room);
}

static void add_limits(struct text *text)
{
	static const enum role LIMITS[] = {ROLE_CENTRE, ROLE_HIGH, ROLE_LOW};
	struct buf limits = {0};

	for (size_t k = 0; k < sizeof LIMITS / sizeof *LIMITS; k++) {
		const struct series *series = chart_role(text->chart, LIMITS[k]);
		char *value = series ? text_value(text, series, last_of(text, series)) : NULL;

		if (value && *value)
			buf_format(&limits, "%s%s %s", limits.len ? "  " : "", series->name, value);
		free(value);
	}
	text_paragraph(text, buf_text(&limits));
	buf_release(&limits);
}

static void add_alarms(struct text *text, const struct series *value, const struct series *alarm)
{
	const struct chart *chart = text->chart;
	struct buf line = {0};

	for (size_t i = 0; alarm && i < chart->n_labels; i++) {
		char *shown = text_value(text, value, i);
		bool is_told = chart->remarks && chart->remarks[i];

		buf_clear(&line);
		buf_format(&line, "● %s%s%s%s%s", chart->labels[i],
			chart_word(text->lang, WORD_COLON), shown,
			is_told ? chart_word(text->lang, WORD_COMMA) : "",
			is_told ? chart->remarks[i] : "");
		if (alarm->y[i] > 0 && *shown)
			text_paragraph(text, buf_text(&line));
		free(shown);
	}
	buf_release(&line);
}

/* The line, dots under what is out of its limits, the limits, and what is to be said of the dots.
 */
void text_control(struct text *text)
{
	const struct chart *chart = text->chart;
	const struct series *value = chart_role(chart, ROLE_VALUE);
	const struct series *alarm = chart_role(chart, ROLE_ALARM);
	size_t n = chart->n_labels, room = text->width, first = n > room ? n - room : 0;
	struct range range = {INFINITY, -INFINITY};

	for (size_t s = 0; s < chart->n_series; s++)
		widen(&chart->series[s], n, &range);
	add_spark(text, value, range, room);
	text_end_line(text);
	for (size_t i = first; i < n; i++)
		buf_add_text(text->out, alarm && alarm->y[i] > 0 ? "●" : " ");
	text_end_line(text);
	add_axis(text, 0, room);
	add_limits(text);
	add_alarms(text, value, alarm);
}
