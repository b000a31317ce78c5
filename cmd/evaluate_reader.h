#pragma once
/* What the two halves of reading an evaluation share: cells to sets (evaluate_rows.c), and where
 * the predicted cells come from (evaluate_predict.c). */
#include "cmd/evaluate.h"

struct reader {
	struct run *run;
	struct evaluation *e;
	enum label_depth depth;
	bool is_primary;
	size_t predicted_column, score_column, weight_column;
	const char *prefix; /* of the columns of probabilities, or NULL */
	size_t n_surest;    /* length of the name below */
	const char **surest_name;
};

/* Fills said[] and score[] of the rows judged, from a column, from probabilities, or by the rules.
 */
enum status evaluation_predict(struct reader *reader);

/* A cell with a number of 0 to 1; NAN when blank. */
enum status evaluation_share(struct reader *reader, size_t row, size_t column, double *value);
