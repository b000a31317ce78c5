#pragma once
/* How many times more than expected, when many small tables are looked at: the observed ratio drawn
 * towards what ratios usually are, a mixture of two gamma distributions (METRICS 8.6).
 * Source: DuMouchel, The American Statistician 53 (1999).
 *
 *	ebgm(&EBGM_PRIOR, 12, 3.1);
 *	ebgm_quantile(&EBGM_PRIOR, 12, 3.1, 0.05);    // EB05 */

struct ebgm_prior {
	double shape1, rate1, shape2, rate2;
	double share1; /* of the first, 0..1 */
};

/* (.2, .1, 2, 4, 1/3): the fixed prior; do not fit one on small tables. */
extern const struct ebgm_prior EBGM_PRIOR;

/* exp of the mean logarithm of the ratio, for n >= 0 observed and expected > 0; else NAN. */
double ebgm(const struct ebgm_prior *prior, double n, double expected);
double ebgm_quantile(const struct ebgm_prior *prior, double n, double expected, double p);
