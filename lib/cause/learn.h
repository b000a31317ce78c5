#pragma once
/* A model from labelled texts.
 *
 *	struct learner *learner = learner_new(classifier, class_names, n_classes);
 *	learner_add(learner, text, n, is_class);       // for each text, of each class whether it is
 *	struct cause_model *model = learner_train(learner);
 *	learner_free(learner);
 *
 * One class against the rest by logistic regression (L2R_LR). The same texts in the same order give
 * the same model. Scores and sigmoids come from five-fold cross-validation, in which equal texts
 * stay together. */
#include <stdbool.h>
#include <stddef.h>

#include "cause/cause.h"
#include "model/model.h"

struct learner;

/* The classifier must have no model; it is borrowed. */
struct learner *learner_new(
	const struct classifier *classifier, const char *const *class_names, size_t n_classes);
void learner_free(struct learner *learner);

void learner_add(struct learner *learner, const char *text, size_t n, const bool *is_class);

/* The caller frees the model. */
struct cause_model *learner_train(struct learner *learner);
