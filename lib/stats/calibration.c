#include "stats/calibration.h"

#include <math.h>

void calibration_add(struct calibration_bin *bins, size_t n_bins, double probability, bool is_true)
{
	double difference = probability - is_true;
	size_t b = 0;

	/* Compared with the limits themselves: 0.7 * 10 is not always 7. */
	while (b + 1 < n_bins && probability > (double)(b + 1) / (double)n_bins)
		b++;
	bins[b].n++;
	bins[b].confidence += probability;
	bins[b].positive += is_true;
	bins[b].squares += difference * difference;
}

static double count(const struct calibration_bin *bins, size_t n_bins)
{
	double n = 0;

	for (size_t b = 0; b < n_bins; b++)
		n += (double)bins[b].n;
	return n;
}

double calibration_error(const struct calibration_bin *bins, size_t n_bins)
{
	double n = count(bins, n_bins), sum = 0;

	for (size_t b = 0; b < n_bins; b++)
		sum += fabs(bins[b].confidence - bins[b].positive);
	return n > 0 ? sum / n : NAN;
}

double calibration_brier(const struct calibration_bin *bins, size_t n_bins)
{
	double n = count(bins, n_bins), sum = 0;

	for (size_t b = 0; b < n_bins; b++)
		sum += bins[b].squares;
	return n > 0 ? sum / n : NAN;
}
