#pragma once
/* Where the header of a table is, and what its columns are called: one row, or two whose cells were
 * merged, or none. */
#include <stdint.h>

#include "input/plan.h"

struct header {
	uint64_t line;     /* of its last row; 0: the table has none */
	size_t first_data; /* row of the sample */
	size_t n;
	struct span *names; /* n; no text where a column has none */
	/* Rows that it is made of, the one of groups above; NULL: there is none. */
	const struct sample_row *upper, *lower;
};

/* Texts are in the sample or in `arena`. */
int header_find(struct header *header, const struct sample *sample,
	const struct plan_options *options, struct arena *arena, struct err *err);
