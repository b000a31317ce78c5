#pragma once
/* Complaints one by one: the relation `facts`, a frame (sql/frame.h) over the private view
 * temp.fact_rows, of which it takes the columns that a query reads. */
#include "metric/relations.h"

/* Again when group_keys have changed. */
int facts_make(const struct relations *relations, struct err *err);
void facts_drop(struct sql *sql);

/* " FROM ... WHERE ...": complaints `c` of the days `d` of periods, with their causes `k` where
 * these count; `join` is put in between. */
void facts_write_rows(const struct relations *relations, const char *join, struct buf *out);
/* What a row counts, over them. */
const char *facts_weight(const struct relations *relations);
