#pragma once
/* What the parts of reading an evaluation share: which rows (evaluate_rows.c), where the predicted
 * labels come from (evaluate_predict.c), labels to sets (evaluate_classes.c). */
#include "cmd/evaluate.h"

struct reader {
	struct run *run;
	struct evaluation *e;
	const struct labels *labels;
	enum label_depth depth;
	bool is_primary, blank_counts;
	size_t predicted_column, score_column, weight_column;
	const char *prefix;   /* of the columns of probabilities, or NULL */
	const char **classes; /* by column: what its probabilities are of ("": no cause), or NULL */
	size_t n_surest;      /* length of the name below */
	const char **surest_name;
};

/* Fills said[] and score[] of the rows judged, from a column, from probabilities, or by the rules.
 */
enum status evaluation_predict(struct reader *reader);

/* The codes of a cell's labels (cause/labelnames.h), owned by the evaluation; NULL where nobody has
 * judged. */
const char *evaluation_codes(struct reader *reader, const char *cell);

/* A cell with a number of 0 to 1; NAN when blank. */
enum status evaluation_share(struct reader *reader, size_t row, size_t column, double *value);

/* Chooses the classes and fills what is numbered by them. */
enum status evaluation_encode(struct reader *reader);
