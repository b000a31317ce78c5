#include "stats/negative_binomial.h"

#include <float.h>
#include <math.h>

#include "stats/beta.h"
#include "stats/gamma.h"
#include "stats/normal.h"

/* Next to 1 the size is beyond what the beta function can do, and makes no difference. */
static const double POISSON = 1 + 1e-9;

double negative_binomial_lower(double k, double mean, double dispersion)
{
	if (!(mean >= 0 && dispersion >= 1))
		return NAN;
	if (k < 0)
		return 0;
	if (mean == 0)
		return 1;
	if (dispersion < POISSON)
		return gamma_upper(floor(k) + 1, mean);
	return beta_lower(mean / (dispersion - 1), floor(k) + 1, 1 / dispersion);
}

/* By halves: P(Y <= below) < p <= P(Y <= above). */
static double search(double below, double above, double p, double mean, double dispersion)
{
	while (above - below > 1) {
		double middle = floor((below + above) / 2);

		if (negative_binomial_lower(middle, mean, dispersion) >= p)
			above = middle;
		else
			below = middle;
	}
	return above;
}

double negative_binomial_quantile(double p, double mean, double dispersion)
{
	double deviation = sqrt(mean * dispersion);
	double guess, step;

	if (!(mean >= 0 && dispersion >= 1 && p > 0 && p < 1) || !isfinite(deviation))
		return NAN;
	p *= 1 - 64 * DBL_EPSILON; /* a probability that is p but for rounding is p, as in R */
	guess = fmax(0, floor(mean + normal_quantile(p) * deviation));
	step = fmax(1, floor(deviation / 4));
	if (negative_binomial_lower(guess, mean, dispersion) >= p) {
		double above = guess;

		while (above - step >= 0 &&
			negative_binomial_lower(above - step, mean, dispersion) >= p)
			above -= step;
		return search(fmax(-1, above - step), above, p, mean, dispersion);
	}
	while (negative_binomial_lower(guess + step, mean, dispersion) < p)
		guess += step;
	return search(guess, guess + step, p, mean, dispersion);
}
