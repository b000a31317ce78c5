#pragma once
/* Rows of a query's SELECT, kept until the rows of all groups, of the merged rest and of the total
 * are there, then written as one table with `period` and the --by columns instead of t and g. */
#include "metric/relations.h"

struct result;

struct result *result_new(const struct query *query, const struct scope *scope);
void result_free(struct result *result);

enum part {
	PART_GROUPS, /* rows of all groups */
	PART_OTHER,  /* of the merged rest, which follow those of their period */
	PART_TOTAL,  /* of everything, which come last in their period */
};

/* Runs the SELECT over the relations that are there now. Of PART_OTHER only the group `only` is
 * taken, of PART_GROUPS those of `kept` (NULL: all). */
int result_read(struct result *result, const struct relations *relations, enum part part,
	const struct opts *opts, const int64_t *kept, size_t n_kept, struct err *err);

struct table *result_table(const struct result *result, const char *title);
