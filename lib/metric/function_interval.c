/* Intervals and tests of counts, shares and rates, and the functions below them: scalars of
 * numbers. */
#include "metric/functions.h"

#include "stats/beta.h"
#include "stats/binomial.h"
#include "stats/gamma.h"
#include "stats/normal.h"
#include "stats/poisson.h"
#include "stats/rate_ratio.h"

FUNCTION_SCALAR(gamma_lower_sql, gamma_lower(a[0], a[1]))
FUNCTION_SCALAR(gamma_upper_sql, gamma_upper(a[0], a[1]))
FUNCTION_SCALAR(gamma_quantile_sql, gamma_quantile(a[0], a[1]))
FUNCTION_SCALAR(beta_lower_sql, beta_lower(a[0], a[1], a[2]))
FUNCTION_SCALAR(beta_upper_sql, beta_upper(a[0], a[1], a[2]))
FUNCTION_SCALAR(beta_quantile_sql, beta_quantile(a[0], a[1], a[2]))

#define COUNTS ((struct counts){.n0 = a[0], .e0 = a[1], .n1 = a[2], .e1 = a[3]})

FUNCTION_SCALAR(poisson_low_sql, poisson_low(a[0], a[1]))
FUNCTION_SCALAR(poisson_high_sql, poisson_high(a[0], a[1]))
FUNCTION_SCALAR(binomial_low_sql, binomial_low(a[0], a[1], a[2]))
FUNCTION_SCALAR(binomial_high_sql, binomial_high(a[0], a[1], a[2]))
FUNCTION_SCALAR(wilson_low_sql, wilson_low(a[0], a[1], normal_two_sided(a[2])))
FUNCTION_SCALAR(wilson_high_sql, wilson_high(a[0], a[1], normal_two_sided(a[2])))
FUNCTION_SCALAR(rate_ratio_sql, rate_ratio(COUNTS))
FUNCTION_SCALAR(rate_ratio_p_sql, rate_ratio_p(COUNTS))
FUNCTION_SCALAR(rate_ratio_low_sql, rate_ratio_low(COUNTS, a[4]))
FUNCTION_SCALAR(rate_ratio_high_sql, rate_ratio_high(COUNTS, a[4]))
FUNCTION_SCALAR(quasi_ratio_z_sql, rate_ratio_quasi_z(COUNTS, a[4]))
FUNCTION_SCALAR(quasi_ratio_p_sql, rate_ratio_quasi_p(COUNTS, a[4]))
FUNCTION_SCALAR(quasi_ratio_low_sql, rate_ratio_quasi_low(COUNTS, a[4], a[5]))
FUNCTION_SCALAR(quasi_ratio_high_sql, rate_ratio_quasi_high(COUNTS, a[4], a[5]))

#define GARWOOD   "Garwood 1936; METRICS 2.2"
#define CLOPPER   "Clopper & Pearson 1934"
#define WILSON    "Wilson 1927; METRICS 6.3"
#define DLMF      "DLMF 8.11.4, 8.9.2, 8.17.22"
#define FAY       "Fay 2010; METRICS 3.6"
#define MCCULLAGH "McCullagh & Nelder 1989, 4.5; METRICS 3.8"

const struct metric_function INTERVAL_FUNCTIONS[] = {
	{{"poisson_low", 2, poisson_low_sql}, "n, level",
		"exact lower limit of the mean of a count", GARWOOD},
	{{"poisson_high", 2, poisson_high_sql}, "n, level",
		"exact upper limit of the mean of a count", GARWOOD},
	{{"binomial_low", 3, binomial_low_sql}, "k, n, level", "exact lower limit of the share k/n",
		CLOPPER},
	{{"binomial_high", 3, binomial_high_sql}, "k, n, level",
		"exact upper limit of the share k/n", CLOPPER},
	{{"wilson_low", 3, wilson_low_sql}, "k, n, level", "lower score limit of the share k/n",
		WILSON},
	{{"wilson_high", 3, wilson_high_sql}, "k, n, level", "upper score limit of the share k/n",
		WILSON},
	{{"rate_ratio", 4, rate_ratio_sql}, "n0, e0, n1, e1", "(n1/e1) / (n0/e0)", FAY},
	{{"rate_ratio_p", 4, rate_ratio_p_sql}, "n0, e0, n1, e1",
		"p of equal rates: twice the smaller binomial tail, at most 1", FAY},
	{{"rate_ratio_low", 5, rate_ratio_low_sql}, "n0, e0, n1, e1, level",
		"lower limit of the rate ratio that goes with rate_ratio_p", FAY},
	{{"rate_ratio_high", 5, rate_ratio_high_sql}, "n0, e0, n1, e1, level",
		"upper limit of the rate ratio that goes with rate_ratio_p", FAY},
	{{"quasi_ratio_z", 5, quasi_ratio_z_sql}, "n0, e0, n1, e1, dispersion",
		"z of the change of rates of overdispersed counts", MCCULLAGH},
	{{"quasi_ratio_p", 5, quasi_ratio_p_sql}, "n0, e0, n1, e1, dispersion",
		"p of equal rates of overdispersed counts", MCCULLAGH},
	{{"quasi_ratio_low", 6, quasi_ratio_low_sql}, "n0, e0, n1, e1, dispersion, level",
		"lower limit of the rate ratio that goes with quasi_ratio_p", MCCULLAGH},
	{{"quasi_ratio_high", 6, quasi_ratio_high_sql}, "n0, e0, n1, e1, dispersion, level",
		"upper limit of the rate ratio that goes with quasi_ratio_p", MCCULLAGH},
	{{"gamma_lower", 2, gamma_lower_sql}, "shape, x",
		"regularised incomplete gamma function P(shape, x)", DLMF},
	{{"gamma_upper", 2, gamma_upper_sql}, "shape, x",
		"Q = 1 - P, exact where it is small; of (degrees / 2, x / 2) the p of a chi-square",
		DLMF},
	{{"gamma_quantile", 2, gamma_quantile_sql}, "p, shape", "the x with P(shape, x) = p", DLMF},
	{{"beta_lower", 3, beta_lower_sql}, "a, b, x",
		"regularised incomplete beta function I_x(a, b)", DLMF},
	{{"beta_upper", 3, beta_upper_sql}, "a, b, x", "1 - I_x(a, b), exact where it is small",
		DLMF},
	{{"beta_quantile", 3, beta_quantile_sql}, "p, a, b", "the x with I_x(a, b) = p", DLMF},
	{{0}},
};
