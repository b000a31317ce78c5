#include "stats/poisson.h"

#include <math.h>
#include <stdbool.h>

#include "stats/gamma.h"

static bool is_defined(double n, double level)
{
	return n >= 0 && n == floor(n) && level > 0 && level < 1;
}

double poisson_low(double n, double level)
{
	if (!is_defined(n, level))
		return NAN;
	return n == 0 ? 0 : chi_square_quantile((1 - level) / 2, 2 * n) / 2;
}

double poisson_high(double n, double level)
{
	return is_defined(n, level) ? chi_square_quantile((1 + level) / 2, 2 * n + 2) / 2 : NAN;
}

double poisson_dispersion(const double *counts, const double *exposures, unsigned long n)
{
	double count = 0, exposure = 0, sum = 0;
	unsigned long used = 0;

	for (unsigned long i = 0; i < n; i++) {
		if (!(exposures[i] > 0))
			continue;
		count += counts[i];
		exposure += exposures[i];
		used++;
	}
	if (used < 2 || !(count > 0))
		return NAN;
	for (unsigned long i = 0; i < n; i++) {
		double mean = exposures[i] * (count / exposure);

		if (exposures[i] > 0)
			sum += (counts[i] - mean) * (counts[i] - mean) / mean;
	}
	return sum / (double)(used - 1);
}
