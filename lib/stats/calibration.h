#pragma once
/* Whether probabilities mean what they say (METRICS 11): of what is called 80 % sure, 80 % must be
 * true.
 *
 *	struct calibration_bin bins[10] = {0};
 *	calibration_add(bins, 10, 0.83, true);         // once for each probability
 *	double ece = calibration_error(bins, 10); */
#include <stdbool.h>
#include <stddef.h>

/* Bin b of k holds probabilities in (b/k, (b+1)/k], the first one also 0. */
struct calibration_bin {
	size_t n;
	double confidence; /* sum of its probabilities */
	double positive;   /* how many came true */
	double squares;    /* sum of squared differences to 0 or 1 */
};

void calibration_add(struct calibration_bin *bins, size_t n_bins, double probability, bool is_true);

/* Expected calibration error: the mean distance of confidence and truth over bins, by their n.
 * Source: Naeini, Cooper & Hauskrecht, AAAI (2015). NAN without any probability. */
double calibration_error(const struct calibration_bin *bins, size_t n_bins);
/* Mean squared difference. Source: Brier, Mon. Weather Rev. 78 (1950). */
double calibration_brier(const struct calibration_bin *bins, size_t n_bins);
