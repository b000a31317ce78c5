#pragma once
/* Several rows of one order or ticket: a row that goes on with the one above it names the same
 * order (or none, its cell being merged), another product, and nothing that speaks against it. Its
 * products and the columns that are no field are joined to those above.
 *
 *	if (continuation_is(c, &row))
 *		row = continuation_join(c, &row, &batch->arena);
 *	continuation_keep(c, &row); */
#include <stdbool.h>

#include "input/plan.h"
#include "input/rows.h"

struct continuation {
	const struct plan *plan;
	size_t id;          /* column of the complaint's or order's number; SIZE_MAX: none */
	struct span *cells; /* of the row above, joined */
	size_t n, capacity;
	uint64_t line, byte;
	bool has_row, is_held;
	struct arena held; /* text of a row that waits for the next batch */
};

void continuation_start(struct continuation *continuation, const struct plan *plan, bool is_wanted);
void continuation_release(struct continuation *continuation);

bool continuation_is(const struct continuation *continuation, const struct row *row);
/* The row above with what this one adds; its text in the arena or where it was. */
struct row continuation_join(
	struct continuation *continuation, const struct row *row, struct arena *arena);
/* What the next row is compared with; its text is borrowed until the next call but one. */
void continuation_keep(struct continuation *continuation, const struct row *row);
void continuation_forget(struct continuation *continuation);

/* Over the end of a batch: the row's text is copied, and given into the next batch's arena. */
void continuation_hold(struct continuation *continuation);
struct row continuation_give(struct continuation *continuation, struct arena *arena);
