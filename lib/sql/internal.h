#pragma once
/* What the files of lib/sql share. */
#include <sqlite3.h>

#include "sql/sql.h"

struct sql {
	sqlite3 *db;
};

/* The message of a failed call on that database, in words that a user understands. Returns -1. */
int sql_error(sqlite3 *db, int code, struct err *err);
