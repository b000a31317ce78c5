#pragma once
/* Rows of cells from a spreadsheet file, streaming: what readers of workbooks offer to the rest
 * of input.
 *
 *	struct book_in *book = xlsx_open(fd, "taidi_4.xlsx", &err);
 *	for (size_t i = 0; i < book_in_sheets(book); i++)
 *		if (book_in_start(book, i, &err) == 0)
 *			while ((status = book_in_row(book, &row, &err)) > 0) */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "record/batch.h"

enum sheet_cell_kind {
	SHEET_EMPTY,
	SHEET_TEXT,
	SHEET_NUMBER,
	SHEET_DATE, /* a number with a date or time format; text is a canonical date or instant, or
		       "HH:MM:SS" of a time alone (more than 24 hours of an elapsed one) */
	SHEET_FLAG,
	SHEET_ERROR, /* #N/A and friends, as text */
};

struct sheet_cell {
	enum sheet_cell_kind kind;
	struct span text; /* the value as text: numbers in shortest form, dates canonical */
	double number;    /* SHEET_NUMBER, SHEET_DATE (serial), SHEET_FLAG */
};

/* What a cell of an earlier row, which is merged down to this one, means here. */
struct sheet_merged {
	size_t column;
	struct span text;
};

struct sheet_row {
	uint64_t line; /* the row's own number in the sheet, 1-based; gaps are blank rows */
	const struct sheet_cell *cells; /* by column A = 0; valid until the next call */
	size_t n;
	bool is_bad;       /* it has bytes that are no text of the encoding, shown as \xHH */
	uint64_t bad_byte; /* about where in the file, where that can be told */
	/* Cells of its own that are empty and merged with one above; in no order. */
	const struct sheet_merged *merged;
	size_t n_merged;
};

struct book_in;

/* From a descriptor that can seek, such as an unlinked spool file; it stays the caller's, its
 * position moves. `name` is for messages of this call; the others tell only the sheet. */
struct book_in *xlsx_open(int fd, const char *name, struct err *err);
/* Workbooks of Excel 5 to 2003, up to 256 MB; `encoding` overrides the code page of those of Excel
 * 5 and 95, or is NULL. */
struct book_in *xls_open(int fd, const char *name, const char *encoding, struct err *err);
/* "xlsx", "xls", ... */
const char *book_in_kind(const struct book_in *book);
size_t book_in_sheets(const struct book_in *book);
const char *book_in_name(const struct book_in *book, size_t sheet);
bool book_in_hidden(const struct book_in *book, size_t sheet);
/* Its days are counted from 1904-01-01: dates are given as such, but for those of plain numbers. */
bool book_in_is_1904(const struct book_in *book);
int book_in_start(struct book_in *book, size_t sheet, struct err *err);
/* 1, 0 or -1. The checksum of a sheet is known only at its end: what was read of it may be kept
 * only once this gave 0. A sheet's lines rise. */
int book_in_row(struct book_in *book, struct sheet_row *row, struct err *err);
void book_in_close(struct book_in *book);
