#pragma once
/* Denominators from a CSV file: a column of dates or months, dimensions of the population, and a
 * column per measure.
 *
 *	month,product,orders,units
 *	2026-10,fan,1200,1310
 *
 * Read again, a value takes the place of the one for the same days, group and measure. Where a
 * month and days of it are both known they must agree, and the days stand for it. */
#include "record/labels.h"
#include "store/store.h"

struct exposure_counts {
	uint64_t n_rows, n_added, n_replaced, n_unchanged;
};

/* All or nothing; errors name file and line. `labels` (or NULL) knows headers in other languages.
 */
int exposure_load(struct store *store, const struct run_info *run, const char *path,
	const struct labels *labels, struct exposure_counts *counts, struct err *err);
