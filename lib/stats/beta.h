#pragma once
/* The beta distribution: regularised incomplete beta function and its inverse (own code for the
 * reason given in stats/gamma.h).
 * Source: DLMF 8.17.22 (continued fraction), prefactor by stats/density.h. */

double beta_lower(double a, double b, double x); /* I_x(a, b); a, b > 0, 0 <= x <= 1, else NAN */
double beta_upper(double a, double b, double x); /* 1 - I_x, exact where it is small */
/* x with I_x(a, b) = p as odds x / (1 - x), which keep their precision where x is nearly 1;
 * 0 < p < 1, NAN elsewhere. */
double beta_quantile_odds(double p, double a, double b);
double beta_quantile(double p, double a, double b);
