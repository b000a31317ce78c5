/* A sheet's pieces at their places: headings, paragraphs, key figures, links; and how a complete
 * sheet is written. Tables are in tableblock.c, charts in native.c. */
#include "book/inner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "book/celltext.h"

/* A sheet of so many rows is printed on one page, so that no chart is cut. */
enum { ONE_PAGE_ROWS = 60 };

struct piece *sheet_add_piece(struct sheet *sheet, lxw_row_t height)
{
	struct piece *piece;

	sheet->pieces = mem_grow(
		sheet->pieces, sheet->n_pieces, &sheet->pieces_capacity, sizeof *sheet->pieces);
	piece = &sheet->pieces[sheet->n_pieces++];
	*piece = (struct piece){.row = sheet->cursor, .height = height};
	sheet->cursor += height;
	return piece;
}

static void write_heading(struct book *book, const struct piece *piece, lxw_row_t line)
{
	double high = piece->look == LOOK_TITLE ? 30 : 24;

	worksheet_set_row(book->sheet.worksheet, piece->row + line, high, NULL);
	book_note_error(
		book, worksheet_write_string(book->sheet.worksheet, piece->row + line,
			      piece->column, piece->text, style_get(book, piece->look, NULL, 0)));
}

/* Lines that a paragraph takes when it is wrapped. */
static size_t wrapped_lines(const char *text, size_t width)
{
	size_t lines = 0;

	for (const char *p = text;; p++) {
		size_t n = strcspn(p, "\n");

		lines += text_width(p, n) / width + 1;
		p += n;
		if (!*p)
			return lines;
	}
}

/* Paragraphs run over as many columns as make a line, and their row is as high as they need:
 * spreadsheets do not fit merged cells by themselves. */
static void write_paragraph(struct book *book, const struct piece *piece, lxw_row_t line)
{
	lxw_worksheet *worksheet = book->sheet.worksheet;
	lxw_row_t row = piece->row + line;
	uint16_t last = (uint16_t)(piece->n_columns - 1);
	double high = piece->look == LOOK_NOTE ? 14 : 18; /* points */
	size_t lines = wrapped_lines(piece->text, piece->line_width);

	worksheet_set_row(worksheet, row, fmin(high * (double)lines + 2, 400), NULL);
	book_note_error(book, worksheet_merge_range(worksheet, row, 0, row, last, piece->text,
				      style_get(book, piece->look, NULL, 0)));
}

static void write_link(struct book *book, const struct piece *piece, lxw_row_t line)
{
	struct buf url = {0};

	buf_add_text(&url, "internal:'");
	for (const char *p = piece->target; *p; p++) {
		if (*p == '\'')
			buf_add_char(&url, '\'');
		buf_add_char(&url, *p);
	}
	buf_add_text(&url, "'!A1");
	book_note_error(book,
		worksheet_write_url_opt(book->sheet.worksheet, piece->row + line, piece->column,
			buf_text(&url), style_get(book, LOOK_LINK, NULL, 0), piece->text, NULL));
	buf_release(&url);
}

static void write_kpi(struct book *book, const struct book_kpi *kpi, lxw_row_t row, size_t place,
	size_t per_strip, enum look look)
{
	const char *text = look == LOOK_KPI_NAME    ? kpi->name
			   : look == LOOK_KPI_VALUE ? kpi->value
						    : kpi->change;
	uint16_t wide = (uint16_t)(GRID_COLUMNS / per_strip), column = (uint16_t)(place * wide);
	int tone = look == LOOK_KPI_CHANGE ? kpi->tone : 0;

	book_note_error(book, worksheet_merge_range(book->sheet.worksheet, row, column, row,
				      (uint16_t)(column + wide - 1), book_text(book, text),
				      style_get(book, look, NULL, tone)));
}

/* Five stand as three and two. */
static size_t kpis_per_strip(size_t n)
{
	return n == 5 || n == 6 || n == 9 ? 3 : 4;
}

/* Four lines for each strip: name, value, change, a gap. */
static void write_kpis(struct book *book, const struct piece *piece, lxw_row_t line)
{
	static const struct {
		enum look look;
		double height;
	} LINES[] = {{LOOK_KPI_NAME, 20}, {LOOK_KPI_VALUE, 30}, {LOOK_KPI_CHANGE, 20}};
	size_t per_strip = kpis_per_strip(piece->n_kpis), first = line / 4 * per_strip;
	lxw_row_t row = piece->row + line;

	if (line % 4 == 3)
		return;
	worksheet_set_row(book->sheet.worksheet, row, LINES[line % 4].height, NULL);
	for (size_t i = first; i < piece->n_kpis && i < first + per_strip; i++)
		write_kpi(book, &piece->kpis[i], row, i - first, per_strip, LINES[line % 4].look);
}

void book_add_heading(struct book *book, const char *text, int level)
{
	struct piece *piece = sheet_add_piece(&book->sheet, 1);

	piece->write_row = write_heading;
	piece->text = book_text(book, text);
	piece->look = level <= 1 ? LOOK_TITLE : LOOK_HEADING;
}

static void add_paragraph(struct book *book, const char *text, enum look look)
{
	struct piece *piece = sheet_add_piece(&book->sheet, 1);

	piece->write_row = write_paragraph;
	piece->text = book_text(book, text);
	piece->look = look;
}

void book_add_text(struct book *book, const char *text)
{
	add_paragraph(book, text, LOOK_BODY);
}

void book_add_note(struct book *book, const char *text)
{
	add_paragraph(book, text, LOOK_NOTE);
}

/* Links in a row stand two to a line. */
void book_add_link(struct book *book, const char *text, const char *sheet)
{
	struct sheet *s = &book->sheet;
	struct piece *last = s->n_pieces ? &s->pieces[s->n_pieces - 1] : NULL;
	bool is_second = last && last->write_row == write_link && last->column == 0;
	struct piece *piece;

	s->cursor -= is_second;
	piece = sheet_add_piece(s, 1);
	piece->column = is_second ? GRID_COLUMNS / 2 : 0;
	piece->write_row = write_link;
	piece->text = book_text(book, text);
	piece->target = sheet;
}

void book_add_space(struct book *book)
{
	book->sheet.cursor++;
}

void book_add_kpis(struct book *book, const struct book_kpi *kpis, size_t n)
{
	size_t strips = (n + kpis_per_strip(n) - 1) / kpis_per_strip(n);
	struct piece *piece = sheet_add_piece(&book->sheet, (lxw_row_t)strips * 4);

	piece->write_row = write_kpis;
	piece->kpis = kpis;
	piece->n_kpis = n;
}

/* The empty column in front of a chart's numbers. */
static bool is_gap(const struct sheet *sheet, uint16_t column)
{
	for (size_t i = 0; i < sheet->n_pieces && sheet->has_table; i++)
		if (sheet->pieces[i].chart && sheet->pieces[i].column == column + 1)
			return true;
	return false;
}

/* (CJK 2, Latin 1) x 1.1 + 2, at most 60. */
static double column_width(struct book *book, uint16_t column)
{
	double width = 0;

	for (size_t i = 0; i < book->sheet.n_pieces; i++) {
		const struct piece *piece = &book->sheet.pieces[i];

		if (!piece->width || column < piece->column ||
			column >= piece->column + piece->n_columns)
			continue;
		width = fmax(width, piece->width(book, piece, (size_t)(column - piece->column)));
	}
	if (width > 0)
		return fmin(width * 1.1 + 2, COLUMN_WIDEST);
	return is_gap(&book->sheet, column) ? GAP_WIDTH : GRID_WIDTH;
}

static uint16_t last_column(const struct sheet *sheet)
{
	uint16_t last = GRID_COLUMNS;

	for (size_t i = 0; i < sheet->n_pieces; i++)
		if (sheet->pieces[i].column + sheet->pieces[i].n_columns > last)
			last = (uint16_t)(sheet->pieces[i].column + sheet->pieces[i].n_columns);
	return last;
}

/* Behind charts, beside a table. */
static bool has_numbers(const struct sheet *sheet)
{
	return sheet->has_table && sheet->side_column > sheet->side_start;
}

/* A paragraph spans a line of the grid's width, but never columns where a chart's numbers may be.
 */
static bool is_in_line(const struct sheet *sheet, uint16_t column, double width_before)
{
	if (column < 2)
		return true;
	if (has_numbers(sheet) && column + 1 >= sheet->side_start)
		return false;
	return width_before < GRID_COLUMNS * GRID_WIDTH;
}

static void set_columns(struct book *book)
{
	struct sheet *sheet = &book->sheet;
	double line_width = 0;
	uint16_t span = 0;

	for (uint16_t i = 0; i < last_column(sheet); i++) {
		double width = column_width(book, i);

		worksheet_set_column(sheet->worksheet, i, i, width, NULL);
		if (span == i && is_in_line(sheet, i, line_width)) {
			line_width += width;
			span++;
		}
	}
	for (size_t i = 0; i < sheet->n_pieces; i++) {
		struct piece *piece = &sheet->pieces[i];

		if (piece->write_row != write_paragraph)
			continue;
		piece->n_columns = span;
		/* small text has more of it on a line */
		piece->line_width = (size_t)(line_width * (piece->look == LOOK_NOTE ? 1.1 : 0.9));
	}
}

/* The columns that a chart below a table covers, or the table where it is wider: what lies beyond
 * are numbers behind charts, which would make the page small. */
static uint16_t printed_columns(struct book *book)
{
	uint16_t n = 0;

	for (double pixels = 0; pixels < CHART_WIDTH || n + 1 < book->sheet.side_start; n++)
		pixels += column_width(book, n) * 7 + 5;
	return n;
}

static void set_printed(struct book *book, lxw_row_t end)
{
	struct sheet *sheet = &book->sheet;
	lxw_row_t last = sheet->cursor > end ? sheet->cursor : end;

	if (sheet->is_overview)
		worksheet_print_area(sheet->worksheet, 0, 0, sheet->cursor ? sheet->cursor : 1,
			GRID_COLUMNS - 1);
	else if (has_numbers(sheet) && !sheet->has_side_chart)
		worksheet_print_area(
			sheet->worksheet, 0, 0, last, (uint16_t)(printed_columns(book) - 1));
}

void sheet_finish(struct book *book)
{
	struct sheet *sheet = &book->sheet;
	lxw_row_t end = 0;

	if (!sheet->worksheet)
		return;
	set_columns(book);
	for (size_t i = 0; i < sheet->n_pieces; i++)
		if (sheet->pieces[i].row + sheet->pieces[i].height > end)
			end = sheet->pieces[i].row + sheet->pieces[i].height;
	for (lxw_row_t row = 0; row < end; row++) {
		for (size_t i = 0; i < sheet->n_pieces; i++) {
			const struct piece *piece = &sheet->pieces[i];

			if (row >= piece->row && row < piece->row + piece->height)
				piece->write_row(book, piece, row - piece->row);
		}
	}
	if (sheet->cursor < ONE_PAGE_ROWS && end < ONE_PAGE_ROWS)
		worksheet_fit_to_pages(sheet->worksheet, 1, 1);
	set_printed(book, end);
	sheet->worksheet = NULL;
}
