#pragma once
/* The rows of one sheet of an old workbook. */
#include "spreadsheet/cells.h"
#include "spreadsheet/merged.h"
#include "spreadsheet/xls_globals.h"

struct xls_sheet;

/* `at` is where the sheet's BOF record must be. Adds the merged cells to `merged`. Borrows the
 * globals until xls_sheet_close(). */
struct xls_sheet *xls_sheet_open(
	struct xls_globals *globals, size_t at, struct merged *merged, struct err *err);
int xls_sheet_row(struct xls_sheet *sheet, struct sheet_row *row, struct err *err); /* 1, 0, -1 */
void xls_sheet_close(struct xls_sheet *sheet);
