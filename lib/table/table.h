#pragma once
/* A result table: what a metric returns and what every writer, chart, sheet and report reads.
 *
 * The table owns its columns, cells and notes. A cell is empty, a whole number, a real number or
 * text; numbers are never NaN or infinite (table_set_real stores such as empty).
 *
 *	struct table *t = table_new("volume");
 *	size_t period = table_add_column(t, "period", CELL_TEXT, NULL);
 *	size_t row = table_add_row(t);
 *	table_set_text(t, row, period, "2026-10");
 *	table_free(t); */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "record/labels.h"

enum cell_type { CELL_EMPTY, CELL_INTEGER, CELL_REAL, CELL_TEXT };

struct column {
	char *name;
	enum cell_type type; /* of its cells that are not empty; CELL_REAL may hold integers too */
	/* How to show it, or NULL: count share growth points rate hours days score flag money date
	 * text id. Shares and growth are fractions, points are percentage points (1.5 is 1.5
	 * points), money is in yuan. */
	char *unit;
	char *of; /* "NUMERATOR/DENOMINATOR": columns that a ratio is made of, or NULL */
};

struct cell {
	enum cell_type type;
	union {
		int64_t integer;
		double real;
		const char *text; /* owned by the table */
	};
};

struct table;

struct table *table_new(const char *name);
void table_free(struct table *table);

const char *table_name(const struct table *table);
/* What the table answers ("Which groups rose or fell?"); "" when unset. */
void table_set_title(struct table *table, const char *title);
const char *table_title(const struct table *table);

size_t table_add_column(
	struct table *table, const char *name, enum cell_type type, const char *unit);
void table_set_of(struct table *table, size_t column, const char *of);
size_t table_add_row(struct table *table); /* all cells empty; returns its number */
void table_set_integer(struct table *table, size_t row, size_t column, int64_t value);
void table_set_real(struct table *table, size_t row, size_t column, double value);
void table_set_text(struct table *table, size_t row, size_t column, const char *value);
void table_set_text_n(struct table *table, size_t row, size_t column, const char *value, size_t n);

size_t table_rows(const struct table *table);
size_t table_columns(const struct table *table);
const struct column *table_column(const struct table *table, size_t column);
/* Number of the column of that name, or SIZE_MAX. */
size_t table_find(const struct table *table, const char *name);
const struct cell *table_cell(const struct table *table, size_t row, size_t column);
/* Its value as a real number; NAN when empty or text. */
double table_real(const struct table *table, size_t row, size_t column);
/* Whether a row is that of all groups together: one of its texts is "(total)". */
bool table_is_total(const struct table *table, size_t row);
/* Canonical text of a cell appended: shortest round-trip number, text as it is, empty nothing. */
void table_cell_text(const struct table *table, size_t row, size_t column, struct buf *out);

/* Footnotes: what a reader must know to trust the numbers ("2026-10 is incomplete: ..."). */
void table_add_note(struct table *table, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
size_t table_notes(const struct table *table);
const char *table_note(const struct table *table, size_t i);

/* Rows from..to-1 as a new table with the same columns and notes. */
struct table *table_slice(const struct table *table, size_t from, size_t to);

/* The same rows ordered by a column, as a new table: numbers by value, text by its bytes, empty
 * cells last, after them the rest that --top summed up and the row of all; equal ones stay as they
 * were. */
struct table *table_sorted(const struct table *table, size_t column, bool is_descending);
