#pragma once
/* Counts explained by a product of factors: the weighted quasi-Poisson log-linear model
 *
 *	E y_i = e_i exp(x_i . beta), Var y_i = dispersion E y_i
 *
 * fitted by iteratively reweighted least squares until nothing moves any more (R's glm stops at
 * 1e-8 of the deviance). Sources: Nelder & Wedderburn, JRSS A 135 (1972); McCullagh & Nelder
 * (1989), 2.5, 4.5.
 *
 *	struct loglinear data = {.n = 104, .n_terms = 4, .terms = x, .counts = y};
 *	struct loglinear_fit fit;
 *	if (loglinear_fit(&data, &fit))
 *		mean = loglinear_mean(&fit, x_now, 1); */
#include <stdbool.h>
#include <stddef.h>

#include "stats/linear.h"

struct loglinear {
	size_t n, n_terms;       /* n_terms <= LINEAR_MOST */
	const double *terms;     /* x: n rows of n_terms; a constant is a term of ones */
	const double *counts;    /* y >= 0 */
	const double *exposures; /* e > 0; NULL: 1 each */
	const double *weights;   /* > 0; NULL: 1 each */
};

struct loglinear_fit {
	size_t n_terms;
	double degrees; /* n - n_terms */
	double coefficients[LINEAR_MOST];
	double covariance[LINEAR_MOST * LINEAR_MOST]; /* of the coefficients at dispersion 1 */
	double pearson;    /* the counts' own dispersion; errors of coefficients use it */
	double dispersion; /* the same, at least 1: for limits of counts */
};

/* False: the terms depend on each other, or no finite coefficients are the best. */
bool loglinear_fit(const struct loglinear *data, struct loglinear_fit *fit);

/* The mean at terms x and exposure e, and the standard error of its logarithm. */
double loglinear_mean(const struct loglinear_fit *fit, const double *terms, double exposure);
double loglinear_error(const struct loglinear_fit *fit, const double *terms);
/* p of "coefficient `term` is 0", by Student's t, as quasi-likelihood has it. */
double loglinear_p(const struct loglinear_fit *fit, size_t term);

/* Anscombe residuals by their standard error: about normal where the model is right. Source:
 * Anscombe (1953); McCullagh & Nelder (1989), 2.4.2. `residuals` has room for n. */
void loglinear_residuals(
	const struct loglinear *data, const struct loglinear_fit *fit, double *residuals);
/* Weights for a second fit in which past outbreaks count for little: r^-2 where the residual r is
 * over the threshold, scaled to sum to n. Source: Farrington et al., JRSS A 159 (1996), 3.4; the
 * threshold 2.58 by Noufaily et al., Statistics in Medicine 32 (2013). `weights` may be
 * `residuals`. */
void loglinear_reweight(const double *residuals, size_t n, double threshold, double *weights);
