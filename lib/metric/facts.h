#pragma once
/* Complaints one by one: the relation `facts`, a frame (sql/frame.h) of the columns that a query
 * reads, taken from the store's columns, or from the view temp.fact_rows where these cannot tell.
 * The view is always there, for queries that look at few rows. */
#include "metric/relations.h"
#include "sql/frame.h"

/* Columns that other relations are made of. */
enum {
	FACTS_ID,
	FACTS_FLAGS, /* of complaint; hidden, as is the channel */
	FACTS_CHANNEL,
	FACTS_RECEIVED,
	FACTS_FIRST_RESPONSE,
	FACTS_CLOSED,
	FACTS_FOLLOW_UP,
	FACTS_CUSTOMER,
	FACTS_PRODUCT,
	FACTS_CAUSE,
	FACTS_SEVERITY,
};

/* Again when group_keys have changed. The frame is the connection's; NULL on failure. */
struct frame *facts_make(const struct relations *relations, struct err *err);
void facts_drop(struct sql *sql);

/* " FROM ... WHERE ...": complaints `c` of the days `d` of periods, with their causes `k` where
 * these count; `join` is put in between. */
void facts_write_rows(const struct relations *relations, const char *join, struct buf *out);
/* What a row counts, over them. */
const char *facts_weight(const struct relations *relations);
