#pragma once
/* How far apart two sides are in each feature: the root of the absolute logarithm of the ratio of
 * its shares.
 *
 * Logistic regression on features multiplied by it trusts those that tell the sides apart: Wang and
 * Manning, Baselines and Bigrams: Simple, Good Sentiment and Topic Classification (ACL 2012). They
 * take the logarithm as it is, which serves a few hundred texts; of thousands its root learns more
 * (28,700 examples, held back: accuracy 0.776 -> 0.784). */
#include <stddef.h>

#include "model/logistic.h"

/* By feature, up to `n_weights`: its contrast, or 1 for those above `last`. The caller frees it. */
double *contrasts(const struct node *const *rows, const double *sides, size_t n, size_t n_weights,
	size_t last);

/* As logistic_train() on rows whose features are multiplied by their contrast; the weights are
 * those of the features as they are. */
double *contrast_train(const struct node *const *rows, const double *sides, size_t n,
	size_t n_weights, size_t last);
