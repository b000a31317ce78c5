#pragma once
/* Rules and model together. The model's probabilities decide on the causes it knows; the rules name
 * their subcauses and every other cause, and stand alone where the model is not sure. */
#include <stdbool.h>

#include "cause/cause.h"
#include "model/grams.h"
#include "cause/grammar.h"
#include "model/model.h"

enum { NO_CLUE = UINT32_MAX };
#define NO_CLASS SIZE_MAX

struct combiner {
	struct cause_model *model;
	uint32_t (*clues)[3]; /* by number of a label and kind: the model's clue, or NO_CLUE */
	uint32_t nothing;     /* the clue of finding nothing */
	size_t *classes; /* by number of a label: the model's class of its cause, or NO_CLASS */
};

/* One decision of the model, with its parts. */
struct judgement {
	bool knows;    /* false: no words, or never seen any of them */
	double length; /* of the n-grams */
	double from_grams[MODEL_CLASSES], from_clues[MODEL_CLASSES];
	double value[MODEL_CLASSES], probability[MODEL_CLASSES];
};

/* Takes the model. The labels are those of the rules. */
struct combiner *combiner_new(struct cause_model *model, const struct grammar *grammar);
void combiner_free(struct combiner *combiner);

/* `rules` is what the rules alone say of the folded text. */
void combiner_judge(const struct combiner *combiner, struct grams *grams, const char *folded,
	size_t n, const struct cause_result *rules, struct judgement *judgement);
void combiner_decide(const struct combiner *combiner, const struct judgement *judgement,
	struct cause_result *result);

/* Arithmetic of a judgement, readable; `folded` as it was judged. */
void combiner_explain(const struct combiner *combiner, const struct judgement *judgement,
	const char *folded, size_t n, const struct cause_result *rules, struct buf *out);

/* The places of the text that speak most for a class, in the order of the text, none inside of
 * another; returns how many. */
enum { TELLING_GRAMS = 3 };
size_t combiner_telling(const struct combiner *combiner, const char *class, const char *folded,
	size_t n, struct gram telling[TELLING_GRAMS]);
