#pragma once
/* Which days a load covers, per source of its rows. */
#include "store/ledger.h"

struct span_of_days {
	int64_t source;              /* term */
	int32_t first, last, newest; /* last: newest that is not after the load's own date */
};

struct coverage {
	struct span_of_days *sources;
	size_t n, capacity;
	int32_t own_day; /* of the export, else of the run */
};

void coverage_add(struct coverage *coverage, int64_t source, int32_t day);
void coverage_release(struct coverage *coverage);
/* Writes the rows, and all of them taken together to *first and *last (NO_DAY: no rows). What the
 * caller says it covers stands before what the data show. */
int coverage_save(struct coverage *coverage, struct sql *sql, int64_t load,
	const struct load_info *info, int32_t *first, int32_t *last, struct err *err);
