/* Which labels and series of a pivot a chart shows, in which order, and what it says of them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "chart/pivot.h"
#include "chart/plot.h"
#include "chart/told.h"
#include "chart/words.h"

/* 0: no limit. */
static const struct {
	size_t labels, series;
} MOST[] = {
	[CHART_LINE] = {0, 12},
	[CHART_BAR] = {40, 0},
	[CHART_PARETO] = {12, 0},
	[CHART_GROUPED] = {40, 6},
	[CHART_STACKED] = {40, 6},
	[CHART_HEATMAP] = {20, 12},
	[CHART_MULTIPLES] = {0, 12},
	[CHART_SURVIVAL] = {0, 6},
};

static bool has_lines(enum chart_type type)
{
	return type == CHART_LINE || type == CHART_MULTIPLES || type == CHART_SURVIVAL;
}

/* A label or series of the pivot and how much it weighs. */
struct item {
	size_t number; /* in the pivot */
	const char *name;
	double weight;
	bool is_rest; /* already a sum of others: the last */
};

static int by_weight(const void *a, const void *b)
{
	const struct item *one = a, *two = b;

	if (one->is_rest != two->is_rest)
		return one->is_rest ? 1 : -1;
	if (one->weight != two->weight)
		return one->weight > two->weight ? -1 : 1;
	return one->number < two->number ? -1 : one->number > two->number;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct item *)a)->name, ((const struct item *)b)->name);
}

static int by_number(const void *a, const void *b)
{
	double one = strtod(((const struct item *)a)->name, NULL);
	double two = strtod(((const struct item *)b)->name, NULL);

	return one < two ? -1 : one > two;
}

static double sum_of(const struct pivot *p, bool of_label, size_t number)
{
	size_t n = of_label ? p->names.n : p->labels.n;
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		double y = of_label ? p->y[number * p->names.n + i] : p->y[i * p->names.n + number];

		sum += isnan(y) ? 0 : y;
	}
	return sum;
}

static struct item *list_items(const struct pivot *p, bool of_labels)
{
	const struct names *names = of_labels ? &p->labels : &p->names;
	struct item *items = mem_alloc((names->n + 1) * sizeof *items);

	for (size_t i = 0; i < names->n; i++)
		items[i] = (struct item){i, names->texts[i], sum_of(p, of_labels, i),
			!strcmp(names->texts[i], chart_word(p->choice->lang, WORD_OTHER))};
	return items;
}

/* What the chart is made of: `n` items are shown, the rest is summed or left out. */
struct pick {
	struct item *labels, *series;
	size_t n_labels, n_series;
	size_t first_series;
	size_t first_label; /* shown labels start here: bars over time keep the newest */
	bool is_time;
	enum period period;
	bool sums_labels, sums_series; /* the rest becomes one more */
};

/* How many of n are shown one by one. */
static size_t keep(size_t n, size_t top, size_t most)
{
	if (top)
		return n < top ? n : top;
	return !most || n <= most ? n : most - 1;
}

/* Whether --top counts lines, or what is stacked over time, and not labels. */
static bool top_is_of_series(const struct pivot *p, const struct pick *pick)
{
	return has_lines(p->type) || (pick->is_time && MOST[p->type].series);
}

static bool are_periods(const struct names *names, enum period *period)
{
	struct chart chart = {.labels = names->texts, .n_labels = names->n};

	return labels_are_periods(&chart, period);
}

static void order_labels(const struct pivot *p, struct pick *pick)
{
	bool is_name = p->x != SIZE_MAX && table_column(p->table, p->x)->type == CELL_TEXT;

	pick->labels = list_items(p, true);
	pick->n_labels = p->labels.n;
	pick->is_time = are_periods(&p->labels, &pick->period);
	if (pick->is_time)
		qsort(pick->labels, pick->n_labels, sizeof *pick->labels, by_name);
	else if (p->type == CHART_SURVIVAL)
		qsort(pick->labels, pick->n_labels, sizeof *pick->labels, by_number);
	else if (is_name && !has_lines(p->type))
		qsort(pick->labels, pick->n_labels, sizeof *pick->labels, by_weight);
}

static struct pick pick_items(const struct pivot *p)
{
	struct pick pick = {0};
	bool of_series, series_are_time;
	enum period period;

	order_labels(p, &pick);
	pick.series = list_items(p, false);
	pick.n_series = p->names.n;
	series_are_time = p->names.n > 1 && are_periods(&p->names, &period);
	if (p->names.n > 1)
		qsort(pick.series, pick.n_series, sizeof *pick.series,
			series_are_time ? by_name : by_weight);
	of_series = top_is_of_series(p, &pick);
	pick.n_series = keep(p->names.n, of_series ? p->choice->top : 0, MOST[p->type].series);
	if (series_are_time)
		pick.first_series = p->names.n - pick.n_series;
	else
		pick.sums_series = p->adds_up && pick.n_series < p->names.n;
	pick.n_labels = keep(p->labels.n, of_series ? 0 : p->choice->top, MOST[p->type].labels);
	if (pick.is_time)
		pick.first_label = p->labels.n - pick.n_labels;
	else
		pick.sums_labels = p->adds_up && pick.n_labels < p->labels.n;
	return pick;
}

/* The sum of the values of labels from..to and series from..to, in the pick's order. */
static double sum_block(const struct pivot *p, const struct pick *pick, size_t from_label,
	size_t to_label, size_t from_series, size_t to_series)
{
	double sum = NAN;

	for (size_t i = from_label; i < to_label; i++)
		for (size_t s = from_series; s < to_series; s++) {
			double y =
				p->y[pick->labels[i].number * p->names.n + pick->series[s].number];

			if (!isnan(y))
				sum = isnan(sum) ? y : sum + y;
		}
	return sum;
}

static void add_labels(struct chart *chart, const struct pivot *p, const struct pick *pick)
{
	bool any = false;

	chart->n_labels = pick->n_labels + pick->sums_labels;
	chart->labels = mem_alloc((chart->n_labels + 1) * sizeof *chart->labels);
	chart->partial = mem_zalloc(chart->n_labels + 1);
	for (size_t i = 0; i < pick->n_labels; i++) {
		const struct item *label = &pick->labels[pick->first_label + i];

		chart->labels[i] = mem_text(label->name);
		chart->partial[i] = pick->is_time && p->partial[label->number];
		any = any || chart->partial[i];
	}
	if (pick->sums_labels)
		chart->labels[pick->n_labels] = mem_text(chart_word(p->choice->lang, WORD_OTHER));
	if (!any) {
		free(chart->partial);
		chart->partial = NULL;
	}
}

static void add_series(struct chart *chart, const struct pivot *p, const struct pick *pick)
{
	size_t total = pick->sums_series;

	chart->n_series = pick->n_series + total;
	chart->series = mem_zalloc((chart->n_series + 1) * sizeof *chart->series);
	for (size_t s = 0; s < chart->n_series; s++) {
		struct series *series = &chart->series[s];
		size_t first = pick->first_series + s;
		size_t end = s < pick->n_series ? first + 1 : p->names.n;

		series->name =
			mem_text(s < pick->n_series ? pick->series[first].name
						    : chart_word(p->choice->lang, WORD_OTHER));
		series->role = ROLE_VALUE;
		series->y = mem_alloc((chart->n_labels + 1) * sizeof *series->y);
		for (size_t i = 0; i < chart->n_labels; i++) {
			size_t from = pick->first_label + i;

			series->y[i] = sum_block(p, pick, from,
				i < pick->n_labels ? from + 1 : p->labels.n, first, end);
		}
	}
}

static bool has_rest(const struct item *items, size_t n, bool sums)
{
	return sums || (n > 1 && items[n - 1].is_rest);
}

static void tell(struct chart *chart, const struct pivot *p, const struct pick *pick)
{
	struct told told = {.table = p->table,
		.choice = p->choice,
		.value = p->value,
		.by = has_lines(p->type) || pick->is_time ? p->series : p->x,
		.and_by = p->type == CHART_HEATMAP ? p->series : SIZE_MAX};
	struct buf from = {0}, to = {0};
	size_t column = table_find(p->table, "period"), rows = table_rows(p->table);

	told.left_out =
		(pick->n_series < p->names.n && !pick->sums_series && !pick->first_series) ||
		(pick->n_labels < p->labels.n && !pick->is_time && !pick->sums_labels);
	if (pick->is_time && chart->n_labels) {
		buf_add_text(&from, chart->labels[0]);
		buf_add_text(&to, chart->labels[chart->n_labels - 1]);
	} else if (column != SIZE_MAX && rows) {
		table_cell_text(p->table, 0, column, &from);
		table_cell_text(p->table, rows - 1, column, &to);
	}
	told.from = buf_text(&from);
	told.to = buf_text(&to);
	chart_tell(chart, &told);
	buf_release(&from);
	buf_release(&to);
}

static struct chart *make_chart(const struct pivot *p)
{
	struct chart *chart = mem_zalloc(sizeof *chart);
	struct pick pick = pick_items(p);

	chart->type = p->type;
	chart->good = p->choice->good > 0 ? 1 : -1;
	chart->adds_up = p->adds_up;
	chart->scales_are_free = p->choice->scales_are_free;
	if (p->value != SIZE_MAX)
		chart->unit = mem_text(table_column(p->table, p->value)->unit);
	add_labels(chart, p, &pick);
	add_series(chart, p, &pick);
	chart->rest_label = has_rest(pick.labels, pick.n_labels, pick.sums_labels);
	chart->rest_series = has_rest(pick.series, pick.n_series, pick.sums_series);
	tell(chart, p, &pick);
	free(pick.labels);
	free(pick.series);
	return chart;
}

struct chart *chart_pivot(const struct table *table, enum chart_type type,
	const struct chart_choice *choice, struct err *err)
{
	struct pivot pivot = {.table = table, .choice = choice, .type = type};
	struct chart *chart = NULL;

	if (pivot_fill(&pivot, err) == 0)
		chart = make_chart(&pivot);
	pivot_release(&pivot);
	return chart;
}
