#include "stats/rate_ratio.h"

#include <math.h>
#include <stdbool.h>

#include "stats/binomial.h"
#include "stats/normal.h"

static bool is_testable(struct counts c)
{
	return c.n0 >= 0 && c.n1 >= 0 && c.n0 + c.n1 > 0 && c.e0 > 0 && c.e1 > 0 &&
	       isfinite(c.e0 + c.e1);
}

/* The exact test counts whole complaints. */
static bool is_whole(struct counts c)
{
	return is_testable(c) && c.n0 == floor(c.n0) && c.n1 == floor(c.n1);
}

static double odds_to_ratio(struct counts c, double odds)
{
	return odds * (c.e0 / c.e1);
}

double rate_ratio(struct counts c)
{
	return is_testable(c) ? (c.n1 / c.e1) / (c.n0 / c.e0) : NAN;
}

double rate_ratio_p(struct counts c)
{
	double n = c.n0 + c.n1;
	double share = c.e1 / (c.e0 + c.e1);

	if (!is_whole(c))
		return NAN;
	return fmin(1, 2 * fmin(binomial_lower(c.n1, n, share), binomial_upper(c.n1, n, share)));
}

double rate_ratio_low(struct counts c, double level)
{
	if (!is_whole(c))
		return NAN;
	return odds_to_ratio(c, binomial_low_odds(c.n1, c.n0 + c.n1, level));
}

double rate_ratio_high(struct counts c, double level)
{
	if (!is_whole(c))
		return NAN;
	return odds_to_ratio(c, binomial_high_odds(c.n1, c.n0 + c.n1, level));
}

double rate_ratio_quasi_z(struct counts c, double dispersion)
{
	double n = c.n0 + c.n1;
	double share = c.e1 / (c.e0 + c.e1);

	if (!is_testable(c) || !(dispersion > 0))
		return NAN;
	return (c.n1 - n * share) / sqrt(dispersion * n * share * (1 - share));
}

double rate_ratio_quasi_p(struct counts c, double dispersion)
{
	return 2 * normal_lower(-fabs(rate_ratio_quasi_z(c, dispersion)));
}

double rate_ratio_quasi_low(struct counts c, double dispersion, double level)
{
	double share;

	if (!is_testable(c) || !(dispersion > 0))
		return NAN;
	share = wilson_low(c.n1, c.n0 + c.n1, normal_two_sided(level) * sqrt(dispersion));
	return odds_to_ratio(c, share / (1 - share));
}

double rate_ratio_quasi_high(struct counts c, double dispersion, double level)
{
	double share;

	if (!is_testable(c) || !(dispersion > 0))
		return NAN;
	share = wilson_high(c.n1, c.n0 + c.n1, normal_two_sided(level) * sqrt(dispersion));
	return odds_to_ratio(c, share / (1 - share));
}
