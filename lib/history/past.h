#pragma once
/* What the store was after one of its runs.
 *
 * Versions, marks, causes, exposure and ledger of later runs go, and what they had replaced comes
 * back: from the tables that end in _past. `--as-loaded`
 * does that to a private copy, `runs --undo` to the store itself.
 *
 *	struct store *past = store_open_past("c.db", "7", &err);
 *	... reads it like any store ...
 *	store_close(past); */
#include "store/store.h"

/* The run that `when` names: its number, or the last that had begun by an instant ("2026-10-31
 * 08:00:00") or by the end of a day ("2026-10-31"). */
bool store_is_run_name(const char *when); /* of some store */
int store_find_run(struct store *store, const char *when, int64_t *run, struct err *err);

/* For reading: all but the table customer (complaints have their root of then) and complaint.load.
 */
struct store *store_open_past(const char *path, const char *when, struct err *err);

/* In the transaction that was begun; cube and dictionary must be those of the store. *last is the
 * newest complaint that is left. */
int past_restore(struct store *store, int64_t run, int64_t *last, struct err *err);
/* After that, what no reader looks at: complaint.load, and the table customer. */
int past_restore_loads(struct store *store, int64_t run, struct err *err);
int past_restore_customers(struct store *store, int64_t run, struct err *err);
/* Forgets what past_restore() has kept aside. */
int past_forget(struct store *store, struct err *err);
