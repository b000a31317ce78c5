#pragma once
/* Which complaints chains_find() needs: few customers complain twice about the same, and all others
 * need be neither kept nor sorted. After a first look at all of them the filter tells, at a second
 * look, which these are; it may keep one too many, never one too few.
 *
 *	struct chain_filter *filter = chain_filter_new(n, &rules);
 *	... chain_filter_add(filter, items, n_items) ...             // piece by piece
 *	... n_items = chain_filter_keep(filter, items, n_items) ...  // again
 *	chain_filter_free(filter); */
#include "stats/chain.h"

struct chain_filter;

/* `n`: about how many complaints there are. */
struct chain_filter *chain_filter_new(size_t n, const struct chain_rules *rules);
void chain_filter_free(struct chain_filter *filter);

/* Of the items, only what is of their keys is looked at. */
void chain_filter_add(struct chain_filter *filter, const struct chain_item *items, size_t n);
/* Moves those that are needed to the front; returns how many. */
size_t chain_filter_keep(const struct chain_filter *filter, struct chain_item *items, size_t n);
