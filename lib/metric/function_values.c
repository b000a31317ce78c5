/* Aggregates over the values of a column: percentiles, concentration, dispersion. */
#include "metric/functions.h"

#include <stdlib.h>

#include "base/mem.h"
#include "stats/concentration.h"
#include "stats/percentile.h"
#include "stats/poisson.h"

struct values {
	double *first, *second; /* arguments per row */
	size_t n, first_capacity, second_capacity;
};

/* Keeps the numbers of a row; rows with a NULL are left out. */
static void keep(void *state, struct sql_result *result, int n, struct sql_value **arguments)
{
	struct values *v = state;
	double a[2] = {0, 0.5}; /* median() has no second argument */

	(void)result;
	if (!arguments_read(n, arguments, a))
		return;
	v->first = mem_grow(v->first, v->n, &v->first_capacity, sizeof *v->first);
	v->second = mem_grow(v->second, v->n, &v->second_capacity, sizeof *v->second);
	v->first[v->n] = a[0];
	v->second[v->n++] = a[1];
}

static void release(void *state)
{
	struct values *v = state;

	free(v->first);
	free(v->second);
}

static void answer_percentile(void *state, struct sql_result *result, enum percentile_type type)
{
	struct values *v = state;

	if (!v || v->n == 0)
		return;
	values_sort(v->first, v->n);
	result_real(result, percentile(v->first, v->n, v->second[0], type));
}

static void percentile_7(void *state, struct sql_result *result)
{
	answer_percentile(state, result, PERCENTILE_TYPE_7);
}

static void percentile_6(void *state, struct sql_result *result)
{
	answer_percentile(state, result, PERCENTILE_TYPE_6);
}

static void percentile_nearest(void *state, struct sql_result *result)
{
	answer_percentile(state, result, PERCENTILE_NEAREST);
}

static void hhi(void *state, struct sql_result *result)
{
	struct values *v = state;

	if (v)
		result_real(result, concentration_hhi(v->first, v->n));
}

static void hhi_normalised(void *state, struct sql_result *result)
{
	struct values *v = state;

	if (v)
		result_real(result, concentration_hhi_normalised(v->first, v->n));
}

static void effective_number(void *state, struct sql_result *result)
{
	struct values *v = state;

	if (v)
		result_real(result, concentration_effective_number(v->first, v->n));
}

static void gini(void *state, struct sql_result *result)
{
	struct values *v = state;

	if (v)
		result_real(result, concentration_gini(v->first, v->n));
}

static void dispersion(void *state, struct sql_result *result)
{
	struct values *v = state;

	if (v)
		result_real(result, poisson_dispersion(v->first, v->second, v->n));
}

#define OVER_VALUES(name, n_arguments, finish)                                                     \
	{                                                                                          \
		name, n_arguments, NULL, sizeof(struct values), keep, NULL, finish, release        \
	}
#define HYNDMAN(type) "Hyndman & Fan 1996, type " type "; METRICS 6.1"

const struct metric_function VALUES_FUNCTIONS[] = {
	{OVER_VALUES("percentile", 2, percentile_7), "x, p",
		"the value below which a share p lies, between neighbours as in PERCENTILE.INC",
		HYNDMAN("7")},
	{OVER_VALUES("percentile_6", 2, percentile_6), "x, p", "the same as in PERCENTILE.EXC",
		HYNDMAN("6")},
	{OVER_VALUES("percentile_nearest", 2, percentile_nearest), "x, p",
		"the smallest observed value that at least a share p of all do not exceed",
		HYNDMAN("1")},
	{OVER_VALUES("median", 1, percentile_7), "x", "percentile(x, 0.5)", HYNDMAN("7")},
	{OVER_VALUES("hhi", 1, hhi), "n", "concentration: the sum of squared shares",
		"Hirschman 1945, Herfindahl 1950; METRICS 7.2"},
	{OVER_VALUES("hhi_normalised", 1, hhi_normalised), "n",
		"hhi from 0 (equal groups) to 1 (one group has all)", "METRICS 7.2"},
	{OVER_VALUES("effective_number", 1, effective_number), "n",
		"as many equal groups are as concentrated: 1/hhi",
		"Laakso & Taagepera 1979; METRICS 7.2"},
	{OVER_VALUES("gini", 1, gini), "n", "inequality of groups, 0 when equal",
		"Gini 1912; METRICS 7.2"},
	{OVER_VALUES("dispersion", 2, dispersion), "n, e",
		"variance of counts over that of Poisson counts with one rate",
		"Pearson; McCullagh & Nelder 1989, 4.5"},
	{{0}},
};
