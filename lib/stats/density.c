#include "stats/density.h"

#include <math.h>

static const double TWO_PI = 6.283185307179586476925286766559;

/* log(Gamma(n + 1)) less Stirling's formula; Loader's section 2. */
static double stirling_error(double n)
{
	int sign;
	double square = n * n;

	if (n <= 15)
		return lgamma_r(n + 1, &sign) - (n + 0.5) * log(n) + n - log(TWO_PI) / 2;
	return (1. / 12 - (1. / 360 - (1. / 1260 - (1. / 1680 - 1. / 1188 / square) / square) /
					      square) /
				  square) /
	       n;
}

/* x log(x / mean) + mean - x without cancellation near x = mean; Loader's section 3. */
static double deviance(double x, double mean)
{
	double v = (x - mean) / (x + mean);
	double sum = (x - mean) * v;
	double term = 2 * x * v;

	if (fabs(v) >= 0.1)
		return x * log(x / mean) + mean - x;
	for (int j = 3;; j += 2) {
		double before = sum;

		term *= v * v;
		sum += term / j;
		if (sum == before)
			return sum;
	}
}

double poisson_density(double x, double mean)
{
	return exp(-stirling_error(x) - deviance(x, mean)) / sqrt(TWO_PI * x);
}

double binomial_density(double x, double n, double p, double q)
{
	double log_ratio = stirling_error(n) - stirling_error(x) - stirling_error(n - x) -
			   deviance(x, n * p) - deviance(n - x, n * q);

	return exp(log_ratio) * sqrt(n / (TWO_PI * x * (n - x)));
}
