#pragma once
/* Decision values to probabilities: p = 1 / (1 + exp(slope * value + offset)).
 * Source: Platt (1999), fitted as Lin, Lin & Weng, Machine Learning 68 (2007), Appendix C. */
#include <stdbool.h>
#include <stddef.h>

struct sigmoid {
	double slope, offset;
};

/* From values that the trained model has not been fitted to. */
struct sigmoid sigmoid_fit(const double *values, const bool *is_true, size_t n);
double sigmoid_probability(struct sigmoid sigmoid, double value);
