#include "stats/binomial.h"

#include <math.h>
#include <stdbool.h>

#include "stats/beta.h"

static bool is_share(double k, double n)
{
	return n > 0 && k >= 0 && k <= n && isfinite(n);
}

static bool is_count(double k, double n)
{
	return is_share(k, n) && k == floor(k) && n == floor(n);
}

double binomial_lower(double k, double n, double p)
{
	if (!is_count(k, n))
		return NAN;
	return k == n ? 1 : beta_upper(k + 1, n - k, p);
}

double binomial_upper(double k, double n, double p)
{
	if (!is_count(k, n))
		return NAN;
	return k == 0 ? 1 : beta_lower(k, n - k + 1, p);
}

double binomial_low_odds(double k, double n, double level)
{
	if (!is_count(k, n))
		return NAN;
	return k == 0 ? 0 : beta_quantile_odds((1 - level) / 2, k, n - k + 1);
}

double binomial_high_odds(double k, double n, double level)
{
	if (!is_count(k, n))
		return NAN;
	return k == n ? INFINITY : beta_quantile_odds((1 + level) / 2, k + 1, n - k);
}

double binomial_low(double k, double n, double level)
{
	double odds = binomial_low_odds(k, n, level);

	return odds / (1 + odds);
}

double binomial_high(double k, double n, double level)
{
	double odds = binomial_high_odds(k, n, level);

	return isinf(odds) ? 1 : odds / (1 + odds);
}

/* The root of (k/n - x)^2 = z^2 x (1 - x) / n on the side that `sign` says. */
static double wilson(double k, double n, double z, double sign)
{
	double share = k / n;
	double square = z * z / n;

	if (!is_share(k, n) || !(z >= 0))
		return NAN;
	return (share + square / 2 + sign * sqrt(square * (share * (1 - share) + square / 4))) /
	       (1 + square);
}

double wilson_low(double k, double n, double z)
{
	return k == 0 && n > 0 ? 0 : wilson(k, n, z, -1);
}

double wilson_high(double k, double n, double z)
{
	return k == n && n > 0 ? 1 : wilson(k, n, z, 1);
}
