/* Disproportion in a two by two table and limits of counts: scalars of numbers. */
#include "metric/functions.h"

#include "stats/cusum.h"
#include "stats/ebgm.h"
#include "stats/negative_binomial.h"
#include "stats/normal.h"
#include "stats/signal.h"
#include "stats/uchart.h"

#define TABLE ((struct two_by_two){a[0], a[1], a[2], a[3]})

FUNCTION_SCALAR(prr, signal_prr(TABLE))
FUNCTION_SCALAR(prr_low, signal_prr_low(TABLE, normal_two_sided(a[4])))
FUNCTION_SCALAR(prr_high, signal_prr_high(TABLE, normal_two_sided(a[4])))
FUNCTION_SCALAR(ror, signal_ror(TABLE))
FUNCTION_SCALAR(ror_low, signal_ror_low(TABLE, normal_two_sided(a[4])))
FUNCTION_SCALAR(ror_high, signal_ror_high(TABLE, normal_two_sided(a[4])))
FUNCTION_SCALAR(yates, signal_chi_square(TABLE))
FUNCTION_SCALAR(ic, signal_ic(a[0], a[1]))
FUNCTION_SCALAR(ic_quantile, signal_ic_quantile(a[0], a[1], a[2]))
FUNCTION_SCALAR(ebgm_sql, ebgm(&EBGM_PRIOR, a[0], a[1]))
FUNCTION_SCALAR(ebgm_quantile_sql, ebgm_quantile(&EBGM_PRIOR, a[0], a[1], a[2]))
FUNCTION_SCALAR(negative_binomial_quantile_sql, negative_binomial_quantile(a[0], a[1], a[2]))
FUNCTION_SCALAR(u_low, uchart_low(a[0], a[1], a[2]))
FUNCTION_SCALAR(u_high, uchart_high(a[0], a[1], a[2]))
FUNCTION_SCALAR(ewma_limit_sql, ewma_limit(a[0], a[1], a[2], a[3]))

#define EVANS  "Evans, Waller & Davis 2001; METRICS 8.6"
#define PUIJ   "van Puijenbroek et al. 2002; METRICS 8.6"
#define NOREN  "Noren, Hopstadius & Bate 2013; METRICS 8.6"
#define MOUCH  "DuMouchel 1999; METRICS 8.6"
#define LANEY  "Shewhart 1931, Laney 2002; METRICS 8.3"
#define BY_TWO "a, b, c, d"

const struct metric_function SIGNAL_FUNCTIONS[] = {
	{{"prr", 4, prr}, BY_TWO, "proportional reporting ratio (a/(a+b)) / (c/(c+d))", EVANS},
	{{"prr_low", 5, prr_low}, BY_TWO ", level", "its lower limit", EVANS},
	{{"prr_high", 5, prr_high}, BY_TWO ", level", "its upper limit", EVANS},
	{{"ror", 4, ror}, BY_TWO, "reporting odds ratio ad / bc", PUIJ},
	{{"ror_low", 5, ror_low}, BY_TWO ", level", "its lower limit", PUIJ},
	{{"ror_high", 5, ror_high}, BY_TWO ", level", "its upper limit", PUIJ},
	{{"yates", 4, yates}, BY_TWO, "chi-square of the table with the correction of Yates",
		"Yates 1934; METRICS 8.6"},
	{{"ic", 2, ic}, "a, expected", "information component log2((a + 1/2) / (expected + 1/2))",
		NOREN},
	{{"ic_quantile", 3, ic_quantile}, "a, expected, p",
		"its quantile p: above 0 at 0.025 is a signal", NOREN},
	{{"ebgm", 2, ebgm_sql}, "n, expected",
		"n / expected drawn towards what such ratios are by the prior (.2, .1, 2, 4, 1/3)",
		MOUCH},
	{{"ebgm_quantile", 3, ebgm_quantile_sql}, "n, expected, p", "its quantile p: EB05 at 0.05",
		MOUCH},
	{{"negative_binomial_quantile", 3, negative_binomial_quantile_sql}, "p, mean, dispersion",
		"the least count not exceeded with probability p; variance dispersion x mean",
		"Noufaily et al. 2013; METRICS 8.1"},
	{{"u_low", 3, u_low}, "centre, e, sigma",
		"lower limit of a rate per exposure; sigma 1, or that of uchart()", LANEY},
	{{"u_high", 3, u_high}, "centre, e, sigma", "upper limit of a rate per exposure", LANEY},
	{{"ewma_limit", 4, ewma_limit_sql}, "mean, share, steps, z",
		"upper limit of the ewma() of Poisson counts after so many steps", "Lucas 1990"},
	{{0}},
};
