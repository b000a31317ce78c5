#pragma once
/* Whether a product has more of a cause than the others have (METRICS 8.6): measures of
 * disproportion in a table of two by two
 *
 *	                 the cause   others
 *	the product          a          b
 *	other products       c          d
 * Sources: PRR: Evans, Waller & Davis, Pharmacoepidemiology and Drug Safety 10 (2001); ROR: van
 * Puijenbroek et al., ibid. 11 (2002); IC: Noren, Hopstadius & Bate, Stat. Methods Med. Res. 22
 * (2013); chi-square: Yates (1934). */

struct two_by_two {
	double a, b, c, d;
};

double signal_expected(struct two_by_two n); /* (a+b)(a+c)/N; NAN for an empty table */
/* (a/(a+b)) / (c/(c+d)), limits by its logarithm; infinite or NAN with an
 * empty side, as R has them. */
double signal_prr(struct two_by_two n);
double signal_prr_low(struct two_by_two n, double z);
double signal_prr_high(struct two_by_two n, double z);
double signal_ror(struct two_by_two n); /* ad / bc */
double signal_ror_low(struct two_by_two n, double z);
double signal_ror_high(struct two_by_two n, double z);
double signal_chi_square(struct two_by_two n); /* with Yates's correction; NAN with an empty side */
/* log2 of (a + 1/2) / (E + 1/2), and its quantile p (0.025 for IC025) by the gamma posterior. */
double signal_ic(double a, double expected);
double signal_ic_quantile(double a, double expected, double p);
