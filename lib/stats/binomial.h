#pragma once
/* Counts out of a whole: tails and intervals of a share. */

/* P(X <= k) and P(X >= k) for X ~ Binomial(n, p). Source: DLMF 8.17.5. */
double binomial_lower(double k, double n, double p);
double binomial_upper(double k, double n, double p);

/* Exact limits of the share k / n. Source: Clopper & Pearson, Biometrika 26 (1934). */
double binomial_low(double k, double n, double level);
double binomial_high(double k, double n, double level);
/* The same limits as odds share / (1 - share); the high one is infinite for k = n. */
double binomial_low_odds(double k, double n, double level);
double binomial_high_odds(double k, double n, double level);

/* Score limits of k / n: what reports print for met rates (METRICS 6.3). `z` is the normal
 * quantile, normal_two_sided(level). Source: Wilson, JASA 22 (1927). */
double wilson_low(double k, double n, double z);
double wilson_high(double k, double n, double z);
/* All are NAN unless 0 <= k <= n, n > 0; all but Wilson's also unless k and n are whole. */
