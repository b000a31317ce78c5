#pragma once
/* The store: complaints in SQLite, with their history, cube and ledger.
 *
 * A store changes by whole input files (load/load.h). One process writes; readers see whole loads.
 *
 *	struct store *store = store_open("c.db", STORE_READ, &err);
 *	struct scan *scan = scan_open(store, NULL, &err);
 *	while ((status = scan_next(scan, batch, &err)) > 0)
 *		...
 *	scan_close(scan);
 *	store_close(store); */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "record/batch.h"
#include "sql/sql.h"

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
/* The file in which a new store is being made, until that is at its path; NULL: it is none. */
const char *store_unfinished(const struct store *store);

/* From now on `store` sees what it sees now, whatever is loaded meanwhile, and so does `twin`, a
 * connection of its own for a second thread, which the caller closes. NULL: there can be none, as
 * of a private store, or where loads follow one another all the time. */
int store_begin_reading(struct store *store, struct store **twin, struct err *err);

#define NO_DAY INT32_MIN

/* One command that writes; a row of `run`. */
struct run_info {
	const char *command, *options;       /* as typed */
	int64_t started_at;                  /* local civil seconds */
	const char *rules_hash, *model_hash; /* or NULL */
};

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
