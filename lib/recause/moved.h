#pragma once
/* What a new classification moves: from which cause to which, and what becomes of the growth of the
 * last complete month, by the causes as they were and as they are.
 *
 *	struct moved *moved = moved_new(store->sql, &err);
 *	moved_add(moved, old, new);               // every complaint, also those that stay
 *	struct table *table = moved_table(moved, store->dictionary);
 *	moved_free(moved); */
#include "store/dictionary.h"
#include "store/fact.h"
#include "table/table.h"

struct moved;

struct moved *moved_new(struct sql *sql, struct err *err);
void moved_free(struct moved *moved);

/* Before moved_add(), where not every complaint will be added: the months of all of them, as they
 * are. A cause that a complaint has for the first time has moved, then. */
int moved_count_all(struct moved *moved, struct sql *sql, struct err *err);
void moved_add(struct moved *moved, const int64_t old[N_FACTS], const int64_t new[N_FACTS]);

/* Counts are of incidents. Rows of kind "moved": from, to, complaints; of kind "cause": the month's
 * complaints, those of the month before, and the growth, before and after. No rows when nothing
 * moved, or when there was no cause before that could move. */
struct table *moved_table(const struct moved *moved, const struct dictionary *dictionary);
