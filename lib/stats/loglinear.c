#include "stats/loglinear.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "stats/beta.h"

enum { MOST_STEPS = 60 };
/* A step this small is the last: the error after it is of the order of its square. */
static const double LAST_STEP = 1e-9;

static double weight_of(const struct loglinear *data, size_t i)
{
	return data->weights ? data->weights[i] : 1;
}

static double exposure_of(const struct loglinear *data, size_t i)
{
	return data->exposures ? data->exposures[i] : 1;
}

static double product(const double *a, const double *b, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

/* One row into the normal equations X'WX b = X'Wz; only the lower half is needed. */
static void add_row(
	const double *x, size_t n, double weight, double z, double *matrix, double *side)
{
	for (size_t i = 0; i < n; i++) {
		double scaled = weight * x[i];

		for (size_t j = 0; j <= i; j++)
			matrix[i * n + j] += scaled * x[j];
		side[i] += scaled * z;
	}
}

/* X'WX and X'Wz at the coefficients, or, before there are any, at the counts themselves. */
static bool make_equations(
	const struct loglinear *data, const double *coefficients, double *matrix, double *side)
{
	size_t p = data->n_terms;

	memset(matrix, 0, p * p * sizeof *matrix);
	memset(side, 0, p * sizeof *side);
	for (size_t i = 0; i < data->n; i++) {
		const double *x = &data->terms[i * p];
		double e = exposure_of(data, i);
		double line = coefficients ? product(coefficients, x, p)
					   : log((data->counts[i] + 0.1) / e);
		double mean = e * exp(line);

		if (!(mean > DBL_MIN) || !isfinite(mean))
			return false;
		add_row(x, p, weight_of(data, i) * mean, line + (data->counts[i] - mean) / mean,
			matrix, side);
	}
	return true;
}

static double pearson(const struct loglinear *data, const struct loglinear_fit *fit)
{
	double sum = 0;

	for (size_t i = 0; i < data->n; i++) {
		double mean =
			loglinear_mean(fit, &data->terms[i * data->n_terms], exposure_of(data, i));
		double error = data->counts[i] - mean;

		sum += weight_of(data, i) * error * error / mean;
	}
	return sum;
}

static bool is_settled(const double *before, const double *now, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!(fabs(now[i] - before[i]) <= LAST_STEP * (1 + fabs(now[i]))))
			return false;
	return true;
}

bool loglinear_fit(const struct loglinear *data, struct loglinear_fit *fit)
{
	size_t p = data->n_terms;
	double matrix[LINEAR_MOST * LINEAR_MOST], side[LINEAR_MOST];
	bool is_done = false;

	if (data->n < p)
		return false;
	for (int step = 0; !is_done; step++) {
		if (step == MOST_STEPS ||
			!make_equations(data, step ? fit->coefficients : NULL, matrix, side) ||
			!linear_factor(matrix, p))
			return false;
		linear_solve(matrix, p, side);
		is_done = step && is_settled(fit->coefficients, side, p);
		for (size_t i = 0; i < p; i++)
			fit->coefficients[i] = side[i];
	}
	linear_inverse(matrix, p, fit->covariance);
	fit->n_terms = p;
	fit->degrees = (double)(data->n - p);
	fit->pearson = fit->degrees > 0 ? pearson(data, fit) / fit->degrees : 1;
	fit->dispersion = fmax(1, fit->pearson);
	return isfinite(fit->dispersion);
}

double loglinear_mean(const struct loglinear_fit *fit, const double *terms, double exposure)
{
	return exposure * exp(product(fit->coefficients, terms, fit->n_terms));
}

/* x' C x */
static double spread(const struct loglinear_fit *fit, const double *x)
{
	double sum = 0;

	for (size_t i = 0; i < fit->n_terms; i++)
		sum += x[i] * product(&fit->covariance[i * fit->n_terms], x, fit->n_terms);
	return sum;
}

double loglinear_error(const struct loglinear_fit *fit, const double *terms)
{
	return sqrt(fit->pearson * spread(fit, terms));
}

double loglinear_p(const struct loglinear_fit *fit, size_t term)
{
	double variance = fit->pearson * fit->covariance[term * fit->n_terms + term];
	double t = fit->coefficients[term] / sqrt(variance);

	if (!(fit->degrees > 0))
		return NAN;
	return beta_lower(fit->degrees / 2, 0.5, fit->degrees / (fit->degrees + t * t));
}

void loglinear_residuals(
	const struct loglinear *data, const struct loglinear_fit *fit, double *residuals)
{
	for (size_t i = 0; i < data->n; i++) {
		const double *x = &data->terms[i * data->n_terms];
		double mean = loglinear_mean(fit, x, exposure_of(data, i));
		double free = 1 - weight_of(data, i) * mean * spread(fit, x);

		residuals[i] = 1.5 * (cbrt(data->counts[i] * data->counts[i]) / sqrt(cbrt(mean)) -
					     sqrt(mean));
		/* a point that alone decides its own mean says nothing against it */
		residuals[i] = free > 1e-9 ? residuals[i] / sqrt(fit->dispersion * free) : 0;
	}
}

void loglinear_reweight(const double *residuals, size_t n, double threshold, double *weights)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		double r = residuals[i];

		weights[i] = r > threshold ? 1 / (r * r) : 1;
		sum += weights[i];
	}
	for (size_t i = 0; i < n; i++)
		weights[i] *= (double)n / sum;
}
