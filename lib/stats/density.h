#pragma once
/* Poisson and binomial probabilities by the saddle-point expansion, for real arguments: full
 * precision also for millions of complaints, where exp(lgamma) has lost six digits.
 * Source: Loader, Fast and Accurate Computation of Binomial Probabilities (2000). */

/* e^-mean mean^x / Gamma(x + 1); x > 0, mean > 0. */
double poisson_density(double x, double mean);

/* Gamma(n + 1) / (Gamma(x + 1) Gamma(n - x + 1)) p^x (1 - p)^(n - x); 0 < x < n, 0 < p < 1.
 * q is 1 - p, given apart because the caller may know it more exactly. */
double binomial_density(double x, double n, double p, double q);
