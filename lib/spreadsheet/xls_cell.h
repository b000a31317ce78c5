#pragma once
/* Cells of an old workbook, by the kind of their record. */
#include "spreadsheet/xls_sheet.h"

/* A row as a cell's record has it, and the columns that the record fills. */
struct xls_span {
	unsigned row, first, n;
};

/* True for a record that holds values; the other calls take no other. */
bool xls_cell_is(const struct xls_record *record);
/* Where its cells are; -1 when it is too short or its columns are none of a sheet. */
int xls_cell_span(const struct xls_record *record, struct xls_span *span, struct err *err);
/* Puts the record's cells into the row. */
int xls_cell_read(struct xls_globals *globals, const struct xls_record *record, struct cells *cells,
	struct err *err);
