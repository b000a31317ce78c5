#pragma once
/* Logistic regression of one class against the rest: the only user of liblinear. */
#include <stddef.h>

/* One feature of a row; a row is ended by index -1. */
struct node {
	int index; /* from 1 on */
	double value;
};

/* Weights by index, less 1; the caller frees them. `sides` are 1 for the class and -1 for the
 * rest; all weights are 0 when there is only one of the two. The same rows give the same weights.
 */
double *logistic_train(
	const struct node *const *rows, const double *sides, size_t n, size_t n_weights);
double logistic_value(const struct node *row, const double *weights);
