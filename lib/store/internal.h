#pragma once
/* What the files of lib/store share: the open store and its one transaction at a time. */
#include "store/columns_log.h"
#include "store/cube.h"
#include "store/dictionary.h"
#include "store/store.h"

struct store {
	char *path;
	enum store_mode mode;
	struct sql *sql;
	char *beside; /* where a new store is being built, NULL once it is at `path` */
	int lock;     /* on `beside`, -1: none */
	struct dictionary *dictionary;
	struct cube *cube;
	struct columns_log *columns;
	int64_t run;   /* of this process, 0: none has been committed yet */
	bool has_rows; /* complaints from before this transaction */
};

/* Begins a transaction, with a row in `run` and the dictionary loaded. */
int store_begin(struct store *store, const struct run_info *run, struct err *err);
/* Saves dictionary and cube and commits; a store built beside appears at its path. Rolls back when
 * that fails. */
int store_commit(struct store *store, struct err *err);
void store_rollback(struct store *store);

/* The dictionary, loaded when it is not yet. */
struct dictionary *store_dictionary(struct store *store, struct err *err);

/* Complaint `old` (NULL: none) became `new`: the one way into the cube. */
void store_change(struct store *store, const int64_t old[N_FACTS], const int64_t new[N_FACTS]);

/* Text, or NULL when there is none. */
void bind_span(struct stmt *stmt, int parameter, struct span span);
/* A number, or NULL for NUMBER_NONE. */
void bind_number(struct stmt *stmt, int parameter, int64_t number);
static inline int64_t read_number(struct stmt *stmt, int column)
{
	return stmt_integer_or(stmt, column, NUMBER_NONE);
}
struct span read_span(struct stmt *stmt, int column);
/* The one integer of a query without parameters. */
int ask_integer(struct sql *sql, const char *text, int64_t *answer, struct err *err);
/* Runs a statement that gives no rows, and makes it ready for the next time. */
int run_stmt(struct stmt *stmt, struct err *err);
