#pragma once
/* CSV text: fields written, and small files (rules, tables) read whole. UTF-8, comma, header line.
 * Exports of other systems, which may be of any size and shape, are read by input/scan.h.
 *
 *	struct csv_rows *csv = csv_rows_read("rules/causes.csv", &err);
 *	size_t cause = csv_column(csv, "cause");
 *	for (size_t i = 1; i < csv->n; i++)
 *		puts(csv_cell(csv, i, cause));
 *	csv_rows_free(csv); */
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

struct csv_row {
	size_t line; /* 1-based, where the row starts */
	size_t n;
	char **cells; /* each ended by NUL */
};

struct csv_rows {
	size_t n;
	struct csv_row *rows; /* rows[0] is the header; blank lines are left out */
	size_t capacity;
	struct arena arena;
};

/* "-" is stdin. Refuses irregular quoting and NULs by line, and what is not UTF-8. An empty file
 * has no rows. */
struct csv_rows *csv_rows_read(const char *path, struct err *err);
/* The bytes of that file, read already. */
struct csv_rows *csv_rows_of(const char *path, const char *bytes, size_t n, struct err *err);
struct csv_rows *csv_rows_parse(const char *text, size_t n, struct err *err);
/* A piece of a larger text, whose first line has that number. */
struct csv_rows *csv_rows_parse_from(const char *text, size_t n, size_t line, struct err *err);
void csv_rows_free(struct csv_rows *rows);

/* Number of the header's cell of that name, or SIZE_MAX. */
size_t csv_column(const struct csv_rows *rows, const char *name);
/* "" where the row is too short or the column is SIZE_MAX. */
const char *csv_cell(const struct csv_rows *rows, size_t row, size_t column);

/* Appends one field, quoted where it has the delimiter, a quote, CR or LF, or a blank at an end. */
void csv_write_field(struct buf *out, const char *text, size_t n, char delimiter);
