#pragma once
/* The complaints of a store's first load, with their narratives and causes, past SQLite's INSERT;
 * the tables are empty and nobody else sees the file. Rows that meet a complaint of these wait
 * until the end (load/later.h).
 *
 *	first_begin(&first, sql, &err);
 *	first_add(&first, &complaint, &err);
 *	first_add_causes(&first, id, &cause_set, run, &err);
 *	first_end(&first, &err);          // from here on SQLite has them
 *	first_release(&first); */
#include "sql/bulk.h"
#include "store/causes.h"
#include "store/columns_part.h"
#include "store/fact.h"

struct first {
	struct bulk *bulk; /* NULL: not begun, or ended */
	struct bulk_table *complaint, *narrative, *cause, *columns;
	struct columns_part part; /* complaints of the newest part */
	int64_t part_number;
	struct buf cells;
	int64_t blank[N_FACTS]; /* what the table's columns are by default */
};

int first_begin(struct first *first, struct sql *sql, struct err *err);
/* Ids ascend. Texts are copied. */
int first_add(struct first *first, const struct complaint *complaint, struct err *err);
int first_add_causes(struct first *first, int64_t complaint, const struct cause_set *set,
	int64_t run, struct err *err);
int first_end(struct first *first, struct err *err); /* does nothing when it has not begun */
void first_release(struct first *first);
