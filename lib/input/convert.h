#pragma once
/* One row of cells to one record of a batch, by a plan. */
#include <stdbool.h>

#include "base/buf.h"
#include "input/plan.h"
#include "input/reject.h"
#include "input/rows.h"
#include "input/words.h"
#include "record/batch.h"

enum conversion {
	CONVERTED,
	REJECTED,       /* fault says why */
	NEEDS_EVIDENCE, /* a date or an identifier about which the whole column must decide first */
};

struct converter {
	struct plan *plan;
	struct words *words;
	struct span source;
	int64_t (*to_local)(int64_t utc); /* NULL: UTC stays as it is */
	bool is_canonical; /* values that read as canonical text are taken as they are */
	bool is_strict;    /* and others are refused */
	bool is_1904;      /* plain numbers for dates count from 1904 */
	/* scratch */
	struct buf extra, joined;
	uint64_t n_damaged, n_unread; /* identifiers spoilt by Excel; numbers that are none */
	uint64_t n_damaged_before, n_unread_before; /* the last row */
};

/* Adds the plan's columns to an empty batch. */
void convert_begin(const struct converter *converter, struct batch *batch);

/* Fills row batch->n; the caller counts it up. Cells must live in the batch's arena. */
enum conversion convert_row(struct converter *converter, const struct row *row, struct batch *batch,
	struct fault *fault);

/* The same for a row that was converted once, perhaps with more products: nothing is counted. */
void convert_again(struct converter *converter, const struct row *row, struct batch *batch);

void converter_release(struct converter *converter);
