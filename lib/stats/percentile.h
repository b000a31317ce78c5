#pragma once
/* Percentiles of measured values (METRICS 6.1).
 * Source: Hyndman & Fan, Sample Quantiles in Statistical Packages, American Statistician 50 (1996).
 */
#include <stddef.h>

enum percentile_type {
	PERCENTILE_NEAREST = 1, /* an observed value: "90 % were closed within"; R's type 1 */
	PERCENTILE_TYPE_6 = 6,  /* Excel's PERCENTILE.EXC, SPSS, Minitab */
	PERCENTILE_TYPE_7 = 7,  /* Excel's PERCENTILE.INC, R's default, ours */
};

void values_sort(double *values, size_t n);
/* Of sorted values; 0 <= p <= 1; NAN without values. */
double percentile(const double *sorted, size_t n, double p, enum percentile_type type);
