#pragma once
/* Counts that vary more than Poisson ones: variance = dispersion x mean. With dispersion 1 they
 * are Poisson. Source: DLMF 8.17.24; the pair (mean, dispersion) as Noufaily et al. (2013) use it:
 * size = mean / (dispersion - 1). */

/* P(Y <= k) */
double negative_binomial_lower(double k, double mean, double dispersion);
/* The least k with P(Y <= k) >= p; 0 for mean 0; NAN unless mean >= 0, dispersion >= 1, 0 < p < 1.
 */
double negative_binomial_quantile(double p, double mean, double dispersion);
