#pragma once
/* What the files of lib/sql share. */
#include <sqlite3.h>

#include "sql/sql.h"

struct sql_watch {
	const char *table;
	void (*changed)(void *context, int64_t id);
	void *context;
};

struct sql {
	sqlite3 *db;
	int own_file;                /* -1: none; see sql_own_file() */
	const struct sql_rows *rows; /* what kesu_rows() gives while a statement runs */
	bool is_restricted;          /* see sql_restrict() */
	struct sql_watch watch;
};

/* The message of a failed call on that database, in words that a user understands. Returns -1. */
int sql_error(sqlite3 *db, int code, struct err *err);

/* The current row's value, good for looking at now. */
sqlite3_value *stmt_value(struct stmt *stmt, int column);

/* Makes kesu_rows() known to a connection. Returns SQLite's code. */
int rows_register(struct sql *sql);

/* Makes a virtual table before an authorizer sees it being made. */
int sql_touch(struct sql *sql, const char *name, struct err *err);
