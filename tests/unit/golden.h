#pragma once
/* The golden complaints as a store, and results compared with golden files over all their rows. */
#include "metric/metric.h"
#include "store/store.h"
#include "table/table.h"

/* A private store of tests/golden/complaints.csv and the daily orders. */
struct store *golden_store(void);

/* One column of a golden file and ours; keys are compared as text, others as numbers (relative
 * 1e-9; empty equals empty). */
struct golden_column {
	const char *theirs, *ours;
	bool is_key;
};

/* Every row of the file whose columns have the values of `where` ("base", "2026-04", ..., NULL) has
 * a row of the table with the same keys and equal values; and the number of rows compared is `n`.
 */
void golden_compare(const struct table *table, const char *file, const char *const *where,
	const struct golden_column *columns, size_t n);

/* A query run on the store with the arguments, which end in NULL: "growth", "--by", ... */
struct table *golden_run(struct store *store, enum counted_from from, const char *const *arguments);
