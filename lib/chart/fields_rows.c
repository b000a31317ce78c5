/* Which rows a chart of fields shows, in which order. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "chart/columns.h"
#include "chart/fields_inner.h"
#include "chart/words.h"

static const size_t MOST[] = {[CHART_RANK] = 12, [CHART_GROWTH] = 20, [CHART_CONTROL] = SIZE_MAX};

static char *label_of(const struct fields *f, size_t row)
{
	struct buf text = {0};

	if (f->x != SIZE_MAX)
		return column_cell(f->table, f->choice->labels, row, f->x);
	for (size_t i = 0; i < table_columns(f->table); i++) {
		char *part;

		if (!fields_is_group(f, i))
			continue;
		part = column_cell(f->table, f->choice->labels, row, i);
		buf_format(&text, "%s%s", text.len ? "·" : "", part);
		free(part);
	}
	return buf_take(&text);
}

static const char *period_of(const struct fields *f, size_t row)
{
	const struct cell *cell;

	if (f->period == SIZE_MAX)
		return "";
	cell = table_cell(f->table, row, f->period);
	return cell->type == CELL_TEXT ? cell->text : "";
}

/* Names are compared within the newest period that has any values. */
static void choose_period(struct fields *f)
{
	f->from = f->to = "";
	for (size_t row = 0; row < table_rows(f->table); row++) {
		const char *period = period_of(f, row);

		if (!isnan(table_real(f->table, row, f->columns[ROLE_VALUE])) &&
			strcmp(period, f->to) > 0)
			f->from = f->to = period;
	}
}

static double weight_of(const struct fields *f, size_t row)
{
	size_t column = table_find(f->table, "complaints");
	double weight = column == SIZE_MAX ? NAN : table_real(f->table, row, column);

	return isnan(weight) ? fabs(table_real(f->table, row, f->columns[ROLE_VALUE])) : weight;
}

static int by_label(const void *a, const void *b)
{
	return strcmp(((const struct line *)a)->label, ((const struct line *)b)->label);
}

static int compare(double one, double two, size_t row, size_t other)
{
	if (one != two)
		return one > two ? -1 : 1;
	return row < other ? -1 : row > other;
}

static int by_weight(const void *a, const void *b)
{
	const struct line *one = a, *two = b;

	return compare(one->weight, two->weight, one->row, two->row);
}

static int by_value(const void *a, const void *b)
{
	const struct line *one = a, *two = b;

	if (one->is_rest != two->is_rest)
		return one->is_rest ? 1 : -1;
	return compare(one->value, two->value, one->row, two->row);
}

static int check_labels(const struct fields *f, struct err *err)
{
	for (size_t i = 1; i < f->n; i++)
		if (!strcmp(f->lines[i].label, f->lines[i - 1].label))
			return err_set(err,
				"row %zu is the second one for '%s'; choose rows or a column with "
				"--x",
				f->lines[i].row + 1, f->lines[i].label);
	return 0;
}

static void collect_lines(struct fields *f)
{
	const char *rest = chart_word(f->choice->lang, WORD_OTHER);
	bool by_name = f->x == SIZE_MAX || f->x != f->period;
	size_t rows = table_rows(f->table);

	f->lines = mem_zalloc((rows + 1) * sizeof *f->lines);
	choose_period(f);
	for (size_t row = 0; row < rows; row++) {
		double value = table_real(f->table, row, f->columns[ROLE_VALUE]);
		struct line *line = &f->lines[f->n];

		if (by_name && f->type != CHART_CONTROL && strcmp(period_of(f, row), f->to))
			continue;
		if (isnan(value) && f->type != CHART_CONTROL) {
			f->not_comparable = true;
			continue;
		}
		*line = (struct line){row, label_of(f, row), value, weight_of(f, row), false};
		line->is_rest = !strcmp(line->label, rest);
		f->n++;
	}
}

static bool are_periods(const struct fields *f)
{
	enum period first = PERIOD_ALL, period;
	int32_t number;
	struct err err;

	for (size_t i = 0; i < f->n; i++) {
		if (period_parse(f->lines[i].label, &period, &number, &err) < 0 ||
			period == PERIOD_ALL || (i > 0 && period != first))
			return false;
		first = period;
	}
	return f->n > 0;
}

/* Drops all but the last or the first ones; the lines are in order. */
static void cut_lines(struct fields *f, bool keeps_last)
{
	size_t most = f->choice->top ? f->choice->top : MOST[f->type];
	size_t n = f->n < most ? f->n : most, first = keeps_last ? f->n - n : 0;

	for (size_t i = 0; i < f->n; i++)
		if (i < first || i >= first + n)
			free(f->lines[i].label);
	memmove(f->lines, f->lines + first, n * sizeof *f->lines);
	f->left_out = n < f->n && !keeps_last;
	f->n = n;
}

int fields_collect(struct fields *f, struct err *err)
{
	collect_lines(f);
	qsort(f->lines, f->n, sizeof *f->lines, by_label);
	if (check_labels(f, err) < 0)
		return -1;
	f->is_time = are_periods(f);
	if (f->is_time || f->type == CHART_CONTROL) {
		cut_lines(f, true);
		f->from = f->n ? f->lines[0].label : "";
		f->to = f->n ? f->lines[f->n - 1].label : "";
		return 0;
	}
	qsort(f->lines, f->n, sizeof *f->lines, f->type == CHART_RANK ? by_value : by_weight);
	cut_lines(f, false);
	qsort(f->lines, f->n, sizeof *f->lines, by_value);
	return 0;
}
