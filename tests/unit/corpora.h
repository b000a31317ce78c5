#pragma once
/* A table as text, for tests that compare what two readers make of a file: "[cell][cell]\n". */
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "input/rows.h"

static inline void put_cells(struct buf *out, const struct span *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_add_char(out, '[');
		buf_add(out, cells[i].text, cells[i].n);
		buf_add_char(out, ']');
	}
	buf_add_char(out, '\n');
}

/* Rows of one sheet but those without a single byte; as ingest does, a good row is taken to have
 * as many cells as the first. The message where it ends early. */
static inline void put_sheet(struct buf *out, struct rows *rows, size_t sheet)
{
	struct arena arena = {0};
	struct row row = {0};
	struct err err;
	int status = rows_start(rows, sheet, &err);

	while (status == 0 && (status = rows_next(rows, &arena, &row, &err)) > 0 &&
		(row.n == 0 || (row.n == 1 && !row.cells[0].n)))
		status = 0;
	if (status > 0)
		status = rows_start(rows, sheet, &err) < 0 ? -1 : 1;
	rows_expect(rows, row.n);
	while (status > 0 && (status = rows_next(rows, &arena, &row, &err)) > 0)
		if (row.n > 1 || (row.n == 1 && row.cells[0].n))
			put_cells(out, row.cells, row.n);
	if (status < 0)
		buf_format(out, "%s\n", err.text);
	arena_release(&arena);
}

static inline void put_file(struct buf *out, const char *path, const char *delimiter)
{
	struct rows_choice choice = {.delimiter = delimiter};
	struct err err;
	struct rows *rows = rows_open(path, &choice, &err);

	for (size_t i = 0; rows && i < rows_sheets(rows); i++)
		put_sheet(out, rows, i);
	if (!rows)
		buf_format(out, "%s\n", err.text);
	rows_close(rows);
}
