/* Printed shares that sum to 100, as an aggregate.
 *
 *	largest_remainder(g, n, 1)     -- a JSON array of percentages, one per row, ordered by g
 *
 * Unpacked by json_each, whose key is the place in that order, counted from 0. */
#include "metric/functions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "stats/shares.h"
#include "table/number.h"

struct member {
	bool is_text;
	int64_t number;
	char *text;
	double value; /* NAN where NULL */
};

struct whole {
	struct member *members;
	size_t n, capacity;
	int decimals;
};

static void add(void *state, struct sql_result *result, int n, struct sql_value **arguments)
{
	struct whole *w = state;
	struct member *m;
	double a[2] = {NAN, -1};

	arguments_read(1, &arguments[1], &a[0]);
	(void)n;
	if (!arguments_read(1, &arguments[2], &a[1]) || !(a[1] >= 0 && a[1] <= 6)) {
		result_error(result, "largest_remainder() rounds to 0..6 decimals");
		return;
	}
	w->decimals = (int)a[1];
	w->members = mem_grow(w->members, w->n, &w->capacity, sizeof *w->members);
	m = &w->members[w->n++];
	*m = (struct member){.is_text = value_type(arguments[0]) == SQL_TEXT, .value = a[0]};
	if (m->is_text)
		m->text = mem_text(value_text(arguments[0], NULL));
	else
		m->number = value_integer(arguments[0]);
}

static int by_key(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->is_text != y->is_text)
		return x->is_text - y->is_text;
	return x->is_text ? strcmp(x->text, y->text)
			  : (x->number > y->number) - (x->number < y->number);
}

static void finish(void *state, struct sql_result *result)
{
	struct whole *w = state;
	struct buf out = {0};
	double *shares;

	if (!w || w->n == 0)
		return;
	qsort(w->members, w->n, sizeof *w->members, by_key);
	shares = mem_alloc(w->n * sizeof *shares);
	for (size_t i = 0; i < w->n; i++)
		shares[i] = w->members[i].value;
	shares_round(shares, w->n, w->decimals, shares);
	for (size_t i = 0; i < w->n; i++) {
		buf_add_char(&out, i ? ',' : '[');
		if (isnan(shares[i]))
			buf_add_text(&out, "null");
		else
			number_shortest(shares[i], &out);
	}
	buf_add_char(&out, ']');
	result_text(result, out.data, out.len);
	buf_release(&out);
	free(shares);
}

static void release(void *state)
{
	struct whole *w = state;

	for (size_t i = 0; i < w->n; i++)
		free(w->members[i].text);
	free(w->members);
}

const struct metric_function SHARES_FUNCTIONS[] = {
	{{"largest_remainder", 3, NULL, sizeof(struct whole), add, NULL, finish, release},
		"key, n, decimals",
		"JSON array, ordered by key: percentages of n, rounded so that they sum to 100",
		"largest remainders, ties by key; METRICS 0.4"},
	{{0}},
};
