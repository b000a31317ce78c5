#pragma once
/* The normal distribution. */

double normal_lower(double z); /* P(Z <= z) */
/* z with P(Z <= z) = p, 0 < p < 1; NAN elsewhere. */
double normal_quantile(double p);
/* z with P(-z <= Z <= z) = level: 1.96 for 0.95. */
double normal_two_sided(double level);
