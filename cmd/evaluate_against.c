/* One set of rules, or one model, against another: figures with their difference, and the texts
 * that the two see otherwise. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/evaluate.h"
#include "stats/paired.h"

enum { RESAMPLES = 2000, SEED = 1 };

/* The numbers are in `room` for 3 n. */
static struct paired paired_of(const struct evaluation *e, size_t *room)
{
	size_t *truth = room, *first = truth + e->n, *second = first + e->n;

	for (size_t i = 0; i < e->n; i++) {
		truth[i] = evaluation_paired_truth(e, i);
		first[i] = evaluation_paired_said(e, e->first_predicted, i);
		second[i] = evaluation_paired_said(e, e->first_against, i);
	}
	return (struct paired){e->n, e->n_classes, truth, first, second};
}

static void add_figure(
	struct table *table, const struct paired *p, const char *name, paired_figure *figure)
{
	double first = figure(p, p->first), second = figure(p, p->second), low, high;
	const double values[] = {first, second, second - first};
	size_t row = table_add_row(table);

	paired_limits(p, figure, RESAMPLES, SEED, &low, &high);
	table_set_text(table, row, 0, name);
	for (size_t i = 0; i < 3; i++)
		table_set_real(table, row, i + 1, values[i]);
	table_set_real(table, row, 4, low);
	table_set_real(table, row, 5, high);
}

static size_t add_count(struct table *table, const char *name, size_t first, size_t second)
{
	size_t row = table_add_row(table);

	table_set_text(table, row, 0, name);
	table_set_integer(table, row, 1, (int64_t)first);
	table_set_integer(table, row, 2, (int64_t)second);
	return row;
}

struct table *evaluation_difference(const struct evaluation *e)
{
	static const char *const COLUMNS[] = {
		"figure", "first", "second", "difference", "low", "high", "p"};
	size_t *room = mem_alloc((3 * e->n + 1) * sizeof *room);
	const struct paired p = paired_of(e, room);
	struct table *table = table_new("difference");
	size_t n_first, n_second;
	double chance = paired_mcnemar(&p, &n_first, &n_second);

	for (size_t i = 0; i < sizeof COLUMNS / sizeof *COLUMNS; i++)
		table_add_column(table, COLUMNS[i], i ? CELL_REAL : CELL_TEXT, i ? NULL : "text");
	if (p.n) {
		add_figure(table, &p, "primary_accuracy", paired_accuracy);
		add_figure(table, &p, "macro_f1", paired_macro_f1);
	}
	table_set_real(table, add_count(table, "only_one_right", n_first, n_second), 6, chance);
	add_count(table, "rows", e->n, e->n);
	free(room);
	return table;
}

struct table *evaluation_changed(const struct evaluation *e)
{
	static const char *const COLUMNS[] = {"line", "truth", "first", "second", "better", "text"};
	struct table *table = table_new("changed");

	for (size_t i = 0; i < sizeof COLUMNS / sizeof *COLUMNS; i++)
		table_add_column(
			table, COLUMNS[i], i ? CELL_TEXT : CELL_INTEGER, i ? "text" : "id");
	for (size_t i = 0; i < e->n; i++) {
		bool is_first = e->first_actual[i] == e->first_predicted[i];
		bool is_second = e->first_actual[i] == e->first_against[i];
		const char *cells[] = {evaluation_class(e, e->first_actual[i]), e->said[i],
			e->said_against[i],
			is_first == is_second ? "neither"
			: is_first            ? "first"
					      : "second",
			csv_cell(e->csv, e->row[i], e->text_column)};
		size_t row;

		if (!strcmp(e->said[i], e->said_against[i]))
			continue;
		row = table_add_row(table);
		table_set_integer(table, row, 0, (int64_t)e->csv->rows[e->row[i]].line);
		for (size_t c = 0; c < sizeof cells / sizeof *cells; c++)
			table_set_text(table, row, c + 1, cells[c]);
	}
	return table;
}
