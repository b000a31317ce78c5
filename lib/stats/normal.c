#include "stats/normal.h"

#include <math.h>
#include <stddef.h>

#include "stats/solve.h"

static double lower_tail(double z, const double *shape, double *slope)
{
	(void)shape;
	*slope = exp(-z * z / 2) * M_2_SQRTPI * M_SQRT1_2 / 2;
	return normal_lower(z);
}

double normal_lower(double z)
{
	return erfc(-z * M_SQRT1_2) / 2;
}

double normal_quantile(double p)
{
	if (!(p > 0 && p < 1))
		return NAN;
	return p <= 0.5 ? tail_solve(lower_tail, NULL, p, 0)
			: -tail_solve(lower_tail, NULL, 1 - p, 0);
}

double normal_two_sided(double level)
{
	return -normal_quantile((1 - level) / 2);
}
