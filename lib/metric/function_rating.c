/* Aggregates over rows that carry a judgement: two raters, a probability and the truth, a group and
 * the time to its event.
 *
 *	kappa(human, model), calibration_error(score, is_right)
 *	logrank(department, days, is_repeated) ->> 'p' */
#include "metric/functions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "stats/agreement.h"
#include "stats/calibration.h"
#include "stats/logrank.h"
#include "table/number.h"

/* --- names as numbers, in order of appearance --- */

struct names {
	char **names;
	size_t n, capacity;
};

static size_t name_number(struct names *names, struct sql_value *value)
{
	const char *text = value_text(value, NULL);
	size_t i = 0;

	while (i < names->n && strcmp(names->names[i], text) != 0)
		i++;
	if (i == names->n) {
		names->names =
			mem_grow(names->names, names->n, &names->capacity, sizeof *names->names);
		names->names[names->n++] = mem_text(text);
	}
	return i;
}

static void names_release(struct names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->names[i]);
	free(names->names);
}

/* --- kappa --- */

struct raters {
	struct names names;
	size_t *first, *second;
	size_t n, first_capacity, second_capacity;
};

static void add_raters(void *state, struct sql_result *result, int n, struct sql_value **arguments)
{
	struct raters *r = state;

	(void)result;
	(void)n;
	if (value_type(arguments[0]) == SQL_NULL || value_type(arguments[1]) == SQL_NULL)
		return;
	r->first = mem_grow(r->first, r->n, &r->first_capacity, sizeof *r->first);
	r->second = mem_grow(r->second, r->n, &r->second_capacity, sizeof *r->second);
	r->first[r->n] = name_number(&r->names, arguments[0]);
	r->second[r->n++] = name_number(&r->names, arguments[1]);
}

static void finish_kappa(void *state, struct sql_result *result)
{
	const struct raters *r = state;
	size_t k = r ? r->names.n : 0;
	double *matrix;

	if (!k)
		return;
	matrix = mem_zalloc(k * k * sizeof *matrix);
	for (size_t i = 0; i < r->n; i++)
		matrix[r->first[i] * k + r->second[i]]++;
	result_real(result, confusion_kappa(matrix, k));
	free(matrix);
}

static void release_raters(void *state)
{
	struct raters *r = state;

	names_release(&r->names);
	free(r->first);
	free(r->second);
}

/* --- calibration --- */

enum { N_BINS = 10 };

static void add_calibration(
	void *state, struct sql_result *result, int n, struct sql_value **arguments)
{
	double a[2];

	if (!arguments_read(n, arguments, a))
		return;
	if (!(a[0] >= 0 && a[0] <= 1))
		result_error(result, "a probability is 0..1");
	else
		calibration_add(state, N_BINS, a[0], a[1] != 0);
}

static void finish_error(void *state, struct sql_result *result)
{
	if (state)
		result_real(result, calibration_error(state, N_BINS));
}

static void finish_brier(void *state, struct sql_result *result)
{
	if (state)
		result_real(result, calibration_brier(state, N_BINS));
}

/* --- log-rank --- */

struct comparison_of_curves {
	struct names names;
	struct logrank *logrank;
};

static void add_logrank(void *state, struct sql_result *result, int n, struct sql_value **arguments)
{
	struct comparison_of_curves *c = state;
	double a[2];

	(void)result;
	(void)n;
	if (value_type(arguments[0]) == SQL_NULL || !arguments_read(2, arguments + 1, a))
		return;
	if (!c->logrank)
		c->logrank = logrank_new();
	logrank_add(c->logrank, name_number(&c->names, arguments[0]), a[0], a[1] != 0);
}

static void finish_logrank(void *state, struct sql_result *result)
{
	const struct comparison_of_curves *c = state;
	struct logrank_result test;
	struct buf out = {0};

	if (!c || !c->logrank)
		return;
	test = logrank_result(c->logrank);
	if (!isfinite(test.p))
		return;
	buf_format(&out, "{\"groups\":%zu,\"chi_square\":", test.degrees + 1);
	number_shortest(test.chi_square, &out);
	buf_add_text(&out, ",\"p\":");
	number_shortest(test.p, &out);
	buf_add_char(&out, '}');
	result_text(result, out.data, out.len);
	buf_release(&out);
}

static void release_logrank(void *state)
{
	struct comparison_of_curves *c = state;

	names_release(&c->names);
	logrank_free(c->logrank);
}

const struct metric_function RATING_FUNCTIONS[] = {
	{{"kappa", 2, NULL, sizeof(struct raters), add_raters, NULL, finish_kappa, release_raters},
		"a, b", "agreement of two raters beyond chance, 1 when they always agree",
		"Cohen 1960; METRICS 11"},
	{{"calibration_error", 2, NULL, sizeof(struct calibration_bin[N_BINS]), add_calibration,
		 NULL, finish_error, NULL},
		"probability, is_true", "mean distance of probability and truth over ten bins",
		"Naeini, Cooper & Hauskrecht 2015; METRICS 11"},
	{{"brier", 2, NULL, sizeof(struct calibration_bin[N_BINS]), add_calibration, NULL,
		 finish_brier, NULL},
		"probability, is_true", "mean squared distance of probability and truth",
		"Brier 1950; METRICS 11"},
	{{"logrank", 3, NULL, sizeof(struct comparison_of_curves), add_logrank, NULL,
		 finish_logrank, release_logrank},
		"group, time, is_event",
		"JSON: groups, chi_square, p of \"events come equally soon in all groups\", of up "
		"to 17 groups",
		"Mantel 1966; METRICS 4.3"},
	{{0}},
};
