#pragma once
/* A table whose columns lie in memory (base/numbers.h): C code fills it, SQL reads it under its
 *name. In a table of SQLite's own, a scan decodes records, a look-up descends a tree, and GROUP BY
 *or ORDER BY go through a sorter; here cells and look-ups by id are places in arrays, and whole
 *numbers are sorted by their digits, once for all statements that want that order.
 *
 *	static const struct frame_column COLUMNS[] = {
 *		{"id", FRAME_INTEGER}, {"hours", FRAME_REAL}, {0}};
 *	frame_give(sql, "spans", frame_new(COLUMNS, fill, context, NULL), &err);
 *	... SELECT sum(hours) FROM spans ...
 *	frame_drop(sql, "spans");
 *
 * Column 0 is the id. It is there for every row, is never NULL, and rows ascend by it; two may have
 * the same. Columns are filled when a statement first reads them. */
#include "base/numbers.h"
#include "sql/sql.h"

enum frame_kind {
	FRAME_INTEGER,
	FRAME_REAL,
	FRAME_TEXT, /* few different ones */
};
#define FRAME_NULL NUMBERS_NONE

enum { FRAME_COLUMNS = 60 };

struct frame_column {
	const char *name;
	enum frame_kind kind;
	bool is_hidden; /* from `SELECT *` */
};

struct frame;

/* `columns` end in {0}, are at most FRAME_COLUMNS, and outlive the frame, as does `context`, which
 * is released with it if there is a `release`. */
struct frame *frame_new(const struct frame_column *columns,
	int (*fill)(void *context, struct frame *frame, struct err *err), void *context,
	void (*release)(void *context));
void frame_free(struct frame *frame); /* only of one that was not given away */

/* From now on `name` is a table of the connection, which owns the frame also when this fails. One
 * that had the name is dropped. No statement that reads it may be left then. */
int frame_give(struct sql *sql, const char *name, struct frame *frame, struct err *err);
void frame_drop(struct sql *sql, const char *name);

/* --- for `fill`, which makes all columns that are wanted, each of as many rows --- */
bool frame_wants(const struct frame *frame, int column);
/* The next cells of a column: whole numbers, FRAME_NULL for NULL, or what these make of others. */
void frame_add(struct frame *frame, int column, const int64_t *cells, size_t n);
int64_t frame_real(double number); /* NaN is NULL */
/* Of the frame's copy of the text. */
int64_t frame_text(struct frame *frame, const char *text, size_t n);
/* Makes them all of what `from` has under their names: "facts", "facts WHERE ...". Its rows must
 * come by id, the same ones each time. */
int frame_read(struct frame *frame, struct sql *sql, const char *from, struct err *err);

/* --- for C code that reads a frame --- */
/* Fills those of the columns (bits) that are not there. */
int frame_want(struct frame *frame, uint64_t columns, struct err *err);
size_t frame_rows(const struct frame *frame);
/* A whole number of a column that is there, or FRAME_NULL. */
int64_t frame_number(const struct frame *frame, int column, size_t row);
