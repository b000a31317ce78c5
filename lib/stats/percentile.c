#include "stats/percentile.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/radix.h"

void values_sort(double *values, size_t n)
{
	struct radix_item *items = mem_alloc((n + 1) * sizeof *items);

	for (size_t i = 0; i < n; i++)
		items[i] = (struct radix_item){radix_key(values[i]), 0};
	radix_sort(items, n);
	for (size_t i = 0; i < n; i++)
		values[i] = radix_number(items[i].key);
	free(items);
}

/* The value at a place counted from 1, between neighbours in proportion. */
static double between(const double *sorted, size_t n, double place)
{
	double below = floor(place);
	size_t i;

	if (place <= 1)
		return sorted[0];
	if (place >= (double)n)
		return sorted[n - 1];
	i = (size_t)below;
	return sorted[i - 1] + (place - below) * (sorted[i] - sorted[i - 1]);
}

/* The smallest value that has at least n p values at or below it. n p is computed: 100 x 0.07 is a
 * little over 7 and means 7. */
static double nearest(const double *sorted, size_t n, double p)
{
	double place = ceil((double)n * p * (1 - 4 * DBL_EPSILON));

	return sorted[place < 1 ? 0 : (size_t)place - 1];
}

double percentile(const double *sorted, size_t n, double p, enum percentile_type type)
{
	if (n == 0 || !(p >= 0 && p <= 1))
		return NAN;
	switch (type) {
	case PERCENTILE_NEAREST:
		return nearest(sorted, n, p);
	case PERCENTILE_TYPE_6:
		return between(sorted, n, ((double)n + 1) * p);
	case PERCENTILE_TYPE_7:
		return between(sorted, n, 1 + ((double)n - 1) * p);
	}
	return NAN;
}
