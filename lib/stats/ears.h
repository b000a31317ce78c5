#pragma once
/* Early aberration reporting: a day or week against the mean and deviation of those just before it.
 * C1 ends the baseline one step before, C2 two steps earlier, and C3 adds up the last three C2
 * beyond 1. For daily counts (METRICS 8.3). Sources: Hutwagner et al., J. Urban Health 80 (2003);
 * Fricker, Hegler & Dunfee, Statistics in Medicine 27 (2008).
 *
 *	struct ears ears = {.counts = y, .baseline = 28, .least_deviation = 0.5};
 *	if (ears_c2(&ears, k) > 3) ... */
#include <stddef.h>

struct ears {
	const double *counts;
	size_t baseline;        /* steps in it, 2 or more */
	double least_deviation; /* stands for smaller ones, which few counts give by chance */
};

/* NAN while the history is too short, or the baseline does not vary at all. */
double ears_c1(const struct ears *ears, size_t k);
double ears_c2(const struct ears *ears, size_t k);
double ears_c3(const struct ears *ears, size_t k);

/* The same as limits of the count, where the statistic is over z: more is an alarm. */
double ears_c1_limit(const struct ears *ears, size_t k, double z);
double ears_c2_limit(const struct ears *ears, size_t k, double z);
double ears_c3_limit(const struct ears *ears, size_t k, double z);
