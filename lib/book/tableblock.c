/* Tables on a sheet: a header that filters, numbers in the formats of their units, ids as text. */
#include "book/inner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "book/celltext.h"
#include "table/shown.h"
#include "table/write.h"

enum {
	SHEET_ROWS = 1048576,
	FREEZE_WITHIN = 8,    /* a header further down is not frozen */
	EXACT_DIGITS = 15,    /* a spreadsheet's numbers hold no more */
	MEASURED_ROWS = 2000, /* of long tables, for column widths */
	WRAPPED_ROWS =
		5000, /* longer tables are not wrapped: their rows would be slow to lay out */
	WRAPPED_WIDTH = COLUMN_WIDEST - 6,
	LINE_HEIGHT = 16, /* points */
	MOST_LINES = 10,
	SERIAL_OF_1970 = 25569,
};

static const char *unit_of(const struct piece *piece, size_t i)
{
	const struct book_block *block = &piece->block;

	if (block->columns && block->columns[i].unit)
		return block->columns[i].unit;
	return table_column(block->table, piece->table_columns[i])->unit;
}

static bool is_unit(const char *unit, const char *word)
{
	return unit && !strcmp(unit, word);
}

static const char *title_of(struct book *book, const struct piece *piece, size_t i)
{
	const struct book_block *block = &piece->block;
	const char *name = table_column(block->table, piece->table_columns[i])->name;

	if (block->columns && block->columns[i].title)
		return block->columns[i].title;
	return labels_text(book->info.labels, "column", name);
}

static const char *shown_text(
	struct book *book, const struct piece *piece, size_t i, const struct cell *cell)
{
	const char *name = table_column(piece->block.table, piece->table_columns[i])->name;

	return shown_code(book->info.labels, name, cell->text);
}

static double table_width(struct book *book, const struct piece *piece, size_t i)
{
	const struct table *table = piece->block.table;
	const char *title = title_of(book, piece, i);
	/* the header also holds the filter's button */
	double widest = (double)text_width(title, strlen(title)) + 2;
	struct column about = {.unit = (char *)unit_of(piece, i)};
	size_t end =
		piece->to - piece->from > MEASURED_ROWS ? piece->from + MEASURED_ROWS : piece->to;
	struct buf text = {0};

	for (size_t row = piece->from; row < end; row++) {
		const struct cell *cell = table_cell(table, row, piece->table_columns[i]);

		buf_clear(&text);
		if (cell->type == CELL_TEXT)
			buf_add_text(&text, shown_text(book, piece, i, cell));
		else
			format_cell(&about, cell, &text);
		widest = fmax(widest, (double)text_width(buf_text(&text), text.len));
	}
	buf_release(&text);
	return widest;
}

static void write_string(
	struct book *book, lxw_row_t row, uint16_t column, const char *text, lxw_format *format)
{
	struct buf clean = {0};

	celltext_add(text, CELL_LONGEST, &clean);
	if (clean.len)
		book_note_error(book, worksheet_write_string(book->sheet.worksheet, row, column,
					      buf_text(&clean), format));
	else
		book_note_error(
			book, worksheet_write_blank(book->sheet.worksheet, row, column, format));
	buf_release(&clean);
}

/* Dates as dates, so that spreadsheets can filter by month; before 1900 there are none. */
static bool write_date(
	struct book *book, lxw_row_t row, uint16_t column, const char *text, enum look look)
{
	int64_t instant;
	bool has_time;
	const char *number;

	if (!instant_read(text, strlen(text), &instant, &has_time) ||
		instant < (int64_t)date_day(1900, 3, 1) * DAY_SECONDS)
		return false;
	number = has_time ? "yyyy-mm-dd hh:mm:ss" : "yyyy-mm-dd";
	book_note_error(book, worksheet_write_number(book->sheet.worksheet, row, column,
				      (double)instant / DAY_SECONDS + SERIAL_OF_1970,
				      style_get(book, look, number, 0)));
	return true;
}

static void write_number(
	struct book *book, lxw_row_t row, uint16_t column, double value, const char *unit, int good)
{
	const char *number = style_number(unit);
	int tone = 0;

	if (is_unit(unit, "delta"))
		number = style_delta(value, good, &tone);
	if (is_unit(unit, "flag"))
		write_string(book, row, column, value != 0 ? book->words->yes : book->words->no,
			style_get(book, LOOK_CELL, NULL, 0));
	else
		book_note_error(book, worksheet_write_number(book->sheet.worksheet, row, column,
					      value, style_get(book, LOOK_CELL, number, tone)));
}

static bool is_exact(const struct cell *cell)
{
	double limit = pow(10, EXACT_DIGITS);

	return cell->type != CELL_INTEGER || fabs((double)cell->integer) < limit;
}

static bool wraps(const struct piece *piece, const char *text)
{
	return piece->to - piece->from <= WRAPPED_ROWS &&
	       text_width(text, strlen(text)) > WRAPPED_WIDTH;
}

/* Not every spreadsheet fits the height of a row to its wrapped text by itself. */
static void set_height(struct book *book, const struct piece *piece, lxw_row_t line)
{
	size_t lines = 1;

	for (size_t i = 0; i < piece->n_columns; i++) {
		const struct cell *cell = table_cell(
			piece->block.table, piece->from + line - 1, piece->table_columns[i]);
		const char *text = cell->type == CELL_TEXT ? shown_text(book, piece, i, cell) : "";

		if (wraps(piece, text))
			lines = fmax(lines, text_width(text, strlen(text)) / WRAPPED_WIDTH + 1);
	}
	if (lines > 1)
		worksheet_set_row(book->sheet.worksheet, piece->row + line,
			LINE_HEIGHT * (double)(lines < MOST_LINES ? lines : MOST_LINES), NULL);
}

static void write_cell(
	struct book *book, const struct piece *piece, lxw_row_t row, size_t line, size_t i)
{
	const struct table *table = piece->block.table;
	size_t column = piece->table_columns[i], from = piece->from + line;
	const struct cell *cell = table_cell(table, from, column);
	const char *unit = unit_of(piece, i);
	uint16_t at = (uint16_t)(piece->column + i);
	struct buf text = {0};

	if (cell->type == CELL_TEXT) {
		const char *shown = shown_text(book, piece, i, cell);

		if (!is_unit(unit, "date") || !write_date(book, row, at, shown, LOOK_CELL))
			write_string(book, row, at, shown,
				style_get(book, wraps(piece, shown) ? LOOK_WRAPPED : LOOK_CELL,
					NULL, 0));
	} else if (cell->type == CELL_EMPTY || is_unit(unit, "id") || !is_exact(cell)) {
		table_cell_text(table, from, column, &text);
		write_string(book, row, at, buf_text(&text), style_get(book, LOOK_CELL, NULL, 0));
		buf_release(&text);
	} else {
		write_number(book, row, at, table_real(table, from, column), unit,
			piece->block.columns ? piece->block.columns[i].good : 0);
	}
}

/* "3,594", "+12.4%", "−3.1": what format_cell writes, as a number again. */
static bool read_shown(const char *text, double *value)
{
	char plain[40];
	size_t n = 0;
	char *end;

	for (const char *p = text; *p; p++) {
		if (n + 2 > sizeof plain)
			return false;
		if (!strncmp(p, "−", 3)) {
			plain[n++] = '-';
			p += 2;
		} else if (*p != ',') {
			plain[n++] = *p;
		}
	}
	plain[n] = 0;
	if (!strpbrk(plain, "0123456789"))
		return false;
	*value = strtod(plain, &end);
	if (*end == '%') {
		*value /= 100;
		end++;
	}
	return !*end && isfinite(*value);
}

static void write_total(struct book *book, const struct piece *piece, lxw_row_t row, size_t i)
{
	const char *text = piece->block.total[i] ? piece->block.total[i] : "";
	uint16_t at = (uint16_t)(piece->column + i);
	const char *number = style_number(unit_of(piece, i));
	double value;

	if (number && read_shown(text, &value))
		book_note_error(book, worksheet_write_number(book->sheet.worksheet, row, at, value,
					      style_get(book, LOOK_TOTAL, number, 0)));
	else
		write_string(book, row, at, text, style_get(book, LOOK_TOTAL, NULL, 0));
}

/* Line 0 is the header, then the rows, then the total. */
static void write_table(struct book *book, const struct piece *piece, lxw_row_t line)
{
	size_t n_rows = piece->to - piece->from;
	lxw_row_t row = piece->row + line;

	if (!line)
		worksheet_set_row(book->sheet.worksheet, row, 22, NULL);
	else if (line <= n_rows && n_rows <= WRAPPED_ROWS)
		set_height(book, piece, line);
	for (size_t i = 0; i < piece->n_columns; i++) {
		uint16_t at = (uint16_t)(piece->column + i);

		if (!line)
			write_string(book, row, at, title_of(book, piece, i),
				style_get(book, LOOK_HEADER, NULL, 0));
		else if (line <= n_rows)
			write_cell(book, piece, row, line - 1, i);
		else
			write_total(book, piece, row, i);
	}
}

static void choose_columns(struct book *book, struct piece *piece)
{
	const struct book_block *block = &piece->block;
	size_t n = block->columns ? block->n_columns : table_columns(block->table);

	piece->n_columns = 0;
	piece->table_columns = arena_alloc(&book->arena, (n + 1) * sizeof *piece->table_columns);
	for (size_t i = 0; i < n; i++)
		piece->table_columns[i] =
			block->columns ? table_find(block->table, block->columns[i].name) : i;
	if (n > LXW_COL_MAX)
		book_note_error(book, LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE);
	else
		piece->n_columns = (uint16_t)n;
}

/* The first table of a sheet is the one that is filtered, frozen and repeated on every page. */
static void set_first_table(struct book *book, const struct piece *piece, lxw_row_t n_rows)
{
	struct sheet *sheet = &book->sheet;

	if (sheet->has_table || !piece->n_columns)
		return;
	sheet->has_table = true;
	if (piece->row <= FREEZE_WITHIN)
		worksheet_freeze_panes(sheet->worksheet, piece->row + 1, 0);
	worksheet_repeat_rows(sheet->worksheet, piece->row, piece->row);
	book_note_error(book, worksheet_autofilter(sheet->worksheet, piece->row, 0,
				      piece->row + n_rows, (uint16_t)(piece->n_columns - 1)));
}

static void add_piece(
	struct book *book, const struct book_block *block, size_t from, size_t to, bool has_total)
{
	struct sheet *sheet = &book->sheet;
	struct piece *piece = sheet_add_piece(sheet, (lxw_row_t)(to - from) + 1 + has_total);

	piece->write_row = write_table;
	piece->width = table_width;
	piece->block = *block;
	piece->from = from;
	piece->to = to;
	choose_columns(book, piece);
	set_first_table(book, piece, (lxw_row_t)(to - from));
	sheet->side_row = piece->row;
	if (!sheet->side_start)
		sheet->side_start = (uint16_t)(piece->n_columns + 1);
	if (piece->n_columns + 1 > sheet->side_column)
		sheet->side_column = (uint16_t)(piece->n_columns + 1);
}

static void add_cut_note(struct book *book, const struct table *table)
{
	size_t n = 0;
	struct buf note = {0};

	for (size_t row = 0; row < table_rows(table); row++) {
		for (size_t i = 0; i < table_columns(table); i++) {
			const struct cell *cell = table_cell(table, row, i);
			struct buf text = {0};

			if (cell->type != CELL_TEXT || strlen(cell->text) <= CELL_LONGEST)
				continue;
			n += celltext_add(cell->text, CELL_LONGEST, &text);
			buf_release(&text);
		}
	}
	if (n) {
		buf_format(&note, book->words->cut, n);
		book_add_note(book, buf_text(&note));
	}
	buf_release(&note);
}

void book_add_table(struct book *book, const struct book_block *block)
{
	size_t n = table_rows(block->table), from = 0;
	const char *name = book->sheet.name;

	if (block->caption)
		book_add_heading(book, block->caption, 2);
	for (;;) {
		size_t room = SHEET_ROWS - book->sheet.cursor - 16 - table_notes(block->table);
		size_t to = n - from > room ? from + room : n;

		add_piece(book, block, from, to, block->total && to == n);
		if (to == n)
			break;
		from = to;
		book_start_sheet(book, book_name_sheet(book, name));
	}
	for (size_t i = 0; i < table_notes(block->table); i++)
		book_add_note(book, table_note(block->table, i));
	add_cut_note(book, block->table);
	book->sheet.cursor++;
}
