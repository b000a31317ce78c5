#pragma once
/* New complaints into the tables complaint and narrative, by blocks, while the caller goes on with
 * the next: half of the work of a first load is SQLite's.
 *
 *	adder_init(&adder, sql, worker);
 *	adder_begin(&adder, batch->n, &merge);
 *	adder_add(&adder, &complaint, &err);
 *	adder_flush(&adder, &err);                // on its way; worker_wait() waits for it */
#include "base/worker.h"
#include "load/merge.h"
#include "sql/sql.h"
#include "store/fact.h"
#include "store/narrow.h"

enum { BLOCK_COMPLAINTS = 64, N_BLOCKS = 18 };

/* Complaints by columns, and of these only the ones that may have something: what one processor
 * writes and another reads is what this costs. */
struct block {
	struct adder *adder;
	size_t n;
	bool has_fact[N_FACTS], has_narrative[N_NARRATIVES];
	int64_t fact[N_FACTS][BLOCK_COMPLAINTS];
	struct span narrative[N_NARRATIVES][BLOCK_COMPLAINTS];
	int64_t twin[BLOCK_COMPLAINTS];
};

struct adder {
	struct sql *sql;
	struct worker *worker; /* uses sql and what follows while it has a block; NULL: none */
	bool may_narrow;       /* the table is empty */
	struct narrow narrow;
	struct stmt *add_facts, *add_narrative;
	/* Columns that new complaints had something in so far: the others are not asked for. */
	bool has_fact[N_FACTS], has_narrative[N_NARRATIVE_COLUMNS];
	struct block *blocks; /* in turn */
	size_t current;
	/* Columns of the complaints to come. */
	enum fact facts[N_FACTS];
	enum narrative narratives[N_NARRATIVES];
	size_t n_facts, n_narratives;
};

/* Ids of new complaints follow the last in the table. A worker may hold N_BLOCKS - 1 jobs. The
 * table `complaint` of an empty store may lack columns from the first block on until adder_widen().
 */
void adder_init(struct adder *adder, struct sql *sql, bool is_empty, struct worker *worker);
void adder_release(struct adder *adder); /* when the worker has no block */

/* Which columns at most `n_rows` complaints to come may have something in, besides identity, causes
 * and what is no field. Only when all blocks were flushed. */
void adder_begin(struct adder *adder, size_t n_rows, const struct merge *merge);
/* A copy; its texts must live until it is written. -1 when the ones before could not be. */
int adder_add(struct adder *adder, const struct complaint *complaint, struct err *err);
int adder_flush(struct adder *adder, struct err *err);
/* The table has all its columns again. When the worker has no block. */
int adder_widen(struct adder *adder, struct err *err);
