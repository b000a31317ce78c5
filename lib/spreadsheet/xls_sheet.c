#include "spreadsheet/xls_sheet.h"

#include <stdlib.h>

#include "base/mem.h"
#include "spreadsheet/xls_cell.h"

/* Where a record with cells is. */
struct spot {
	uint32_t at;
	uint16_t row;
};

/* Excel writes cells row by row, other programs in the order in which they were given: they are
 * listed, and put in order where they are not. */
struct xls_sheet {
	struct xls_globals *globals;
	struct spot *spots;
	size_t n, capacity;
	size_t next;
	struct merged *merged;
	struct cells cells;
};

static int compare_spots(const void *left, const void *right)
{
	const struct spot *a = left, *b = right;

	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at; /* the last of a cell counts */
}

static int add_cells(
	struct xls_sheet *sheet, const struct xls_record *record, size_t at, struct err *err)
{
	struct xls_span span;

	if (xls_cell_span(record, &span, err) < 0)
		return -1;
	sheet->spots = mem_grow(sheet->spots, sheet->n, &sheet->capacity, sizeof *sheet->spots);
	sheet->spots[sheet->n++] = (struct spot){(uint32_t)at, (uint16_t)span.row};
	return 0;
}

/* Ranges of the first and last row, the first and last column. */
static int add_merged(struct merged *merged, const struct xls_record *record, struct err *err)
{
	enum { RANGE = 8 };
	const unsigned char *end = record->data + record->n;

	for (const unsigned char *p = record->data + 2; end - p >= RANGE; p += RANGE)
		if (merged_add(merged, xls_two(p) + 1, xls_two(p + 2) + 1, xls_two(p + 4)) < 0)
			return err_set(err, "it has too many merged cells");
	return 0;
}

static int add_record(
	struct xls_sheet *sheet, const struct xls_record *record, size_t at, struct err *err)
{
	if (xls_cell_is(record))
		return add_cells(sheet, record, at, err);
	if (record->type == XLS_MERGEDCELLS && record->n > 2)
		return add_merged(sheet->merged, record, err);
	return 0;
}

/* From the record behind the sheet's BOF to its EOF; what lies in it (charts) has both too. Sheets
 * that shared their records could be ten thousand times the file. */
static int list_cells(struct xls_sheet *sheet, size_t at, size_t end, struct err *err)
{
	const struct xls_stream *stream = &sheet->globals->texts.stream;
	struct xls_record record;

	for (int depth = 1; xls_record_at(stream, at, &record); at = record.next) {
		if (at >= end)
			return err_set(err, "it goes on into another sheet");
		if (record.type == XLS_BOF)
			depth++;
		else if (record.type == XLS_EOF && --depth == 0)
			return 0;
		else if (depth == 1 && add_record(sheet, &record, at, err) < 0)
			return -1;
	}
	return err_set(err, "it is cut off");
}

static void sort_spots(struct xls_sheet *sheet)
{
	size_t i = 1;

	while (i < sheet->n && compare_spots(&sheet->spots[i - 1], &sheet->spots[i]) < 0)
		i++;
	if (i < sheet->n)
		qsort(sheet->spots, sheet->n, sizeof *sheet->spots, compare_spots);
}

struct xls_sheet *xls_sheet_open(struct xls_globals *globals, const struct xls_extent *extent,
	struct merged *merged, struct err *err)
{
	struct xls_sheet *sheet = mem_zalloc(sizeof *sheet);
	struct xls_record record;
	int status;

	sheet->globals = globals;
	sheet->merged = merged;
	if (xls_record_at(&globals->texts.stream, extent->at, &record) && record.type == XLS_BOF)
		status = list_cells(sheet, record.next, extent->end, err);
	else
		status = err_set(err, "it is not where the workbook says");
	if (status == 0) {
		sort_spots(sheet);
		return sheet;
	}
	xls_sheet_close(sheet);
	return NULL;
}

int xls_sheet_row(struct xls_sheet *sheet, struct sheet_row *row, struct err *err)
{
	struct xls_globals *globals = sheet->globals;
	unsigned number;

	if (sheet->next == sheet->n)
		return 0;
	number = sheet->spots[sheet->next].row;
	globals->texts.has_bad = false;
	cells_clear(&sheet->cells);
	for (; sheet->next < sheet->n && sheet->spots[sheet->next].row == number; sheet->next++) {
		const struct spot *spot = &sheet->spots[sheet->next];
		struct xls_record record;

		xls_record_at(&globals->texts.stream, spot->at, &record);
		if (xls_cell_read(globals, &record, &sheet->cells, err) < 0)
			return -1;
	}
	cells_finish(&sheet->cells, number + 1, row);
	row->is_bad = globals->texts.has_bad;
	return 1;
}

void xls_sheet_close(struct xls_sheet *sheet)
{
	if (!sheet)
		return;
	free(sheet->spots);
	cells_release(&sheet->cells);
	free(sheet);
}
