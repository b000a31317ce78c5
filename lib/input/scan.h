#pragma once
/* Where records of delimited text end, and what their cells are. Pure functions over bytes of any
 * encoding that keeps ASCII bytes for ASCII.
 *
 * Regular text is RFC 4180 with any of CR, LF, CRLF, and perhaps blanks behind a closing quote,
 * which are dropped. Irregular quoting is recovered within the record: a quote that is never closed
 * ends with its line, so that it cannot swallow the rows that follow. */
#include <stdbool.h>
#include <stddef.h>

#include "record/batch.h"

struct scan {
	char delimiter;
	size_t n_expected; /* cells of a good row; 0: not known yet */
};

struct scan_record {
	size_t length;  /* without its line end */
	size_t n;       /* with it: where the next record starts */
	size_t n_lines; /* physical lines */
	bool has_quotes;
	bool is_irregular; /* its quotes had to be guessed at: split it leniently */
};

/* Finds the record at p. False when n bytes do not hold its end and more may come (!at_end). */
bool scan_record(
	const struct scan *scan, const char *p, size_t n, bool at_end, struct scan_record *record);

/* Likewise of a line, whatever its quotes. */
bool scan_line(const char *p, size_t n, bool at_end, struct scan_record *record);

enum { SCAN_CELLS = 16385 }; /* one more than a sheet has columns */

/* Splits the record's text, decoded or not, in place; cells point into it. Returns how many there
 * are, at most SCAN_CELLS, the last of which then holds all the rest; `*cells` grows. */
size_t scan_cells(char *text, size_t n, char delimiter, const struct scan_record *record,
	struct span **cells, size_t *capacity);

/* The delimiter (one of , TAB ; |) that cuts most of the text's records into the same number of
 * cells; ',' when none cuts. More may follow behind the text unless it `is_whole`. */
char scan_delimiter(const char *text, size_t n, bool is_whole);
