#pragma once
/* Complaints one by one: the relation `facts`, a frame (sql/frame.h) over the private view
 * temp.fact_rows, of which it takes the columns that a query reads. */
#include "metric/relations.h"
#include "sql/frame.h"

/* Columns that other relations are made of. */
enum {
	FACT_ID,
	FACT_FLAGS, /* of complaint; hidden, as is the channel */
	FACT_CHANNEL,
	FACT_RECEIVED,
	FACT_FIRST_RESPONSE,
	FACT_CLOSED,
	FACT_FOLLOW_UP,
	FACT_CUSTOMER,
	FACT_PRODUCT,
	FACT_CAUSE,
	FACT_SEVERITY,
};

/* Again when group_keys have changed. The frame is the connection's; NULL on failure. */
struct frame *facts_make(const struct relations *relations, struct err *err);
void facts_drop(struct sql *sql);

/* " FROM ... WHERE ...": complaints `c` of the days `d` of periods, with their causes `k` where
 * these count; `join` is put in between. */
void facts_write_rows(const struct relations *relations, const char *join, struct buf *out);
/* What a row counts, over them. */
const char *facts_weight(const struct relations *relations);
