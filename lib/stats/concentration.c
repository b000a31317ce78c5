#include "stats/concentration.h"

#include <math.h>

#include "stats/percentile.h"

double concentration_hhi(const double *counts, size_t n)
{
	double sum = 0, squares = 0;

	for (size_t i = 0; i < n; i++) {
		sum += counts[i];
		squares += counts[i] * counts[i];
	}
	return sum > 0 ? squares / (sum * sum) : NAN;
}

double concentration_hhi_normalised(const double *counts, size_t n)
{
	double least = 1 / (double)n;

	return n > 1 ? (concentration_hhi(counts, n) - least) / (1 - least) : NAN;
}

double concentration_effective_number(const double *counts, size_t n)
{
	return 1 / concentration_hhi(counts, n);
}

double concentration_gini(double *counts, size_t n)
{
	double sum = 0, weighted = 0;

	values_sort(counts, n);
	for (size_t i = 0; i < n; i++) {
		sum += counts[i];
		weighted += (2 * (double)i + 1 - (double)n) * counts[i];
	}
	return sum > 0 ? weighted / ((double)n * sum) : NAN;
}
