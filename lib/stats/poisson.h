#pragma once
/* Exact limits of a Poisson mean from one count. METRICS 2.2: low = chi2inv((1-level)/2, 2n) / 2,
 * high = chi2inv((1+level)/2, 2n + 2) / 2. Source: Garwood, Biometrika 28 (1936). */

double poisson_low(double n, double level); /* 0 for n = 0; NAN unless n is whole */
double poisson_high(double n, double level);

/* Pearson's dispersion of counts about one common rate: sum((n - mean)^2 / mean) / (k - 1) with
 * mean = exposure x sum(counts) / sum(exposures); 1 for Poisson. NAN when k < 2 or nothing was
 * counted. Points without exposure are left out. Source: McCullagh & Nelder (1989), 4.5. */
double poisson_dispersion(const double *counts, const double *exposures, unsigned long n);
