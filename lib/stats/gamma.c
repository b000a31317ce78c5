#include "stats/gamma.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "stats/density.h"
#include "stats/solve.h"

enum { MOST_TERMS = 1000000 };

/* P by its series, best below shape + 1. DLMF 8.11.4. */
static double series(double shape, double x)
{
	double term = 1;
	double sum = 1;

	for (int i = 1; i <= MOST_TERMS; i++) {
		term *= x / (shape + i);
		sum += term;
		if (term <= sum * DBL_EPSILON / 4)
			return sum * poisson_density(shape, x);
	}
	return NAN;
}

/* Q by its continued fraction, from shape + 1 on, evaluated by Lentz's method. DLMF 8.9.2. */
static double fraction(double shape, double x)
{
	double b = x + 1 - shape;
	double c = INFINITY;
	double d = 1 / b;
	double value = d;

	for (int i = 1; i <= MOST_TERMS; i++) {
		double a = -i * (i - shape);

		b += 2;
		d = 1 / (a * d + b);
		c = b + a / c;
		value *= c * d;
		if (fabs(c * d - 1) <= 2 * DBL_EPSILON)
			return value * shape * poisson_density(shape, x);
	}
	return NAN;
}

static bool is_defined(double shape, double x)
{
	return shape > 0 && x >= 0 && isfinite(shape) && isfinite(x);
}

double gamma_lower(double shape, double x)
{
	if (!is_defined(shape, x))
		return NAN;
	if (x == 0)
		return 0;
	return x < shape + 1 ? series(shape, x) : 1 - fraction(shape, x);
}

double gamma_upper(double shape, double x)
{
	if (!is_defined(shape, x))
		return NAN;
	if (x == 0)
		return 1;
	return x < shape + 1 ? 1 - series(shape, x) : fraction(shape, x);
}

/* Both tails on the scale u = log x, where dP/du = x times the density. */
static double lower_tail(double u, const double *shape, double *slope)
{
	*slope = *shape * poisson_density(*shape, exp(u));
	return gamma_lower(*shape, exp(u));
}

static double upper_tail(double u, const double *shape, double *slope)
{
	*slope = -*shape * poisson_density(*shape, exp(u));
	return gamma_upper(*shape, exp(u));
}

double gamma_quantile(double p, double shape)
{
	if (!(p >= 0 && p < 1 && shape > 0 && isfinite(shape)))
		return NAN;
	if (p == 0)
		return 0;
	if (p <= 0.5)
		return exp(tail_solve(lower_tail, &shape, p, log(shape)));
	return exp(tail_solve(upper_tail, &shape, 1 - p, log(shape)));
}

double chi_square_quantile(double p, double degrees)
{
	return 2 * gamma_quantile(p, degrees / 2);
}
