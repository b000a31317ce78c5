#pragma once
/* What a model is told of the rules' findings. */
#include "cause/cause.h"

enum clue_kind {
	CLUE_LABEL,   /* "product:quality": its score */
	CLUE_CAUSE,   /* "product": the score of its first label */
	CLUE_PRIMARY, /* "=product": 1 */
	CLUE_NOTHING, /* "?": 1 */
	N_CLUE_KINDS
};

/* Calls `each` for every clue of a result of the rules; `label` is NULL for CLUE_NOTHING. */
void clues_each(const struct cause_result *rules,
	void (*each)(
		void *context, enum clue_kind kind, const struct cause_label *label, double value),
	void *context);

/* The clue's name in a model. */
void clue_name(enum clue_kind kind, const char *cause, const char *subcause, struct buf *out);
