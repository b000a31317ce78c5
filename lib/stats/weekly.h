#pragma once
/* The default detector of `kesu alert` (METRICS 8.1): how many complaints would be too many in a
 * week, told from the weeks before it.
 *
 * With at least 104 weeks to learn from: log-linear trend and one annual wave (365.25 / 7 weeks)
 * over the weeks k-156 .. k-5, fitted again with past outbreaks weighed down. With 12 or more: the
 * mean of the last 52 weeks, less 2 guard weeks. With fewer: the exact comparison with all of them.
 * The limit is the quantile 1 - alpha of the negative binomial distribution with the expected mean
 * and the dispersion found. Sources: Farrington et al. (1996); Noufaily et al. (2013). */
#include <stddef.h>

enum weekly_model {
	WEEKLY_NONE,     /* nothing to learn from */
	WEEKLY_POOLED,   /* exact, fewer than 12 weeks */
	WEEKLY_ROLLING,  /* the mean of up to 52 weeks */
	WEEKLY_SEASONAL, /* trend and annual wave */
};

struct weekly_limit {
	enum weekly_model model;
	size_t n_reference;
	double expected, dispersion;
	double limit; /* more than this is too many */
};

/* Of week k (from 0) of a series; its own count is not looked at. exposures NULL: none; weeks
 * without exposure are no reference, and where week k has none exposures are left aside. Only the
 * models up to `most` are tried. */
struct weekly_limit weekly_limit(const double *counts, const double *exposures, size_t k,
	double alpha, enum weekly_model most);

/* From how many weeks the last ones of these models would tell a limit; 0: there is none. */
size_t weekly_reference(const double *counts, const double *exposures, size_t k);
