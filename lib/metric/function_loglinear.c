/* The log-linear model of counts as an aggregate: several values as one JSON object.
 *
 *	loglinear(n, days, 1, is_holiday) AS fit          -- the constant is added
 *	fit ->> 'b0', fit ->> 'b1', fit ->> 'b1_error', fit ->> 'b1_p', fit ->> 'dispersion' */
#include "metric/functions.h"

#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "stats/loglinear.h"
#include "table/number.h"

enum { N_FIXED = 3, MOST_ARGUMENTS = N_FIXED + LINEAR_MOST - 1 };

struct rows {
	size_t n, n_terms;
	double *counts, *exposures, *weights, *terms;
	size_t capacities[4];
};

static void add_number(double **numbers, size_t n, size_t *capacity, double number)
{
	*numbers = mem_grow(*numbers, n, capacity, sizeof **numbers);
	(*numbers)[n] = number;
}

static void add(void *state, struct sql_result *result, int n, struct sql_value **arguments)
{
	struct rows *rows = state;
	double a[MOST_ARGUMENTS];

	if (n < N_FIXED || n > MOST_ARGUMENTS) {
		result_error(result, "loglinear() takes a count, its exposure, its weight, and up "
				     "to 15 numbers to explain it by");
		return;
	}
	rows->n_terms = (size_t)(n - N_FIXED) + 1;
	if (!arguments_read(n, arguments, a) || !(a[0] >= 0 && a[1] > 0 && a[2] > 0))
		return;
	add_number(&rows->counts, rows->n, &rows->capacities[0], a[0]);
	add_number(&rows->exposures, rows->n, &rows->capacities[1], a[1]);
	add_number(&rows->weights, rows->n, &rows->capacities[2], a[2]);
	for (size_t i = 0; i < rows->n_terms; i++)
		add_number(&rows->terms, rows->n * rows->n_terms + i, &rows->capacities[3],
			i == 0 ? 1 : a[N_FIXED - 1 + i]);
	rows->n++;
}

static void release(void *state)
{
	struct rows *rows = state;

	free(rows->counts);
	free(rows->exposures);
	free(rows->weights);
	free(rows->terms);
}

static bool fit(const struct rows *rows, struct loglinear *data, struct loglinear_fit *out)
{
	if (!rows)
		return false;
	*data = (struct loglinear){.n = rows->n,
		.n_terms = rows->n_terms,
		.terms = rows->terms,
		.counts = rows->counts,
		.exposures = rows->exposures,
		.weights = rows->weights};
	return rows->n >= rows->n_terms && loglinear_fit(data, out);
}

static void write_number(struct buf *out, double number)
{
	if (isfinite(number))
		number_shortest(number, out);
	else
		buf_add_text(out, "null");
}

static void finish_fit(void *state, struct sql_result *result)
{
	struct loglinear data;
	struct loglinear_fit model;
	struct buf out = {0};

	if (!fit(state, &data, &model))
		return;
	buf_format(&out, "{\"n\":%zu,\"dispersion\":", data.n);
	write_number(&out, model.degrees > 0 ? model.pearson : NAN);
	for (size_t i = 0; i < model.n_terms; i++) {
		double variance = model.covariance[i * model.n_terms + i] * model.pearson;

		buf_format(&out, ",\"b%zu\":", i);
		write_number(&out, model.coefficients[i]);
		buf_format(&out, ",\"b%zu_error\":", i);
		write_number(&out, model.degrees > 0 ? sqrt(variance) : NAN);
		buf_format(&out, ",\"b%zu_p\":", i);
		write_number(&out, model.degrees > 0 ? loglinear_p(&model, i) : NAN);
	}
	buf_add_char(&out, '}');
	result_text(result, out.data, out.len);
	buf_release(&out);
}

static void finish_residuals(void *state, struct sql_result *result)
{
	struct loglinear data;
	struct loglinear_fit model;
	struct buf out = {0};
	double *residuals;

	if (!fit(state, &data, &model))
		return;
	residuals = mem_alloc((data.n + 1) * sizeof *residuals);
	loglinear_residuals(&data, &model, residuals);
	buf_add_char(&out, '[');
	for (size_t i = 0; i < data.n; i++) {
		buf_add_text(&out, i ? "," : "");
		write_number(&out, residuals[i]);
	}
	buf_add_char(&out, ']');
	result_text(result, out.data, out.len);
	buf_release(&out);
	free(residuals);
}

#define NELDER "Nelder & Wedderburn 1972; McCullagh & Nelder 1989, 4.5; METRICS 8.1"

const struct metric_function LOGLINEAR_FUNCTIONS[] = {
	{{"loglinear", -1, NULL, sizeof(struct rows), add, NULL, finish_fit, release},
		"n, e, weight, x...",
		"JSON of the fit n = e exp(b0 + b1 x1 + ...): n, dispersion, and of each b its "
		"value bI, "
		"standard error bI_error and p bI_p (quasi-Poisson)",
		NELDER},
	{{"anscombe", -1, NULL, sizeof(struct rows), add, NULL, finish_residuals, release},
		"n, e, weight, x...",
		"JSON array of the residuals of that fit, row by row, about normal where it is "
		"right",
		"Anscombe 1953; McCullagh & Nelder 1989, 2.4.2; METRICS 8.1"},
	{{0}},
};
