#pragma once
/* One cell of a row into its field: dates, spans of time, numbers, identifiers and texts each in
 * their own way; what is none goes to extra. For convert.c, which makes the row. */
#include "input/convert.h"

/* What one row needs besides its cells. */
struct work {
	struct converter *converter;
	const struct row *row;
	struct batch *batch;
	struct fault *fault;
	size_t r;
	struct span title, second; /* joined with what stands in other columns */
	int32_t day;
};

enum conversion convert_cell(struct work *work, size_t column);

/* The row is rejected, for that column. */
enum conversion work_reject(struct work *work, enum reject_code code, size_t column);
/* Texts in the batch's arena; joined is one of two when the other is blank. */
struct span work_keep(struct work *work, const struct buf *text);
struct span work_join(struct work *work, struct span a, const char *between, struct span b);
