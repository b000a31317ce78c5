#include "table/terminal.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "table/shown.h"

enum {
	GAP = 2,       /* blanks between columns */
	LONGEST = 60,  /* columns of text, where the width is not limited */
	NARROWEST = 8, /* of a text column that is made to fit */
};

struct grid {
	const struct table *table;
	const struct write_style *style;
	struct shown *shown;
	size_t *widths;
	size_t n;
};

static size_t width_of(const char *text)
{
	return text_width(text, strlen(text));
}

static void measure(struct grid *grid)
{
	struct buf cell = {0};

	for (size_t i = 0; i < grid->n; i++) {
		grid->widths[i] = width_of(shown_header(grid->shown, i));
		for (size_t row = 0; row < table_rows(grid->table); row++) {
			size_t width;

			buf_clear(&cell);
			shown_cell(grid->shown, row, i, &cell);
			width = text_width(buf_text(&cell), cell.len);
			if (width > grid->widths[i])
				grid->widths[i] = width;
		}
		if (!shown_is_right(grid->shown, i) && grid->widths[i] > LONGEST)
			grid->widths[i] = LONGEST;
	}
	buf_release(&cell);
}

static size_t total_width(const struct grid *grid)
{
	size_t sum = grid->n ? GAP * (grid->n - 1) : 0;

	for (size_t i = 0; i < grid->n; i++)
		sum += grid->widths[i];
	return sum;
}

/* Half a date says less than none. */
static bool may_be_cut(const struct grid *grid, size_t column)
{
	const char *unit = table_column(grid->table, column)->unit;

	return !shown_is_right(grid->shown, column) && !(unit && !strcmp(unit, "date"));
}

/* Takes columns from the widest text until the line fits; numbers and dates are never cut. */
static void fit(struct grid *grid)
{
	while (grid->style->width && total_width(grid) > grid->style->width) {
		size_t widest = grid->n;

		for (size_t i = 0; i < grid->n; i++) {
			if (!may_be_cut(grid, i) || grid->widths[i] <= NARROWEST)
				continue;
			if (widest == grid->n || grid->widths[i] > grid->widths[widest])
				widest = i;
		}
		if (widest == grid->n)
			return;
		grid->widths[widest]--;
	}
}

static void add_blanks(struct buf *out, size_t n)
{
	while (n--)
		buf_add_char(out, ' ');
}

/* The last column is not padded, so that lines have no blanks at their ends. */
static void add_cell(const struct grid *grid, size_t column, const char *text, struct buf *out)
{
	const char *cut = grid->style->ascii ? "..." : "…";
	size_t room = grid->widths[column], n = strlen(text), width = text_width(text, n);

	if (column)
		add_blanks(out, GAP);
	if (width > room) {
		n = text_fit(text, n, room - width_of(cut));
		width = text_width(text, n) + width_of(cut);
	} else {
		cut = "";
	}
	if (shown_is_right(grid->shown, column))
		add_blanks(out, room - width);
	buf_add(out, text, n);
	buf_add_text(out, cut);
	if (!shown_is_right(grid->shown, column) && column + 1 < grid->n)
		add_blanks(out, room - width);
}

static void end_line(struct buf *out)
{
	while (out->len && out->data[out->len - 1] == ' ')
		out->data[--out->len] = 0;
	buf_add_char(out, '\n');
}

static void add_rule(const struct grid *grid, struct buf *out)
{
	for (size_t i = 0; i < grid->n; i++) {
		if (i)
			add_blanks(out, GAP);
		for (size_t k = 0; k < grid->widths[i]; k++)
			buf_add_text(out, grid->style->ascii ? "-" : "─");
	}
	buf_add_char(out, '\n');
}

static void add_rows(const struct grid *grid, struct buf *out)
{
	struct buf cell = {0};

	for (size_t row = 0; row < table_rows(grid->table); row++) {
		for (size_t i = 0; i < grid->n; i++) {
			buf_clear(&cell);
			shown_cell(grid->shown, row, i, &cell);
			add_cell(grid, i, buf_text(&cell), out);
		}
		end_line(out);
	}
	buf_release(&cell);
}

void terminal_write(const struct table *table, const struct write_style *style, struct buf *out)
{
	struct grid grid = {.table = table, .style = style, .n = table_columns(table)};

	grid.shown = shown_new(table, style->labels);
	grid.widths = mem_zalloc((grid.n + 1) * sizeof *grid.widths);
	measure(&grid);
	fit(&grid);
	for (size_t i = 0; i < grid.n; i++)
		add_cell(&grid, i, shown_header(grid.shown, i), out);
	end_line(out);
	add_rule(&grid, out);
	add_rows(&grid, out);
	for (size_t i = 0; i < table_notes(table); i++)
		buf_format(out, "%s%s\n", style->ascii ? "* " : "※ ", table_note(table, i));
	free(grid.widths);
	shown_free(grid.shown);
}
