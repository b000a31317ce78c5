#pragma once
/* One row of cells while it is put together.
 *
 * Texts lie one after another in `text`, which moves as it grows: until the row is finished a cell
 * of `offsets` knows its place there, and SIZE_MAX is a text that lies elsewhere.
 *
 *	cells_clear(&cells);
 *	cells_put_number(&cells, column, 45931, format, false);
 *	cells_finish(&cells, line, &row); */
#include <locale.h>

#include "base/buf.h"
#include "spreadsheet/date_format.h"
#include "spreadsheet/sheet.h"

enum {
	SHEET_COLUMNS = 16384,
	SHEET_LINES = 1048576,
	ROW_BYTES = 16 << 20, /* text of one row */
};

struct cells {
	struct buf text;
	struct sheet_cell *cells;
	size_t *offsets;
	size_t n, n_room;
	size_t n_elsewhere; /* bytes of texts that lie elsewhere */
};

void cells_clear(struct cells *cells);
void cells_release(struct cells *cells);
/* The cell of that column, empty; columns that were jumped over are empty too. */
struct sheet_cell *cells_reach(struct cells *cells, size_t column);
/* The bytes of `text` from `start` on are that cell's. */
void cells_take(struct cells *cells, size_t column, size_t start);
/* The cell's text lies elsewhere, and stays there until the row is done with. */
void cells_put_shared(struct cells *cells, size_t column, struct span text);
/* True when the row has more text than any may have: few bytes can share much. */
bool cells_are_too_long(const struct cells *cells);
/* Good until the row is cleared. */
void cells_finish(struct cells *cells, uint64_t line, struct sheet_row *row);

/* A number in shortest form, or the date that the format makes of it. */
void cells_put_number(
	struct cells *cells, size_t column, double number, struct date_format format, bool is_1904);
void cells_put_flag(struct cells *cells, size_t column, bool is_true);
void cells_put_text(
	struct cells *cells, size_t column, enum sheet_cell_kind kind, const char *text, size_t n);

/* The bytes of `text` from `start` on are a number as XML has it, which becomes that cell: shortest
 * form, or a date; text when it is no number. */
void cells_take_number(struct cells *cells, size_t column, size_t start, struct date_format format,
	bool is_1904, locale_t c_locale);
/* Likewise "2014-01-01T08:30:00.000Z": a date, or text when it is none. */
void cells_take_iso_date(struct cells *cells, size_t column, size_t start);
