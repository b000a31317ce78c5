/* Tables of characters: heatmaps, and intervals on one scale. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "chart/text.h"
#include "chart/words.h"

enum { GAP = 2, WIDEST_COLUMN = 14, LEAST_SCALE = 12 };

static const char *const SHADES[] = {" ", "░", "▒", "▓", "█"};
enum { N_SHADES = sizeof SHADES / sizeof *SHADES };

static double most_of(const struct chart *chart)
{
	double most = 0;

	for (size_t s = 0; s < chart->n_series; s++)
		for (size_t i = 0; i < chart->n_labels; i++)
			most = fmax(most, fabs(chart->series[s].y[i]));
	return most;
}

static size_t column_width(const struct text *text, const struct series *series)
{
	size_t widest = text_width(series->name, strlen(series->name));

	for (size_t i = 0; i < text->chart->n_labels; i++) {
		char *value = text_value(text, series, i);
		size_t width = text_width(value, strlen(value)) + 2;

		widest = width > widest ? width : widest;
		free(value);
	}
	return widest < WIDEST_COLUMN ? widest : WIDEST_COLUMN;
}

/* The value and how dark it is, by the root as in the picture. */
static void add_cell(
	struct text *text, const struct series *series, size_t i, size_t width, double most)
{
	double y = isnan(series->y[i]) && text->chart->adds_up ? 0 : series->y[i];
	double share = most > 0 ? sqrt(fabs(y) / most) : 0;
	char *value = y == 0 ? mem_text("–") : text_value(text, series, i);

	text_blanks(text, GAP);
	text_right(text, value, width - 2);
	text_blanks(text, 1);
	buf_add_text(text->out,
		isfinite(y) ? SHADES[(int)fmin(N_SHADES - 1, ceil(share * (N_SHADES - 1)))] : " ");
	free(value);
}

static double sum_of(const struct chart *chart, size_t i)
{
	double sum = 0;

	for (size_t s = 0; s < chart->n_series; s++)
		sum += isfinite(chart->series[s].y[i]) ? chart->series[s].y[i] : 0;
	return sum;
}

/* The sums of the rows, and of all behind them, as one more series. */
static void add_total(struct text *text, double sum, size_t width)
{
	struct series series = {.y = &sum};
	char *value = text_value(text, &series, 0);

	text_blanks(text, GAP);
	text_right(text, value, width);
	free(value);
}

static void add_totals_row(struct text *text, size_t names, size_t shown, size_t totals)
{
	const struct chart *chart = text->chart;
	double all = 0;

	text_left(text, chart_word(text->lang, WORD_TOTAL), names);
	for (size_t s = 0; s < chart->n_series; s++) {
		double sum = 0;

		for (size_t i = 0; i < chart->n_labels; i++)
			sum += isfinite(chart->series[s].y[i]) ? chart->series[s].y[i] : 0;
		all += sum;
		if (s < shown)
			add_total(text, sum, column_width(text, &chart->series[s]) - 2);
		if (s < shown)
			text_blanks(text, 2);
	}
	add_total(text, all, totals);
	text_end_line(text);
}

static void add_heads(struct text *text, size_t names, size_t shown, size_t totals)
{
	const struct chart *chart = text->chart;

	text_blanks(text, names);
	for (size_t s = 0; s < shown; s++) {
		text_blanks(text, GAP);
		text_right(text, chart->series[s].name, column_width(text, &chart->series[s]));
	}
	if (totals) {
		text_blanks(text, GAP);
		text_right(text, chart_word(text->lang, WORD_TOTAL), totals);
	}
	text_end_line(text);
}

static size_t totals_width(const struct text *text)
{
	double all = 0;
	struct series series = {.y = &all};
	char *value;
	size_t width;

	if (!text->chart->adds_up)
		return 0;
	for (size_t i = 0; i < text->chart->n_labels; i++)
		all += sum_of(text->chart, i);
	value = text_value(text, &series, 0);
	width = text_width(value, strlen(value));
	free(value);
	return width < 5 ? 5 : width;
}

/* As many columns as the line holds. */
void text_heatmap(struct text *text)
{
	const struct chart *chart = text->chart;
	size_t names = text_label_width(text), totals = totals_width(text), shown = 0;
	size_t used = names + (totals ? totals + GAP : 0);
	double most = most_of(chart);

	while (shown < chart->n_series &&
		used + GAP + column_width(text, &chart->series[shown]) <= text->width)
		used += GAP + column_width(text, &chart->series[shown++]);
	add_heads(text, names, shown, totals);
	for (size_t i = 0; i < chart->n_labels; i++) {
		text_left(text, chart->labels[i], names);
		for (size_t s = 0; s < shown; s++)
			add_cell(text, &chart->series[s], i, column_width(text, &chart->series[s]),
				most);
		if (totals)
			add_total(text, sum_of(chart, i), totals);
		text_end_line(text);
	}
	if (totals)
		add_totals_row(text, names, shown, totals);
}

struct span {
	const struct series *value, *low, *high, *alarm;
	double from, to;
	bool of_ratios;
	size_t names, values, width;
};

static double placed(const struct span *span, double value)
{
	return span->of_ratios ? log1p(fmax(value, -0.9999)) : value;
}

static double end_of(const struct series *series, size_t i, double value)
{
	return series && isfinite(series->y[i]) ? series->y[i] : value;
}

/* As far as four times and a quarter of the values; longer intervals end there. */
static void set_ends(struct span *span, size_t n)
{
	double low = 0, high = 0, reach;

	for (size_t i = 0; i < n; i++)
		if (isfinite(span->value->y[i])) {
			low = fmin(low, placed(span, span->value->y[i]));
			high = fmax(high, placed(span, span->value->y[i]));
		}
	reach = span->of_ratios ? log(4) : 2 * (high - low);
	span->from = low;
	span->to = high;
	for (size_t i = 0; i < n; i++) {
		double value = span->value->y[i];

		if (!isfinite(value))
			continue;
		span->from = fmin(
			span->from, fmax(low - reach, placed(span, end_of(span->low, i, value))));
		span->to = fmax(
			span->to, fmin(high + reach, placed(span, end_of(span->high, i, value))));
	}
}

static size_t column_of(const struct span *span, double value)
{
	double share = (placed(span, value) - span->from) / (span->to - span->from);

	share = isfinite(share) ? fmin(fmax(share, 0), 1) : 0;
	return (size_t)lround(share * (double)(span->width - 1));
}

/* ├──●───┤ with the line of 0 behind it. */
static void add_span(struct text *text, const struct span *span, size_t i)
{
	double value = span->value->y[i];
	double from = end_of(span->low, i, value), to = end_of(span->high, i, value);
	size_t low = column_of(span, from), high = column_of(span, to), at = column_of(span, value);
	size_t zero = column_of(span, 0);
	bool is_hollow = from <= 0 && to >= 0;

	for (size_t k = 0; k < span->width; k++)
		buf_add_text(text->out, k == at               ? is_hollow ? "○" : "●"
					: k == low            ? "├"
					: k == high           ? "┤"
					: k > low && k < high ? "─"
					: k == zero           ? "│"
							      : " ");
}

void text_intervals(struct text *text)
{
	const struct chart *chart = text->chart;
	struct span span = {.value = chart_role(chart, ROLE_VALUE),
		.low = chart_role(chart, ROLE_LOW),
		.high = chart_role(chart, ROLE_HIGH),
		.names = text_label_width(text)};
	const char *unit = span.value->unit ? span.value->unit : chart->unit;
	size_t fixed;

	span.of_ratios = unit && !strcmp(unit, "growth");
	set_ends(&span, chart->n_labels);
	for (size_t i = 0; i < chart->n_labels; i++) {
		char *value = text_value(text, span.value, i);
		size_t width = text_width(value, strlen(value));

		span.values = width > span.values ? width : span.values;
		free(value);
	}
	fixed = span.names + GAP + 1 + span.values;
	span.width = fixed + LEAST_SCALE < text->width ? text->width - fixed : LEAST_SCALE;
	for (size_t i = 0; i < chart->n_labels; i++) {
		char *value = text_value(text, span.value, i);

		if (*value) {
			text_left(text, chart->labels[i], span.names);
			text_blanks(text, GAP);
			add_span(text, &span, i);
			text_blanks(text, 1);
			text_right(text, value, span.values);
			text_end_line(text);
		}
		free(value);
	}
}
