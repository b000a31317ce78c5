#include "stats/uchart.h"

#include <math.h>

static const double D2_OF_TWO = 1.128;

double uchart_centre(const double *counts, const double *exposures, size_t n)
{
	double count = 0, exposure = 0;

	for (size_t i = 0; i < n; i++)
		if (exposures[i] > 0 && counts[i] >= 0) {
			count += counts[i];
			exposure += exposures[i];
		}
	return exposure > 0 ? count / exposure : NAN;
}

double uchart_z(double count, double exposure, double centre)
{
	if (!(exposure > 0) || !(centre > 0))
		return NAN;
	return (count / exposure - centre) / sqrt(centre / exposure);
}

double uchart_sigma(const double *counts, const double *exposures, size_t n, double centre)
{
	double before = NAN, sum = 0;
	size_t n_ranges = 0;

	for (size_t i = 0; i < n; i++) {
		double z = uchart_z(counts[i], exposures[i], centre);

		if (isnan(z))
			continue;
		if (!isnan(before)) {
			sum += fabs(z - before);
			n_ranges++;
		}
		before = z;
	}
	return n_ranges ? sum / (double)n_ranges / D2_OF_TWO : NAN;
}

static double limit(double centre, double exposure, double width)
{
	if (!(exposure > 0) || !(centre >= 0))
		return NAN;
	return fmax(0, centre + width * sqrt(centre / exposure));
}

double uchart_low(double centre, double exposure, double sigma)
{
	return limit(centre, exposure, -3 * sigma);
}

double uchart_high(double centre, double exposure, double sigma)
{
	return limit(centre, exposure, 3 * sigma);
}
