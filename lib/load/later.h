#pragma once
/* Rows of a first load that wait for its end: what they tell of complaints that rows before them
 * brought can be compared only when SQLite has those (load/first.h).
 *
 *	later_add(&later, batch, row);
 *	for (size_t i = 0; i < later.n; i++)
 *		... later.batches[i] ...
 *	later_release(&later); */
#include "record/batch.h"

struct later {
	struct batch **batches; /* in the order of the rows */
	size_t n, capacity;
};

/* A copy of the row. */
void later_add(struct later *later, const struct batch *batch, size_t row);
/* No more of them should be kept in memory. */
bool later_is_full(const struct later *later);
void later_release(struct later *later);
