#pragma once
/* What rows.c, which opens a file and tells about it, and rows_next.c, which gives its rows out,
 * share. */
#include "input/regular.h"
#include "input/rows.h"
#include "input/scan.h"
#include "source/decode.h"
#include "source/encoding.h"
#include "source/source.h"
#include "spreadsheet/sheet.h"

enum { BLOCK = 1 << 20, LINE_LIMIT = 1 << 24 };

struct rows {
	struct source source;
	/* text */
	struct encoding encoding;
	struct decoder *decoder;
	struct scan scan;
	struct regular regular;
	char *window; /* bytes of the source, those before `start` are done with */
	size_t start, end, capacity;
	uint64_t window_at; /* offset in the source of window[0] */
	bool at_end;
	uint64_t line, byte; /* of the next row; bytes as the user's file counts them */
	/* a workbook */
	struct book_in *book;
	size_t sheet;
	uint64_t n_given; /* rows of it */
	/* the row that was given out */
	struct span *cells;
	size_t n_cells_capacity;
};
