/* How wide the columns of a table are: by what stands in them, in the width of the page. */
#include "document/pdf_sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "document/columns.h"

static const double SMALLER = 8, SMALLEST = 6.5, TIGHT_PAD = 3;

enum { MEASURED_ROWS = 400 };

/* No line of a page has as many bytes. Pango's time grows with the square of a long word. */
enum { MOST_LINES = 8, MOST_LINES_OF_FORM = 40, LINE_BYTES = 500 };

static double text_size(const struct sheet *sheet, const char *text, bool bold)
{
	return fonts_width(sheet->flow->fonts, text, sheet->size, bold) + 2 * sheet->pad;
}

size_t sheet_most_lines(const struct sheet *sheet)
{
	return sheet->table->is_form ? MOST_LINES_OF_FORM : MOST_LINES;
}

static void keep_start(struct buf *text, size_t most)
{
	if (text->len <= most)
		return;
	while (most > 0 && ((unsigned char)text->data[most] & 0xC0) == 0x80)
		most--;
	text->len = most;
	buf_add_text(text, "…");
}

const char *sheet_cell(const struct sheet *sheet, size_t row, size_t column, struct buf *text)
{
	buf_clear(text);
	document_cell(sheet->flow->document, sheet->table, row, column, text);
	keep_start(text, sheet_most_lines(sheet) * LINE_BYTES);
	return buf_text(text);
}

double sheet_gap(const struct sheet *sheet, size_t column)
{
	const struct table_column *columns = sheet->table->columns;

	return column && !columns[column].right && columns[column - 1].right ? sheet->pad : 0;
}

/* What a column's values would take: of long tables the first rows and the last, which may be that
 * of all and is bold then, speak for the rest. */
static double values_width(const struct sheet *sheet, size_t column)
{
	double width = 0;
	struct buf text = {0};

	for (size_t row = 0; row < sheet->n_rows; row++) {
		bool is_total = document_is_total(sheet->table, row);

		if (row < MEASURED_ROWS || row + 1 == sheet->n_rows)
			width = fmax(width,
				text_size(sheet, sheet_cell(sheet, row, column, &text), is_total));
	}
	if (sheet->table->total)
		width = fmax(width, text_size(sheet, sheet->table->total[column], true));
	buf_release(&text);
	return width;
}

/* Numbers of complaints and other words without a blank: a break makes another word of them. */
static bool is_solid(const struct sheet *sheet, size_t column)
{
	struct buf text = {0};
	bool is_solid = true;

	for (size_t row = 0; row < sheet->n_rows && row < MEASURED_ROWS && is_solid; row++)
		for (const char *p = sheet_cell(sheet, row, column, &text); *p && is_solid; p++)
			is_solid = *p != ' ' && (unsigned char)*p < 0x80;
	buf_release(&text);
	return is_solid;
}

/* A header may break between its words. */
static double word_width(const struct sheet *sheet, const char *title)
{
	double width = 0;

	while (*title) {
		size_t n = strcspn(title, " ");
		char *word = mem_text_n(title, n);

		width = fmax(width, text_size(sheet, word, true));
		free(word);
		title += n + (title[n] == ' ');
	}
	return width;
}

/* Letters are not hinted: a text at another size is as much wider as its letters are. */
static void set_widths(struct sheet *sheet, const double *natural)
{
	for (size_t i = 0; i < sheet->table->n_columns; i++) {
		double share = sheet->table->columns[i].width;

		sheet->widths[i] = share > 0
					   ? share * flow_width()
					   : (natural[i] - 2 * CELL_PAD) * sheet->size / CELL_SIZE +
						     2 * sheet->pad + sheet_gap(sheet, i);
	}
}

/* Texts give way to numbers, and the letters get smaller, down to a size; false: that is not
 * enough. */
static bool give_way(
	struct sheet *sheet, const double *natural, const bool *fixed, double whole, double least)
{
	size_t n = sheet->table->n_columns;

	sheet->size = CELL_SIZE;
	sheet->pad = CELL_PAD;
	for (;;) {
		set_widths(sheet, natural);
		if (columns_narrow(sheet->widths, fixed, n, whole) == 0)
			return true;
		if (sheet->size <= least)
			return false;
		sheet->size -= 0.5;
		sheet->pad = TIGHT_PAD;
	}
}

/* Header and values side by side where there is room. Else headers break between words, the letters
 * get a little smaller, texts give way to numbers (those that would break within a word as the
 * last), headers break anywhere, the letters get small. */
void sheet_fit(struct sheet *sheet)
{
	size_t n = sheet->table->n_columns;
	bool *fixed = mem_zalloc(n + 1), *given = mem_zalloc(n + 1), *solid = mem_zalloc(n + 1);
	double *values = mem_zalloc((n + 1) * sizeof *values);
	double *words = mem_zalloc((n + 1) * sizeof *words);
	double *natural = mem_zalloc((n + 1) * sizeof *natural), whole = flow_width();

	for (size_t i = 0; i < n; i++) {
		const struct table_column *column = &sheet->table->columns[i];

		given[i] = column->width > 0;
		fixed[i] = given[i] || column->right;
		solid[i] = fixed[i] || is_solid(sheet, i);
		values[i] = fmax(values_width(sheet, i), columns_least());
		natural[i] = fmax(values[i], text_size(sheet, column->title, true));
		values[i] = column->right ? values[i] : natural[i];
		words[i] = fmax(values[i], word_width(sheet, column->title));
	}
	set_widths(sheet, natural);
	if (columns_sum(sheet->widths, n) > whole)
		set_widths(sheet, words);
	while (columns_sum(sheet->widths, n) > whole && sheet->size > SMALLER) {
		sheet->size -= 0.5;
		sheet->pad = TIGHT_PAD;
		set_widths(sheet, words);
	}
	if (columns_sum(sheet->widths, n) <= whole) {
		given[0] =
			given[0] || sheet->table->columns[0].right; /* ranks stay where they are */
		columns_stretch(sheet->widths, given, n, whole);
	} else if (!give_way(sheet, words, solid, whole, SMALLER) &&
		   !give_way(sheet, words, fixed, whole, SMALLER) &&
		   !give_way(sheet, values, fixed, whole, SMALLEST))
		columns_squeeze(sheet->widths, fixed, n, whole);
	free(fixed);
	free(solid);
	free(given);
	free(values);
	free(words);
	free(natural);
}
