/* How many complaints each judged row stands for. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/evaluate.h"

/* Of one weight: rows in all, and those that were answered. */
struct stratum {
	double weight;
	size_t n, n_answered;
};

static int by_weight(const void *a, const void *b)
{
	const struct stratum *x = a, *y = b;

	return x->weight < y->weight ? -1 : x->weight > y->weight;
}

static int read_weight(struct run *run, const struct evaluation *e, size_t row, size_t column,
	struct stratum *stratum)
{
	const char *cell = csv_cell(e->csv, row, column);
	char *end;

	*stratum = (struct stratum){strtod(cell, &end), 1, e->truth[row] != NULL};
	if (*cell && !*end && stratum->weight >= 1 && isfinite(stratum->weight))
		return 0;
	return err_set(&run->err, "'%s', line %zu, column %s: '%s' is no weight of 1 or more",
		run->operands[0], e->csv->rows[row].line, e->csv->rows[0].cells[column], cell);
}

/* Joins those of one weight and returns how many there are. */
static size_t join(struct stratum *strata, size_t n)
{
	size_t n_joined = 0;

	if (n)
		qsort(strata, n, sizeof *strata, by_weight);
	for (size_t i = 0; i < n; i++) {
		struct stratum *last = &strata[n_joined - (n_joined > 0)];

		if (n_joined && last->weight == strata[i].weight) {
			last->n++;
			last->n_answered += strata[i].n_answered;
		} else {
			strata[n_joined++] = strata[i];
		}
	}
	return n_joined;
}

static void raise_weights(
	struct evaluation *e, const struct stratum *strata, size_t n, bool blank_counts)
{
	for (size_t i = 0; i < e->n && !blank_counts; i++) {
		const struct stratum key = {.weight = e->weight[i]};
		const struct stratum *own = bsearch(&key, strata, n, sizeof *strata, by_weight);

		e->weight[i] *= (double)own->n / (double)own->n_answered;
	}
}

int evaluation_weigh(struct run *run, struct evaluation *e, size_t column)
{
	size_t n = e->csv->n ? e->csv->n - 1 : 0, judged = 0;
	struct stratum *strata = mem_alloc((n + 1) * sizeof *strata);
	int status = 0;

	e->weight = mem_alloc((e->n + 1) * sizeof *e->weight);
	for (size_t i = 0; i < n && status == 0; i++) {
		status = read_weight(run, e, i + 1, column, &strata[i]);
		if (judged < e->n && e->row[judged] == i + 1)
			e->weight[judged++] = strata[i].weight;
	}
	if (status == 0)
		raise_weights(e, strata, join(strata, n), opts_flag(run->opts, "count-blank"));
	free(strata);
	return status;
}
