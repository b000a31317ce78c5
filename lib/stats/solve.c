#include "stats/solve.h"

#include <math.h>

enum { MOST_STEPS = 200 };

double tail_solve(tail_function *tail, const double *shape, double p, double start)
{
	double u = start;
	double before = start;

	for (int i = 0; i < MOST_STEPS; i++) {
		double slope, step;
		double probability = tail(u, shape, &slope);

		if (probability == 0) { /* the first step led where it underflows */
			u = (u + before) / 2;
			continue;
		}
		step = probability / slope * log(probability / p);
		before = u;
		u -= step;
		if (!isfinite(u))
			return NAN;
		/* The error after a step is of the order of its square. */
		if (fabs(step) <= 1e-9)
			return u;
	}
	return NAN;
}
