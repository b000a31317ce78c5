#pragma once
/* The u chart: complaints per unit of exposure against the limits of chance, for each period; and
 * u', which widens them by how much more the periods differ than Poisson counts would.
 * Sources: Shewhart (1931); Laney, Quality Engineering 14 (2002); 1.128 is d2 of moving ranges of
 * two. METRICS 8.3.
 *
 *	double centre = uchart_centre(n, e, k);
 *	double sigma = uchart_sigma(n, e, k, centre);
 *	double high = uchart_high(centre, e[i], fmax(1, sigma)); */
#include <stddef.h>

/* Sum of counts / sum of exposures, over periods that have both; NAN without any. */
double uchart_centre(const double *counts, const double *exposures, size_t n);
/* The standardised rate of a period, (u - centre) / sqrt(centre / e). */
double uchart_z(double count, double exposure, double centre);
/* Mean moving range of z / 1.128: 1 for Poisson counts; NAN below two periods. */
double uchart_sigma(const double *counts, const double *exposures, size_t n, double centre);
/* centre -+ 3 sigma sqrt(centre / e), not below 0; sigma 1 is the plain u chart. */
double uchart_low(double centre, double exposure, double sigma);
double uchart_high(double centre, double exposure, double sigma);
