/* Tables on a sheet: a header that filters, numbers in the formats of their units, ids as text. */
#include "book/inner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "book/celltext.h"
#include "table/shown.h"
#include "table/write.h"

enum {
	SHEET_ROWS = 1048576,
	FREEZE_WITHIN = 8,    /* a header further down is not frozen */
	MEASURED_ROWS = 2000, /* of long tables, for column widths */
	WRAPPED_ROWS =
		5000, /* longer tables are not wrapped: their rows would be slow to lay out */
	WRAPPED_WIDTH = COLUMN_WIDEST - 6,
	LINE_HEIGHT = 15, /* points */
	MOST_LINES = 10,
};

static size_t n_rows_of(const struct book_block *block)
{
	return block->paged ? paged_rows(block->paged) : table_rows(block->table);
}

static const struct cell *cell_of(const struct book_block *block, size_t row, size_t column)
{
	size_t within = row;
	const struct table *table =
		block->paged ? paged_at(block->paged, row, &within) : block->table;

	return table_cell(table, within, column);
}

/* A report's format stands before the column's unit, where it is one of numbers: "label" and such
 * say nothing here, and a change of points is in points. */
static struct cell_look look_of(const struct piece *piece, size_t i)
{
	const struct book_block *block = &piece->block;
	const char *unit = table_column(block->table, piece->table_columns[i])->unit;
	const char *format = block->columns ? block->columns[i].unit : NULL;
	bool is_points = unit && !strcmp(unit, "points");
	bool is_delta = format && !strcmp(format, "delta");

	if (format && !is_points && (style_number(format) || !strcmp(format, "date")))
		unit = format;
	return (struct cell_look){
		.unit = unit, .is_delta = is_delta, .good = is_delta ? block->columns[i].good : 0};
}

static const char *title_of(struct book *book, const struct piece *piece, size_t i)
{
	const struct book_block *block = &piece->block;
	const char *name = table_column(block->table, piece->table_columns[i])->name;

	if (block->columns && block->columns[i].title)
		return block->columns[i].title;
	return labels_text(book->info.labels, "column", name);
}

static void add_shown(const struct book *book, const struct piece *piece, size_t i,
	const struct cell *cell, struct buf *out)
{
	const char *name = table_column(piece->block.table, piece->table_columns[i])->name;

	shown_alone(book->info.labels, name, cell->text, out);
}

static double table_width(struct book *book, const struct piece *piece, size_t i)
{
	const char *title = title_of(book, piece, i);
	/* the header also holds the filter's button */
	double widest = (double)text_width(title, strlen(title)) + 2;
	struct column about = {.unit = (char *)look_of(piece, i).unit};
	size_t end =
		piece->to - piece->from > MEASURED_ROWS ? piece->from + MEASURED_ROWS : piece->to;
	struct buf text = {0};

	for (size_t row = piece->from; row < end; row++) {
		const struct cell *cell = cell_of(&piece->block, row, piece->table_columns[i]);

		buf_clear(&text);
		if (cell->type == CELL_TEXT)
			add_shown(book, piece, i, cell, &text);
		else
			format_cell(&about, cell, &text);
		widest = fmax(widest, (double)text_width(buf_text(&text), text.len));
	}
	buf_release(&text);
	return widest;
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
	struct buf text = {0};

	for (size_t i = 0; i < piece->n_columns; i++) {
		const struct cell *cell =
			cell_of(&piece->block, piece->from + line - 1, piece->table_columns[i]);
		size_t needed;

		buf_clear(&text);
		if (cell->type == CELL_TEXT)
			add_shown(book, piece, i, cell, &text);
		needed = text_width(buf_text(&text), text.len) / WRAPPED_WIDTH + 1;
		if (wraps(piece, buf_text(&text)) && needed > lines)
			lines = needed;
	}
	buf_release(&text);
	if (lines > 1)
		worksheet_set_row(book->sheet.worksheet, piece->row + line,
			LINE_HEIGHT * (double)(lines < MOST_LINES ? lines : MOST_LINES), NULL);
}

static void write_cell(
	struct book *book, const struct piece *piece, lxw_row_t row, size_t line, size_t i)
{
	const struct cell *cell =
		cell_of(&piece->block, piece->from + line, piece->table_columns[i]);
	struct cell_look look = look_of(piece, i);
	struct buf text = {0};

	look.is_total = piece->block.last_is_total && !piece->block.paged &&
			piece->from + line + 1 == table_rows(piece->block.table);
	if (cell->type == CELL_TEXT && look.is_total) {
		look.text = i ? "" : piece->block.last_is_total;
	} else if (cell->type == CELL_TEXT) {
		add_shown(book, piece, i, cell, &text);
		look.text = buf_text(&text);
		look.is_wrapped = wraps(piece, look.text);
	}
	cell_write(book, row, (uint16_t)(piece->column + i), cell, &look);
	buf_release(&text);
}

static void write_total(struct book *book, const struct piece *piece, lxw_row_t row, size_t i)
{
	const char *text = piece->block.total[i] ? piece->block.total[i] : "";
	const char *number = style_number(look_of(piece, i).unit);

	cell_write_shown(book, row, (uint16_t)(piece->column + i), text, number, LOOK_TOTAL);
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
			cell_write_text(book, row, at, title_of(book, piece, i),
				style_get(book, *title_of(book, piece, i) ? LOOK_HEADER : LOOK_CELL,
					NULL, 0));
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

static void set_choices(struct book *book, const struct piece *piece, lxw_row_t n_rows)
{
	for (size_t i = 0; piece->block.columns && n_rows && i < piece->n_columns; i++) {
		const struct book_column *column = &piece->block.columns[i];
		uint16_t at = (uint16_t)(piece->column + i);
		lxw_data_validation list = {.validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
			.ignore_blank = LXW_VALIDATION_ON,
			.dropdown = LXW_VALIDATION_ON,
			.show_input = LXW_VALIDATION_ON,
			.show_error = LXW_VALIDATION_OFF};
		struct buf formula = {0};

		if (!column->choices)
			continue;
		buf_format(&formula, "='%s'!$A$2:$A$%zu", column->choices, column->n_choices + 1);
		list.value_formula = formula.data;
		book_note_error(book, worksheet_data_validation_range(book->sheet.worksheet,
					      piece->row + 1, at, piece->row + n_rows, at, &list));
		buf_release(&formula);
	}
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
	set_choices(book, piece, (lxw_row_t)(to - from));
	sheet->side_row = piece->row;
	if (!sheet->side_start)
		sheet->side_start = (uint16_t)(piece->n_columns + 1);
	if (piece->n_columns + 1 > sheet->side_column)
		sheet->side_column = (uint16_t)(piece->n_columns + 1);
}

static void add_cut_note(struct book *book, const struct book_block *block)
{
	size_t n = 0;
	struct buf note = {0};

	if (block->paged && paged_longest(block->paged) <= CELL_LONGEST)
		return;
	for (size_t row = 0; row < n_rows_of(block); row++) {
		for (size_t i = 0; i < table_columns(block->table); i++) {
			const struct cell *cell = cell_of(block, row, i);
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
	size_t n = n_rows_of(block), from = 0;
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
	add_cut_note(book, block);
	book->sheet.table_end = book->sheet.cursor;
	book->sheet.cursor++;
}
