#pragma once
/* temp.groups(g, d1, d2, ..., unassigned) with the labels and whether one of them is unknown, and
 * temp.group_keys(k0, k1, ..., g) that says which values make which group. g counts from 1 in the
 * order of the labels; without --by it is 0. */
#include "metric/relations.h"

int groups_make(const struct relations *relations, struct err *err);

/* The g of the `n` largest groups of the shown periods, ties by label; the caller frees `kept`. */
int groups_top(const struct relations *relations, size_t n, int64_t **kept, size_t *n_kept,
	size_t *n_groups, struct err *err);
/* Those not among `kept` become one more, the last; returns its g, or -1. */
int64_t groups_merge(
	const struct relations *relations, const int64_t *kept, size_t n, struct err *err);

/* "k0, k1, ..." */
void groups_names(struct buf *out, const char *letter, size_t n);
