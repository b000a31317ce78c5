#pragma once
/* Which complaints repeat which (METRICS 4), worked out in C: SQLite's windows take ten times as
 * long. From all_facts, for the params key, window, anchor and busiest where a query has them:
 *
 *	chains(id, place, gap, next_gap, since_closing, still_open)
 *		only those whose key others have too; what is not there has place 1; of
 *		customers with a complaint in the shown periods or the one before;
 *		a frame (sql/frame.h)
 *	temp.busy(customer, most)   more than 20 complaints, or than `busiest`, in 365 days */
#include "metric/relations.h"
#include "sql/frame.h"

/* The frame of facts is read instead where it has the same. */
int chains_make(const struct relations *relations, struct frame *facts, struct err *err);
void chains_drop(struct sql *sql);
