#pragma once
/* New complaints into the tables complaint and narrative, by blocks, while the caller goes on with
 * the next: half of the work of a first load is SQLite's.
 *
 *	adder_init(&adder, sql, worker);
 *	complaint = adder_next(&adder, &err);     // to be filled
 *	adder_flush(&adder, &err);                // on its way; worker_wait() waits for it */
#include "base/worker.h"
#include "sql/sql.h"
#include "store/fact.h"

enum { BLOCK_COMPLAINTS = 64, N_BLOCKS = 18 };

struct block {
	struct adder *adder;
	size_t n;
	struct complaint
		complaints[BLOCK_COMPLAINTS]; /* as many as stay in the processor's cache */
};

struct adder {
	struct sql *sql;
	struct worker *worker; /* uses sql and what follows while it has a block; NULL: none */
	struct stmt *add_facts, *add_narrative;
	/* Columns that new complaints had something in so far: the others are not asked for. */
	bool has_fact[N_FACTS], has_narrative[N_NARRATIVE_COLUMNS];
	int64_t blank[N_FACTS];
	struct block *blocks; /* in turn */
	size_t current;
};

/* Ids of new complaints follow the last in the table. A worker may hold N_BLOCKS - 1 jobs. */
void adder_init(struct adder *adder, struct sql *sql, struct worker *worker);
void adder_release(struct adder *adder); /* when the worker has no block */

/* A new complaint, which the caller fills; its texts must live until it is written. NULL when the
 * ones before could not be. */
struct complaint *adder_next(struct adder *adder, struct err *err);
/* Takes back the last one. */
void adder_drop(struct adder *adder);
int adder_flush(struct adder *adder, struct err *err);
