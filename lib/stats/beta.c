#include "stats/beta.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "stats/density.h"
#include "stats/solve.h"

enum { MOST_TERMS = 1000000 };

/* x^a y^b / B(a, b), the derivative of I_x by the log-odds of x; y = 1 - x. */
static double slope_by_log_odds(double a, double b, double x, double y)
{
	return a * b / (a + b) * binomial_density(a, a + b, x, y);
}

/* I_x for x below about a / (a + b), by Lentz's method. DLMF 8.17.22. */
static double fraction(double a, double b, double x, double y)
{
	double c = 1;
	double d = 1 / (1 - (a + b) * x / (a + 1));
	double value = d;

	for (int m = 1; m <= MOST_TERMS; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));

		d = 1 / (1 + even * d);
		c = 1 + even / c;
		value *= c * d;
		d = 1 / (1 + odd * d);
		c = 1 + odd / c;
		value *= c * d;
		if (fabs(c * d - 1) <= 2 * DBL_EPSILON)
			return value * slope_by_log_odds(a, b, x, y) / a;
	}
	return NAN;
}

/* I_x with 1 - x given apart; one of both tails is computed, the one that is small enough to keep
 * its digits. */
static double lower(double a, double b, double x, double y)
{
	if (x <= 0 || y <= 0)
		return x <= 0 ? 0 : 1;
	if (x < (a + 1) / (a + b + 2))
		return fraction(a, b, x, y);
	return 1 - fraction(b, a, y, x);
}

static bool is_defined(double a, double b)
{
	return a > 0 && b > 0 && isfinite(a) && isfinite(b);
}

double beta_lower(double a, double b, double x)
{
	return is_defined(a, b) && x >= 0 && x <= 1 ? lower(a, b, x, 1 - x) : NAN;
}

double beta_upper(double a, double b, double x)
{
	return is_defined(a, b) && x >= 0 && x <= 1 ? lower(b, a, 1 - x, x) : NAN;
}

/* The lower tail on the scale u = log(x / (1 - x)). */
static double lower_tail(double u, const double *shape, double *slope)
{
	double x = 1 / (1 + exp(-u));
	double y = 1 / (1 + exp(u));

	*slope = slope_by_log_odds(shape[0], shape[1], x, y);
	return lower(shape[0], shape[1], x, y);
}

double beta_quantile_odds(double p, double a, double b)
{
	double shape[] = {a, b};

	if (!(p > 0 && p < 1 && is_defined(a, b)))
		return NAN;
	if (p > 0.5) /* the same question asked of 1 - x, so that the tail solved for is small */
		return 1 / beta_quantile_odds(1 - p, b, a);
	return exp(tail_solve(lower_tail, shape, p, log(a / b)));
}

double beta_quantile(double p, double a, double b)
{
	double odds = beta_quantile_odds(p, a, b);

	return odds / (1 + odds);
}
