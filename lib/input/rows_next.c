#include <string.h>
#include <unistd.h>

#include "input/fill.h"
#include "input/rows_inner.h"

int rows_start(struct rows *rows, size_t sheet, struct err *err)
{
	rows->scan.n_expected = 0;
	rows->sheet = sheet;
	rows->n_given = 0;
	rows->at_end = false;
	if (rows->book)
		return book_in_start(rows->book, sheet, err);
	rows->start = rows->end = 0;
	rows->at_end = false;
	rows->line = 1;
	rows->byte = rows->encoding.bom;
	rows->window_at = rows->encoding.is_utf16 ? 0 : rows->encoding.bom;
	return 0;
}

void rows_expect(struct rows *rows, size_t n_cells)
{
	rows->scan.n_expected = n_cells;
}

/* More bytes behind those that are not done with. */
static int refill(struct rows *rows, struct err *err)
{
	size_t kept = rows->end - rows->start;
	int64_t n;

	if (kept)
		memmove(rows->window, rows->window + rows->start, kept);
	rows->window_at += rows->start;
	rows->start = 0;
	rows->end = kept;
	if (rows->capacity - kept < BLOCK) {
		rows->capacity = rows->capacity ? rows->capacity * 2 : 2 * (size_t)BLOCK;
		rows->window = mem_resize(rows->window, rows->capacity);
	}
	n = source_read(&rows->source, rows->window_at + kept, rows->window + kept,
		rows->capacity - kept, err);
	if (n < 0)
		return -1;
	rows->end += (size_t)n;
	rows->at_end = rows->end < rows->capacity;
	return 0;
}

/* Bytes of UTF-16 that became these n bytes of UTF-8. */
static uint64_t utf16_bytes(const char *p, size_t n)
{
	uint64_t units = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];

		units += (c & 0xc0) != 0x80;
		units += c >= 0xf0 && c < 0xff;
	}
	return units * 2;
}

static void take_bytes(struct rows *rows, size_t n)
{
	const char *p = rows->window + rows->start;

	rows->byte += rows->encoding.is_utf16 ? utf16_bytes(p, n) : n;
	rows->start += n;
}

/* The rest of a line of which only the start is wanted, and its end. */
static int skip_line(struct rows *rows, struct err *err)
{
	for (;;) {
		const char *p = rows->window + rows->start;
		size_t left = rows->end - rows->start;
		struct scan_record rest;

		if (scan_line(p, left, rows->at_end, &rest)) {
			take_bytes(rows, rest.n);
			return 0;
		}
		take_bytes(rows, left && p[left - 1] == '\r' ? left - 1 : left);
		if (rows->at_end)
			return 0;
		if (refill(rows, err) < 0)
			return -1;
	}
}

static int next_text(struct rows *rows, struct arena *arena, struct row *row, struct err *err)
{
	struct scan_record record;
	const char *p;
	struct span text;
	size_t bad;

	for (;;) {
		size_t left = rows->end - rows->start;
		bool is_long = left >= LINE_LIMIT;

		p = left ? rows->window + rows->start : NULL;
		if (left && (regular_record(&rows->regular, p, left, &record) ||
				    scan_record(&rows->scan, p, is_long ? LINE_LIMIT : left,
					    is_long || rows->at_end, &record)))
			break;
		if (rows->at_end && !left)
			return 0;
		if (refill(rows, err) < 0)
			return -1;
	}
	text = decoder_text(rows->decoder, arena, p, record.length, &bad);
	*row = (struct row){.line = rows->line,
		.byte = rows->byte,
		.is_irregular = record.is_irregular,
		.is_cut = record.length == LINE_LIMIT,
		.is_bad = bad != SIZE_MAX};
	if (row->is_bad)
		row->bad_byte = rows->byte + (rows->encoding.is_utf16 ? utf16_bytes(p, bad) : bad);
	row->n = rows->regular.is_found && decoder_copies(rows->decoder)
			 ? regular_cells(&rows->regular, (char *)text.text, &rows->cells,
				   &rows->n_cells_capacity)
			 : scan_cells((char *)text.text, text.n, rows->scan.delimiter, &record,
				   &rows->cells, &rows->n_cells_capacity);
	row->cells = rows->cells;
	take_bytes(rows, record.n);
	rows->line += record.n_lines;
	return row->is_cut && skip_line(rows, err) < 0 ? -1 : 1;
}

static int next_of_sheet(struct rows *rows, struct arena *arena, struct row *row, struct err *err)
{
	struct sheet_row from;
	int status = rows->at_end ? 0 : book_in_row(rows->book, &from, err);

	rows->at_end = status == 0;
	if (status <= 0)
		return status;
	rows->n_given++;
	*row = (struct row){.line = from.line, .is_bad = from.is_bad, .bad_byte = from.bad_byte};
	for (size_t i = 0; i < from.n; i++) {
		struct span text = from.cells[i].text;

		rows->cells =
			mem_grow(rows->cells, i, &rows->n_cells_capacity, sizeof *rows->cells);
		if (text.n)
			text.text = arena_text(arena, text.text, text.n);
		rows->cells[i] = text;
		if (text.n)
			row->n = i + 1;
	}
	for (size_t room = fill_take(row, &from, arena); rows->n_cells_capacity < room;)
		rows->cells = mem_grow(rows->cells, rows->n_cells_capacity, &rows->n_cells_capacity,
			sizeof *rows->cells);
	row->cells = rows->cells;
	return 1;
}

int rows_next(struct rows *rows, struct arena *arena, struct row *row, struct err *err)
{
	return rows->book ? next_of_sheet(rows, arena, row, err) : next_text(rows, arena, row, err);
}

double rows_done(const struct rows *rows)
{
	off_t at = rows->book ? lseek(rows->source.fd, 0, SEEK_CUR)
			      : (off_t)(rows->window_at + rows->start);

	if (at <= 0 || !rows->source.size)
		return 0;
	return (uint64_t)at < rows->source.size ? (double)at / (double)rows->source.size : 1;
}

struct rows_mark rows_tell(const struct rows *rows)
{
	if (rows->book)
		return (struct rows_mark){.offset = rows->n_given};
	return (struct rows_mark){rows->window_at + rows->start, rows->line, rows->byte};
}

static int skip_rows(struct rows *rows, uint64_t n, struct err *err)
{
	struct sheet_row row;

	for (; n; n--)
		if (book_in_row(rows->book, &row, err) < 0)
			return -1;
	return 0;
}

int rows_return(struct rows *rows, const struct rows_mark *mark, struct err *err)
{
	if (rows->book) {
		if (book_in_start(rows->book, rows->sheet, err) < 0)
			return -1;
		rows->at_end = false;
		rows->n_given = mark->offset;
		return skip_rows(rows, mark->offset, err);
	}
	rows->start = rows->end = 0;
	rows->at_end = false;
	rows->window_at = mark->offset;
	rows->line = mark->line;
	rows->byte = mark->byte;
	return 0;
}
