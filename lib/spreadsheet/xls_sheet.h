#pragma once
/* The rows of one sheet of an old workbook. */
#include "spreadsheet/cells.h"
#include "spreadsheet/merged.h"
#include "spreadsheet/xls_globals.h"

struct xls_sheet;

/* Where the sheet's BOF record must be, and where the next sheet's is. */
struct xls_extent {
	size_t at, end;
};

/* Adds the merged cells to `merged`. Borrows the globals until xls_sheet_close(). */
struct xls_sheet *xls_sheet_open(struct xls_globals *globals, const struct xls_extent *extent,
	struct merged *merged, struct err *err);
int xls_sheet_row(struct xls_sheet *sheet, struct sheet_row *row, struct err *err); /* 1, 0, -1 */
void xls_sheet_close(struct xls_sheet *sheet);
