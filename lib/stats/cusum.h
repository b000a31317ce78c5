#pragma once
/* Sums that drift up when a mean has risen a little for long: CUSUM, and the exponentially weighted
 * mean. Each is one step: the caller keeps the value from row to row.
 *
 *	sum = cusum_next(sum, cusum_standard(y, mean), 1.04);
 *	is_alarm = sum >= 2.26;
 * Sources: Page, Biometrika 41 (1954); Rossi, Lampugnani & Marchi, Statistics in Medicine 18
 * (1999); Lucas, Technometrics 27 (1985); Roberts, Technometrics 1 (1959). */

/* max(0, sum + x - k) */
double cusum_next(double sum, double x, double k);

/* A count of mean m > 0 as a number about 0 with deviation 1. */
double cusum_standard(double y, double mean); /* (y - m) / sqrt m */
double cusum_rossi(double y, double mean);    /* (y - 3m + 2 sqrt(ym)) / (2 sqrt m) */
double cusum_anscombe(double y, double mean); /* 3/2 (y^2/3 - m^2/3) / m^1/6 */
/* The k of a sum of plain counts that tells mean m1 from m0: (m1 - m0) / log(m1 / m0). */
double cusum_poisson_reference(double m0, double m1);

/* (1 - share) mean + share x */
double ewma_next(double ewma, double x, double share);
/* Its limit after `steps` steps for Poisson counts: m + z sqrt(m s / (2-s) (1 - (1-s)^2t)). */
double ewma_limit(double mean, double share, double steps, double z);
