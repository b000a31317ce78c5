#pragma once
/* A table `complaint` that has only its first columns while a new store is filled, and the others
 * afterwards. SQLite takes time for each column of each row, blank or not, and a byte of the file;
 * a row that is shorter than its table has the defaults of the columns that were added later.
 *
 *	narrow_begin(&narrow, sql, FACT_CLOSED, &err);    // the last column that is needed now
 *	narrow_widen(&narrow, FACT_HANDLER, &err);        // one more was met
 *	narrow_widen(&narrow, N_FACTS - 1, &err);         // as schema.sql has it */
#include "sql/sql.h"
#include "store/fact.h"

struct narrow {
	struct sql *sql; /* NULL: not begun, the table has all columns */
	enum fact last;  /* column of the table */
};

/* The table must be empty. */
int narrow_begin(struct narrow *narrow, struct sql *sql, enum fact last, struct err *err);
/* Does nothing if the column is there. */
int narrow_widen(struct narrow *narrow, enum fact last, struct err *err);
