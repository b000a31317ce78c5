#pragma once
/* The store: complaints in SQLite, with their history, cube and ledger.
 *
 * A store changes by whole input files. One process writes; readers see whole loads.
 *
 *	struct store *store = store_open("c.db", STORE_CREATE, &err);
 *	struct load *load = load_begin(store, &run, &err);
 *	load_add(load, batch, &err);
 *	load_finish(load, &info, &counts, &err);
 *	store_close(store); */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "record/batch.h"
#include "sql/sql.h"
#include "table/table.h"

enum store_mode {
	STORE_READ,    /* must exist */
	STORE_WRITE,   /* must exist */
	STORE_CREATE,  /* made when absent */
	STORE_PRIVATE, /* temporary, for filters; path is ignored */
};

struct store;

struct store *store_open(const char *path, enum store_mode mode, struct err *err);
void store_close(struct store *store);
struct sql *store_sql(struct store *store); /* borrowed */

/* One command that writes; a row of `run`. */
struct run_info {
	const char *command, *options;       /* as typed */
	int64_t started_at;                  /* local civil seconds */
	const char *rules_hash, *model_hash; /* or NULL */
};

struct load_info {
	const char *file, *sheet, *sha256, *encoding, *source, *mapping;
	double confidence;                 /* in the encoding, 0..1; 0: not known */
	int32_t exported_day;              /* NO_DAY: unknown */
	int32_t covers_first, covers_last; /* NO_DAY: by the data */
	uint64_t n_read, n_rejected, n_nondata;
	int64_t exported_at; /* local civil seconds or NUMBER_NONE */
};
#define NO_DAY INT32_MIN

struct load_counts {
	uint64_t n_added, n_updated, n_unchanged, n_older;
};

struct load;
struct load *load_begin(struct store *store, const struct run_info *run, struct err *err);
/* The export's own date, known before its rows: makes rows of former exports "older". */
void load_set_exported_at(struct load *load, int64_t exported_at);
/* Counts a row that became no record, by its reason ("bad-date"). */
void load_count_reject(struct load *load, const char *code);
/* Copies what it keeps; the batch may be reused. */
int load_add(struct load *load, const struct batch *batch, struct err *err);
/* Commits all or nothing and frees the load. Fails when read != added + updated + unchanged +
 * older + rejected + non-data, or when over 5 % of matched ids differ in received_at. */
int load_finish(struct load *load, const struct load_info *info, struct load_counts *counts,
	struct err *err);
void load_abandon(struct load *load);

/* Records out of the store, in order of arrival. `wanted` NULL: all fields. */
struct scan;
struct scan *scan_open(struct store *store, const bool wanted[N_FIELDS], struct err *err);
/* As scan_open, only the complaint "SOURCE/ID" or "ID" (every source). */
struct scan *scan_open_id(struct store *store, const char *id, struct err *err);
/* As scan_open, only complaints of these row ids, in that order. */
struct scan *scan_open_rows(struct store *store, const bool wanted[N_FIELDS], const int64_t *ids,
	size_t n, struct err *err);
/* Values that rules filled in (demand_class, escalation_intent) come as blank, so that they can be
 * found anew. */
void scan_hide_derived(struct scan *scan);
int scan_next(struct scan *scan, struct batch *batch, struct err *err); /* 1, 0, -1 */
void scan_close(struct scan *scan);

/* New causes for complaints of a batch from scan_next() (batch->id), with demand_class and
 * escalation_intent; old cause sets go to mark_past, the cube follows. A human's or an export's
 * cause is overwritten only by people's answers. Begins its own transaction per run. */
struct recause;
struct recause *recause_begin(struct store *store, const struct run_info *run, struct err *err);
/* From here on the batches are people's answers, which replace any cause. */
int recause_take_answers(struct recause *recause, struct err *err);
int recause_add(struct recause *recause, const struct batch *batch, struct err *err);
/* What moved from which cause to which, and the growth of the last complete month before and after,
 * as a table (store/moved.h) without rows when nothing moved or nothing had a cause before. */
struct table *recause_moved(const struct recause *recause);
struct recause_counts {
	uint64_t n_classified, n_unclassified, n_kept, n_changed;
};
int recause_finish(struct recause *recause, struct recause_counts *counts, struct err *err);
void recause_abandon(struct recause *recause);

/* A row in the ledger for a command that changes nothing else: what was done must be known. */
int store_add_run(struct store *store, const struct run_info *run, struct err *err);

/* The ledger as a table: a row per input file of each run, one for a run without any. */
struct table *store_runs(struct store *store, struct err *err);
