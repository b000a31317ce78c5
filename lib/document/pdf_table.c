/* Tables over as many pages as they need. */
#include <stdlib.h>
#include <string.h>

#include "document/pdf_sheet.h"
#include "document/words.h"

static const double LINE = 12.5, ROW_PAD = 5.5, CAPTION = 20, NOTE = 16, SPACE = 14,
		    LONGEST_START = 230;
static const int HEADER_GROUND = 0xE4EDF6, ZEBRA = 0xF7F9FB;

enum { ROWS_WITH_HEADER = 3, SMALL_TABLE = 9 };

static const struct wrapped *wrap_cell(
	const struct sheet *sheet, const char *text, size_t column, bool bold)
{
	const struct span span = {text, bold};

	return fonts_wrap(sheet->flow->fonts, &span, 1, sheet->size,
		sheet->widths[column] - 2 * sheet->pad - sheet_gap(sheet, column) + 0.01);
}

static const char *header_text(
	const struct sheet *sheet, size_t row, size_t column, struct buf *text)
{
	(void)row;
	(void)text;
	return sheet->table->columns[column].title;
}

static const char *total_text(
	const struct sheet *sheet, size_t row, size_t column, struct buf *text)
{
	(void)row;
	(void)text;
	return sheet->table->total[column];
}

/* `text_of` gives the texts of a header, body or total row. */
static double row_height(const struct sheet *sheet,
	const char *(*text_of)(const struct sheet *, size_t, size_t, struct buf *), size_t row,
	bool bold)
{
	size_t lines = 1, most = sheet_most_lines(sheet);
	struct buf text = {0};

	for (size_t i = 0; i < sheet->table->n_columns; i++) {
		size_t n = wrap_cell(sheet, text_of(sheet, row, i, &text), i, bold)->n_lines;

		lines = n > lines ? n : lines;
	}
	buf_release(&text);
	lines = lines < most ? lines : most;
	return (double)(lines - 1) * LINE + sheet->size + 2 * ROW_PAD;
}

static double body_height(const struct sheet *sheet, size_t row)
{
	return row_height(sheet, sheet_cell, row, document_is_total(sheet->table, row));
}

static void put_cell(
	const struct sheet *sheet, const char *text, size_t column, double x, bool bold, int colour)
{
	struct flow *flow = sheet->flow;
	const struct type type = {.size = sheet->size, .bold = bold, .colour = colour};
	bool right = sheet->table->columns[column].right;
	const struct wrapped *wrapped = wrap_cell(sheet, text, column, bold);
	size_t most = sheet_most_lines(sheet);

	for (size_t k = 0; k < wrapped->n_pieces && wrapped->pieces[k].line < most; k++) {
		const struct piece *piece = &wrapped->pieces[k];
		bool is_cut = piece->line + 1 == most && k + 1 < wrapped->n_pieces;
		char *line = mem_format("%.*s%s", (int)(piece->to - piece->from),
			text + piece->from, is_cut ? "…" : "");

		scene_text(flow_page(flow),
			right ? x + sheet->widths[column] - sheet->pad
			      : x + sheet->pad + sheet_gap(sheet, column),
			flow->y + ROW_PAD + 0.86 * sheet->size + (double)piece->line * LINE,
			right ? ALIGN_RIGHT : ALIGN_LEFT, line, type);
		free(line);
	}
}

static double header_height(const struct sheet *sheet)
{
	return document_has_header(sheet->table) ? row_height(sheet, header_text, 0, true) : 0;
}

/* Cells of one row, with their tag; NULL where a page only repeats them. */
static void put_cells(const struct sheet *sheet, size_t row, bool bold, const char *tag,
	const char *(*text_of)(const struct sheet *, size_t, size_t, struct buf *))
{
	struct scene *page = flow_page(sheet->flow);
	bool is_body = text_of == sheet_cell;
	double x = PAGE_LEFT;
	struct buf text = {0};

	if (tag)
		scene_begin(page, "TR", NULL);
	for (size_t i = 0; i < sheet->table->n_columns; i++) {
		int tone = is_body ? document_tone(sheet->table, row, i) : 0;

		if (tag)
			scene_begin(page, tag, NULL);
		put_cell(sheet, text_of(sheet, row, i, &text), i, x, bold,
			tone ? tone_colour(tone) : INK);
		if (tag)
			scene_end(page, tag);
		x += sheet->widths[i];
	}
	if (tag)
		scene_end(page, "TR");
	buf_release(&text);
}

static void put_header(const struct sheet *sheet, bool is_repeated)
{
	struct flow *flow = sheet->flow;
	double height = header_height(sheet);

	if (height == 0) {
		scene_line(flow_page(flow), PAGE_LEFT, flow->y, PAGE_RIGHT, flow->y, 1, ZERO_AXIS);
		return;
	}
	scene_rect(flow_page(flow), PAGE_LEFT, flow->y, flow_width(), height, HEADER_GROUND);
	put_cells(sheet, 0, true, is_repeated ? NULL : "TH", header_text);
	flow->y += height;
}

static void put_caption(const struct sheet *sheet, bool is_continued)
{
	const struct type type = {.size = 9.5, .bold = true, .colour = INK};
	struct flow *flow = sheet->flow;
	struct buf text = {0};

	if (!*sheet->caption)
		return;
	if (!is_continued)
		scene_begin(flow_page(flow), "Caption", NULL);
	buf_add_text(&text, sheet->caption);
	if (is_continued)
		buf_add_text(&text, words_continued(flow->document->lang));
	flow_text(flow, PAGE_LEFT, flow->y + 13, ALIGN_LEFT, buf_text(&text), type, flow_width());
	if (!is_continued)
		scene_end(flow_page(flow), "Caption");
	flow->y += CAPTION;
	buf_release(&text);
}

static void put_row(const struct sheet *sheet, size_t row, double height)
{
	struct flow *flow = sheet->flow;
	struct scene *page = flow_page(flow);
	bool is_total = document_is_total(sheet->table, row);

	if (is_total)
		scene_line(page, PAGE_LEFT, flow->y, PAGE_RIGHT, flow->y, 1, ZERO_AXIS);
	else if (row % 2)
		scene_rect(page, PAGE_LEFT, flow->y, flow_width(), height, ZEBRA);
	put_cells(sheet, row, is_total, "TD", sheet_cell);
	flow->y += height;
	if (!is_total)
		scene_line(page, PAGE_LEFT, flow->y, PAGE_RIGHT, flow->y, 0.5, GRID);
}

static void put_total(const struct sheet *sheet)
{
	struct flow *flow = sheet->flow;

	scene_line(flow_page(flow), PAGE_LEFT, flow->y, PAGE_RIGHT, flow->y, 1, ZERO_AXIS);
	put_cells(sheet, 0, true, "TD", total_text);
	flow->y += row_height(sheet, total_text, 0, true);
}

static double total_height(const struct sheet *sheet)
{
	return sheet->table->total ? row_height(sheet, total_text, 0, true) : 0;
}

/* Caption, header and the first rows stay together, and all of a small table. */
static double start_height(const struct sheet *sheet)
{
	double height = header_height(sheet) + (*sheet->caption ? CAPTION : 0);
	size_t rows = sheet->n_rows <= SMALL_TABLE ? sheet->n_rows : ROWS_WITH_HEADER;

	for (size_t row = 0; row < rows; row++) {
		double next = body_height(sheet, row);

		if (row > 0 && height + next > LONGEST_START)
			return height;
		height += next;
	}
	return height + (rows == sheet->n_rows ? total_height(sheet) : 0);
}

/* What follows row `row` to the table's end, when that is only a few rows: no page is to begin with
 * a row or two. */
static double tail_height(const struct sheet *sheet, size_t row)
{
	double height = 0;

	if (sheet->n_rows - row > ROWS_WITH_HEADER)
		return 0;
	for (size_t next = row + 1; next < sheet->n_rows; next++)
		height += body_height(sheet, next);
	return height + total_height(sheet);
}

static void put_rows(const struct sheet *sheet)
{
	for (size_t row = 0; row < sheet->n_rows; row++) {
		double height = body_height(sheet, row);

		if (row > 0 && height + tail_height(sheet, row) > flow_room(sheet->flow)) {
			flow_new_page(sheet->flow);
			put_caption(sheet, true);
			put_header(sheet, true);
		}
		put_row(sheet, row, height);
	}
}

static struct sheet open_sheet(struct flow *flow, const struct block *block)
{
	struct sheet sheet = {.flow = flow,
		.table = &block->table,
		.size = CELL_SIZE,
		.pad = CELL_PAD,
		.caption = block->table.caption ? block->table.caption : ""};

	sheet.n_rows = table_rows(block->table.table);
	sheet.widths = mem_zalloc((block->table.n_columns + 1) * sizeof *sheet.widths);
	sheet_fit(&sheet);
	return sheet;
}

double table_start(struct flow *flow, const struct block *block)
{
	struct sheet sheet = open_sheet(flow, block);
	double height = start_height(&sheet);

	free(sheet.widths);
	return height;
}

static void put_nothing(struct flow *flow)
{
	const struct type type = {.size = CELL_SIZE, .colour = MUTED};

	scene_begin(flow_page(flow), "TR", NULL);
	scene_begin(flow_page(flow), "TD", NULL);
	flow_text(flow, PAGE_LEFT + CELL_PAD, flow->y + ROW_PAD + 0.86 * type.size, ALIGN_LEFT,
		words_no_data(flow->document->lang), type, flow_width());
	scene_end(flow_page(flow), "TD");
	scene_end(flow_page(flow), "TR");
	flow->y += type.size + 2 * ROW_PAD;
}

/* What a form leaves out is said, as people sign it. */
static void put_cut_note(const struct sheet *sheet)
{
	const struct type type = {.size = 8.5, .colour = MUTED};
	struct flow *flow = sheet->flow;
	struct buf text = {0};
	size_t n = 0;

	for (size_t row = 0; row < sheet->n_rows; row++)
		for (size_t i = 0; i < sheet->table->n_columns; i++)
			n += wrap_cell(sheet, sheet_cell(sheet, row, i, &text), i, false)->n_lines >
			     sheet_most_lines(sheet);
	buf_release(&text);
	if (!n)
		return;
	flow_need(flow, NOTE);
	scene_begin(flow_page(flow), "P", NULL);
	flow_text(flow, PAGE_LEFT, flow->y + 0.7 * NOTE, ALIGN_LEFT,
		words_cut(flow->document->lang), type, flow_width());
	scene_end(flow_page(flow), "P");
	flow->y += NOTE;
}

void table_put(struct flow *flow, const struct block *block)
{
	struct sheet sheet = open_sheet(flow, block);

	if (*sheet.caption && !block->table.is_form) { /* a form numbers its parts itself */
		struct buf text = {0};

		words_table(flow->document->lang, ++flow->n_tables, sheet.caption, &text);
		sheet.caption = arena_text(&flow->arena, buf_text(&text), text.len);
		buf_release(&text);
	}
	flow_need(flow, start_height(&sheet));
	scene_begin(flow_page(flow), "Table", NULL);
	put_caption(&sheet, false);
	put_header(&sheet, false);
	if (!sheet.n_rows)
		put_nothing(flow);
	put_rows(&sheet);
	if (block->table.total && sheet.n_rows)
		put_total(&sheet);
	scene_end(flow_page(flow), "Table");
	if (block->table.is_form)
		put_cut_note(&sheet);
	flow->y += SPACE;
	free(sheet.widths);
}
