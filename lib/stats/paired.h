#pragma once
/* Two classifications of the same rows against the truth: is one better, and by how much?
 *
 * Classes are numbers below n_classes; truth and predictions may also be n_classes,
 * "none", and n_classes + 1, "another", for which there is no F1.
 * The interval is of the percentile bootstrap over rows (Efron & Tibshirani, An Introduction to the
 * Bootstrap, 1993, ch. 13); the test is McNemar's in its exact form (Psychometrika 12, 1947). */
#include <stddef.h>
#include <stdint.h>

struct paired {
	size_t n, n_classes;
	const size_t *truth, *first, *second;
};

/* Mean F1 of the classes that are true or predicted anywhere; NAN without any. */
double paired_macro_f1(const struct paired *p, const size_t *predicted);
double paired_accuracy(const struct paired *p, const size_t *predicted);

/* The 95 % limits of `figure` of the second less that of the first, in `resamples` samples; the
 * same seed gives the same limits. NAN without rows. */
typedef double paired_figure(const struct paired *p, const size_t *predicted);
void paired_limits(const struct paired *p, paired_figure *figure, size_t resamples, uint64_t seed,
	double *low, double *high);

/* Rows that only the first, or only the second, has right; p is two-sided, 1 without any. */
double paired_mcnemar(const struct paired *p, size_t *n_only_first, size_t *n_only_second);
