/* How well each group of rows is predicted, by the cells of any column. */
#include <stdlib.h>
#include <string.h>

#include "cmd/evaluate.h"
#include "stats/binomial.h"
#include "stats/normal.h"
#include "stats/paired.h"

struct member {
	const char *group;
	size_t i; /* judged row */
};

static int by_group(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int order = strcmp(x->group, y->group);

	return order ? order : x->i < y->i ? -1 : x->i > y->i;
}

static void add_group(
	struct table *table, const struct evaluation *e, const struct member *members, size_t n)
{
	size_t *truth = mem_alloc(2 * n * sizeof *truth), *said = truth + n, n_right = 0,
	       n_none = 0;
	const struct paired p = {n, e->n_classes, truth, said, said};
	size_t row = table_add_row(table);
	double z = normal_two_sided(0.95);

	for (size_t k = 0; k < n; k++) {
		truth[k] = evaluation_paired_truth(e, members[k].i);
		said[k] = evaluation_paired_said(e, e->first_predicted, members[k].i);
		n_right += truth[k] == said[k];
		n_none += e->first_predicted[members[k].i] == e->n_classes;
	}
	table_set_text(table, row, 0, *members->group ? members->group : "(unassigned)");
	table_set_integer(table, row, 1, (int64_t)n);
	table_set_integer(table, row, 2, (int64_t)n_right);
	table_set_real(table, row, 3, (double)n_right / (double)n);
	table_set_real(table, row, 4, wilson_low((double)n_right, (double)n, z));
	table_set_real(table, row, 5, wilson_high((double)n_right, (double)n, z));
	table_set_real(table, row, 6, paired_macro_f1(&p, said));
	table_set_integer(table, row, 7, (int64_t)n_none);
	free(truth);
}

struct table *evaluation_by(const struct evaluation *e)
{
	static const struct {
		const char *name;
		enum cell_type type;
		const char *unit, *of;
	} COLUMNS[] = {
		{"rows", CELL_INTEGER, "count", NULL},
		{"right", CELL_INTEGER, "count", NULL},
		{"primary_accuracy", CELL_REAL, "share", "right/rows"},
		{"accuracy_low", CELL_REAL, "share", NULL},
		{"accuracy_high", CELL_REAL, "share", NULL},
		{"macro_f1", CELL_REAL, "share", NULL},
		{"without_cause", CELL_INTEGER, "count", NULL},
	};
	struct table *table = table_new("by");
	struct member *members = mem_alloc((e->n + 1) * sizeof *members);

	table_add_column(table, e->csv->rows[0].cells[e->by_column], CELL_TEXT, "text");
	for (size_t i = 0; i < sizeof COLUMNS / sizeof *COLUMNS; i++) {
		table_add_column(table, COLUMNS[i].name, COLUMNS[i].type, COLUMNS[i].unit);
		if (COLUMNS[i].of)
			table_set_of(table, i + 1, COLUMNS[i].of);
	}
	for (size_t i = 0; i < e->n; i++)
		members[i] = (struct member){csv_cell(e->csv, e->row[i], e->by_column), i};
	qsort(members, e->n, sizeof *members, by_group);
	for (size_t from = 0, to; from < e->n; from = to) {
		for (to = from; to < e->n && !strcmp(members[to].group, members[from].group); to++)
			;
		add_group(table, e, members + from, to - from);
	}
	free(members);
	return table;
}
