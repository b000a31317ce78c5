#include "stats/ebgm.h"

#include <math.h>
#include <stdbool.h>

#include "stats/gamma.h"

const struct ebgm_prior EBGM_PRIOR = {0.2, 0.1, 2, 4, 1. / 3};

/* Derivative of log gamma: up the recurrence to where Stirling's series holds. DLMF 5.5.2, 5.11.2.
 */
static double digamma(double x)
{
	double sum = 0, s;

	while (x < 12) {
		sum -= 1 / x;
		x++;
	}
	s = 1 / (x * x);
	return sum + log(x) - 1 / (2 * x) -
	       s * (1. / 12 - s * (1. / 120 - s * (1. / 252 - s * (1. / 240 - s / 132))));
}

/* Log of the negative binomial probability of n; what both components share is left out. */
static double log_evidence(double shape, double rate, double n, double expected)
{
	int sign;

	return lgamma_r(shape + n, &sign) - lgamma_r(shape, &sign) +
	       shape * log(rate / (rate + expected)) + n * log(expected / (rate + expected));
}

/* The share of the first component once n is known. */
static double posterior_share(const struct ebgm_prior *prior, double n, double expected)
{
	double first = log_evidence(prior->shape1, prior->rate1, n, expected);
	double second = log_evidence(prior->shape2, prior->rate2, n, expected);

	return prior->share1 / (prior->share1 + (1 - prior->share1) * exp(second - first));
}

static bool is_defined(double n, double expected)
{
	return n >= 0 && expected > 0 && isfinite(n) && isfinite(expected);
}

double ebgm(const struct ebgm_prior *prior, double n, double expected)
{
	double share;

	if (!is_defined(n, expected))
		return NAN;
	share = posterior_share(prior, n, expected);
	return exp(share * (digamma(prior->shape1 + n) - log(prior->rate1 + expected)) +
		   (1 - share) * (digamma(prior->shape2 + n) - log(prior->rate2 + expected)));
}

double ebgm_quantile(const struct ebgm_prior *prior, double n, double expected, double p)
{
	double share, q1, q2, low, high;

	if (!is_defined(n, expected) || !(p > 0 && p < 1))
		return NAN;
	share = posterior_share(prior, n, expected);
	q1 = gamma_quantile(p, prior->shape1 + n) / (prior->rate1 + expected);
	q2 = gamma_quantile(p, prior->shape2 + n) / (prior->rate2 + expected);
	/* the quantile of a mixture lies between those of its parts */
	low = fmin(q1, q2);
	high = fmax(q1, q2);
	while (high - low > 1e-13 * high) {
		double middle = (low + high) / 2;
		double below =
			share * gamma_lower(prior->shape1 + n, middle * (prior->rate1 + expected)) +
			(1 - share) *
				gamma_lower(prior->shape2 + n, middle * (prior->rate2 + expected));

		if (middle <= low || middle >= high)
			break;
		if (below < p)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}
