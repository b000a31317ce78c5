#pragma once
/* Rows of a printed table that have words in common, so that what belongs to a total is found
 * without a look at every row. Internal to foot.c.
 *
 *	foot_kin_init(&kin, csv, has_words, n_keys);    // which of the first columns count
 *	kin.group[a] == kin.group[b];                   // rows a and b have the same words there */
#include <stdbool.h>

#include "base/csv.h"

/* Rows by group, in the table's order: rows[starts[g]] up to rows[starts[g + 1]]. */
struct foot_members {
	size_t *starts, *rows;
};

struct foot_kin {
	bool *has_words; /* by key column */
	size_t *group;   /* by row of the table; of the header 0 */
	size_t n_groups;
	struct foot_members parts, totals;
};

void foot_kin_init(
	struct foot_kin *kin, const struct csv_rows *csv, const bool *has_words, size_t n_keys);
void foot_kin_release(struct foot_kin *kin);
/* Of the table's n rows those that `is_member` says. */
void foot_members_init(
	struct foot_members *members, const struct foot_kin *kin, size_t n, const bool *is_member);
/* Where in a group its first row stands that is not before `row`; the group's end: none. */
size_t foot_members_from(const struct foot_members *members, size_t group, size_t row);
