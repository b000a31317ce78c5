#pragma once
/* Which complaints repeat which (METRICS 4), worked out in C: SQLite's windows take ten times as
 * long. Of all complaints up to the as-of date, for the params key, window, anchor and busiest
 *where a query has them:
 *
 *	chains(id, place, gap, next_gap, since_closing, still_open)
 *		only those whose key others have too; what is not there has place 1;
 *		a frame (sql/frame.h)
 *	temp.busy(customer, most)   more than 20 complaints, or than `busiest`, in 365 days */
#include "metric/relations.h"

int chains_make(const struct relations *relations, struct err *err);
void chains_drop(struct sql *sql);
