#include "stats/shares.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

struct part {
	double units;     /* of the last place, whole */
	double remainder; /* what rounding down left, in whole billionths of a unit */
	size_t index;
};

static int larger_remainder_first(const void *a, const void *b)
{
	const struct part *x = a, *y = b;

	if (x->remainder != y->remainder)
		return x->remainder < y->remainder ? 1 : -1;
	return (x->index > y->index) - (x->index < y->index);
}

/* Billionths, so that equal remainders stay equal though computed in different ways. */
static struct part part_of(double units, size_t index)
{
	double whole = floor(units + 1e-9);

	return (struct part){whole, round((units - whole) * 1e9), index};
}

static double sum_of(const double *values, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(values[i]))
			sum += values[i];
	return sum;
}

void shares_round(const double *values, size_t n, int decimals, double *shares)
{
	struct part *parts = mem_alloc(n * sizeof *parts);
	double scale = pow(10, decimals);
	double whole = sum_of(values, n);
	double left = 100 * scale;
	size_t n_parts = 0;

	for (size_t i = 0; i < n; i++) {
		double units = values[i] * (100 * scale) / whole;

		shares[i] = NAN;
		if (isnan(units) || !(whole > 0))
			continue;
		parts[n_parts] = part_of(units, i);
		left -= parts[n_parts++].units;
	}
	if (n_parts)
		qsort(parts, n_parts, sizeof *parts, larger_remainder_first);
	for (size_t i = 0; i < n_parts; i++)
		shares[parts[i].index] = (parts[i].units + ((double)i < left)) / scale;
	free(parts);
}
