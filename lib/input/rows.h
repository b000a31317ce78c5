#pragma once
/* Rows of cells out of any kind of source: delimited text in any encoding, or one sheet of a
 * workbook. Can be read again from the start.
 *
 *	struct rows *rows = rows_open("march.csv", &choice, &err);
 *	rows_start(rows, sheet, &err);
 *	while ((status = rows_next(rows, &arena, &row, &err)) > 0)
 *		...
 *	rows_close(rows); */
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/mem.h"
#include "record/batch.h"
#include "spreadsheet/sheet.h"

struct rows_choice {
	const char *encoding;  /* NULL: by evidence */
	const char *delimiter; /* NULL: by evidence; one ASCII character or "tab" */
	bool is_canonical;     /* written by kesu, so UTF-8 wherever it can be */
};

struct row {
	uint64_t line, byte; /* 1-based line; 0-based offset in the source, 0 in a workbook */
	struct span *cells;  /* UTF-8 in the arena; the array is good until the next call */
	size_t n;
	bool is_irregular; /* its quotes were guessed at */
	bool is_cut;       /* longer than a record may be: only its first part */
	bool is_bad;       /* it has bytes that are no text of the encoding, shown as \xHH */
	uint64_t bad_byte; /* offset in the source of the first such byte */
	/* Of a sheet: empty cells that are merged with one above. The array of cells has room for
	 * them; text in the arena. */
	const struct sheet_merged *merged;
	size_t n_merged;
};

/* The character that a --delimiter means, or NUL. */
char rows_delimiter(const char *word);

struct rows;

struct rows *rows_open(const char *path, const struct rows_choice *choice, struct err *err);
void rows_close(struct rows *rows);

bool rows_is_text(const struct rows *rows);
const char *rows_kind(const struct rows *rows);     /* "csv", "tsv", "xlsx", ... */
const char *rows_encoding(const struct rows *rows); /* "" for a workbook */
double rows_confidence(const struct rows *rows);    /* in the encoding; 0: was not sought */
uint64_t rows_twice(const struct rows *rows);       /* lines that seem to be UTF-8 encoded twice */
uint64_t rows_odd(const struct rows *rows);         /* bytes read that are text of no encoding */
/* Waits until all is read; -1 when the file has changed meanwhile. */
int rows_sha256(const struct rows *rows, char out[DIGEST_TEXT], struct err *err);
size_t rows_sheets(const struct rows *rows);                   /* 1 for text */
const char *rows_sheet(const struct rows *rows, size_t sheet); /* "" for text */
bool rows_is_hidden(const struct rows *rows, size_t sheet);

bool rows_is_1904(const struct rows *rows); /* plain numbers for dates count from 1904 */

/* Goes to the first row of a sheet. */
int rows_start(struct rows *rows, size_t sheet, struct err *err);
/* How many cells a good row has: what irregular quotes are recovered by. */
void rows_expect(struct rows *rows, size_t n_cells);
/* 1, 0 at the end, -1. Text of the row is put into the arena. */
int rows_next(struct rows *rows, struct arena *arena, struct row *row, struct err *err);

/* The part of the source's bytes that was read, 0 to 1; of a workbook about, where a sheet's rows
 * are read as they are asked for. */
double rows_done(const struct rows *rows);

/* A place to come back to: before the row that comes next. */
struct rows_mark {
	uint64_t offset, line, byte; /* in a workbook, offset counts rows */
};
struct rows_mark rows_tell(const struct rows *rows);
int rows_return(struct rows *rows, const struct rows_mark *mark, struct err *err);
