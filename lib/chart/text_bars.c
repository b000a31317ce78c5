/* Bars of characters: an eighth of a column is the smallest step. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "chart/text.h"

enum { EIGHTHS = 8, GAP = 2, LEAST_BAR = 8 };

static const char *const PARTS[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
static const char *const FILLS[] = {"█", "▒", "▓", "░", "▆", "─"};
enum { N_FILLS = sizeof FILLS / sizeof *FILLS };

static void add_bar(struct text *text, double share, size_t width, bool below)
{
	size_t eighths = (size_t)lround(fmin(fmax(share, 0), 1) * (double)width * EIGHTHS);
	size_t whole = eighths / EIGHTHS;

	for (size_t i = 0; i < whole; i++)
		buf_add_text(text->out, below ? "░" : "█");
	if (!below)
		buf_add_text(text->out, PARTS[eighths % EIGHTHS]);
	text_blanks(text, width - whole - (!below && eighths % EIGHTHS > 0));
}

static double largest(const struct chart *chart)
{
	double most = 0;

	for (size_t s = 0; s < chart->n_series; s++)
		for (size_t i = 0; i < chart->n_labels && chart->series[s].role == ROLE_VALUE; i++)
			most = fmax(most, fabs(chart->series[s].y[i]));
	return most;
}

struct bars {
	struct text *text;
	size_t names, bar, values, extra; /* widths */
	double most, total, sum;
};

/* What stands behind a bar: its change with an arrow, or the sum up to it. */
static char *extra_of(const struct bars *b, size_t i)
{
	const struct chart *chart = b->text->chart;
	const struct series *change = chart_role(chart, ROLE_CHANGE);
	char *value, *shown;

	if (chart->type == CHART_PARETO && b->total > 0)
		return mem_format("%.0f%%", b->sum / b->total * 100);
	if (!change)
		return mem_text("");
	if (!isfinite(change->y[i]))
		return mem_text(chart->remarks && chart->remarks[i] ? chart->remarks[i] : "");
	value = text_value(b->text, change, i);
	shown = mem_format("%s %s",
		fabs(change->y[i]) < 0.01 ? " "
		: change->y[i] > 0        ? "▲"
					  : "▼",
		value);
	free(value);
	return shown;
}

static void add_row(struct bars *b, const char *name, const struct series *series, size_t i)
{
	double y = series->y[i];
	char *value = text_value(b->text, series, i), *extra;

	b->sum += isfinite(y) ? y : 0;
	extra = extra_of(b, i);
	text_left(b->text, name, b->names);
	text_blanks(b->text, GAP);
	add_bar(b->text, isfinite(y) && b->most > 0 ? fabs(y) / b->most : 0, b->bar, y < 0);
	text_blanks(b->text, 1);
	text_right(b->text, value, b->values);
	if (b->extra)
		text_right(b->text, extra, b->extra);
	text_end_line(b->text);
	free(value);
	free(extra);
}

static size_t wider(size_t width, const char *words)
{
	size_t other = text_width(words, strlen(words));

	return other > width ? other : width;
}

static void measure(struct bars *b)
{
	const struct chart *chart = b->text->chart;
	size_t fixed;

	b->names = text_label_width(b->text);
	for (size_t s = 0; s < chart->n_series; s++) {
		if (chart->series[s].role != ROLE_VALUE)
			continue;
		if (chart->n_series > 1)
			b->names = wider(b->names, chart->series[s].name);
		for (size_t i = 0; i < chart->n_labels; i++) {
			char *value = text_value(b->text, &chart->series[s], i),
			     *extra = extra_of(b, i);

			b->values = wider(b->values, value);
			b->extra = *extra ? wider(b->extra, extra) : b->extra;
			b->total += isfinite(chart->series[s].y[i]) ? chart->series[s].y[i] : 0;
			free(value);
			free(extra);
		}
	}
	b->names = b->names < b->text->width / 3 ? b->names : b->text->width / 3;
	if (chart->type == CHART_PARETO)
		b->extra = 4;
	b->extra = b->extra < b->text->width / 4 ? b->extra : b->text->width / 4;
	b->extra += b->extra ? GAP : 0;
	fixed = b->names + GAP + 1 + b->values + b->extra;
	b->bar = fixed + LEAST_BAR < b->text->width ? b->text->width - fixed : LEAST_BAR;
}

static size_t n_values(const struct chart *chart)
{
	size_t n = 0;

	for (size_t s = 0; s < chart->n_series; s++)
		n += chart->series[s].role == ROLE_VALUE;
	return n;
}

void text_bars(struct text *text)
{
	const struct chart *chart = text->chart;
	struct bars b = {.text = text, .most = largest(chart)};
	bool grouped = n_values(chart) > 1;

	measure(&b);
	for (size_t i = 0; i < chart->n_labels; i++) {
		if (grouped) {
			text_left(text, chart->labels[i], text->width);
			text_end_line(text);
		}
		for (size_t s = 0; s < chart->n_series; s++)
			if (chart->series[s].role == ROLE_VALUE)
				add_row(&b, grouped ? chart->series[s].name : chart->labels[i],
					&chart->series[s], i);
	}
}

static double sum_of(const struct chart *chart, size_t i)
{
	double sum = 0;

	for (size_t s = 0; s < chart->n_series; s++)
		sum += isfinite(chart->series[s].y[i]) ? fabs(chart->series[s].y[i]) : 0;
	return sum;
}

/* Ends are rounded, not lengths, so that a stack is as long as its sum. */
static void add_stack(struct text *text, size_t i, size_t width, double most)
{
	const struct chart *chart = text->chart;
	size_t done = 0;
	double sum = 0;

	for (size_t s = 0; s < chart->n_series; s++) {
		sum += isfinite(chart->series[s].y[i]) ? fabs(chart->series[s].y[i]) : 0;
		for (; most > 0 && (double)done + 0.5 <= sum / most * (double)width; done++)
			buf_add_text(text->out, FILLS[s % N_FILLS]);
	}
	text_blanks(text, width - done);
}

static void add_key(struct text *text)
{
	const struct chart *chart = text->chart;
	struct buf key = {0};

	for (size_t s = 0; s < chart->n_series && chart->n_series > 1; s++)
		buf_format(
			&key, "%s%s %s", s ? "  " : "", FILLS[s % N_FILLS], chart->series[s].name);
	text_paragraph(text, buf_text(&key));
	buf_release(&key);
}

void text_stacks(struct text *text)
{
	const struct chart *chart = text->chart;
	size_t names = text_label_width(text), values = 0;
	double most = 0;

	add_key(text);
	for (size_t i = 0; i < chart->n_labels; i++) {
		struct series sum = {.y = (double[]){sum_of(chart, i)}};
		char *value = text_value(text, &sum, 0);

		most = fmax(most, sum.y[0]);
		values = wider(values, value);
		free(value);
	}
	for (size_t i = 0; i < chart->n_labels; i++) {
		struct series sum = {.y = (double[]){sum_of(chart, i)}};
		size_t fixed = names + GAP + 1 + values;
		char *value = text_value(text, &sum, 0);

		text_left(text, chart->labels[i], names);
		text_blanks(text, GAP);
		add_stack(text, i,
			fixed + LEAST_BAR < text->width ? text->width - fixed : LEAST_BAR, most);
		text_blanks(text, 1);
		text_right(text, value, values);
		text_end_line(text);
		free(value);
	}
}
