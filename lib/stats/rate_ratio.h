#pragma once
/* Did a rate change? Two counts n0, n1 over exposures e0, e1 (orders, days, ...).
 *
 * METRICS 3.6: given n0 + n1, n1 is binomial with share e1 / (e0 + e1). p is twice the smaller
 * tail, so it never contradicts the Clopper-Pearson interval, which R's poisson.test can. Source:
 * Fay, Two-sided exact tests and matching confidence intervals, R Journal 2/1 (2010). */

struct counts {
	double n0, e0; /* before */
	double n1, e1; /* now */
};

/* (n1 / e1) / (n0 / e0); infinite for 0 -> n, NAN for 0 -> 0 or without exposure. */
double rate_ratio(struct counts counts);
/* NAN when an exposure is missing, nothing was counted or a count is a fraction: not testable. */
double rate_ratio_p(struct counts counts);
double rate_ratio_low(struct counts counts, double level);
double rate_ratio_high(struct counts counts, double level); /* infinite when n0 = 0 */

/* The same for counts that vary more than Poisson ones by the factor `dispersion` (METRICS 3.8):
 * the score test of that share with its variance multiplied, and the interval that goes with it,
 * Wilson's; both defined for n = 0. Source: McCullagh & Nelder, Generalized Linear Models (1989),
 * 4.5.1. */
double rate_ratio_quasi_z(struct counts counts, double dispersion);
double rate_ratio_quasi_p(struct counts counts, double dispersion);
double rate_ratio_quasi_low(struct counts counts, double dispersion, double level);
double rate_ratio_quasi_high(struct counts counts, double dispersion, double level);
