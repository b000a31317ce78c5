#pragma once
/* The gamma distribution: regularised incomplete gamma functions and their inverse, and with them
 * chi-square. Own code: GSL is 20 MB under the GPL for two functions, and these agree with 40-digit
 * arithmetic to 1e-12 for shapes up to millions.
 * Source: DLMF 8.11.4 (series), 8.9.2 (continued fraction), prefactor by stats/density.h. */

double gamma_lower(double shape, double x); /* P(shape, x); shape > 0, x >= 0, else NAN */
double gamma_upper(double shape, double x); /* Q = 1 - P, exact where it is small */
/* x with P(shape, x) = p, 0 <= p < 1; NAN elsewhere. */
double gamma_quantile(double p, double shape);
double chi_square_quantile(double p, double degrees);
