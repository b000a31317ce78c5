#pragma once
/* Inside lib/document: a table on its way to the pages of a PDF, and how wide its columns are. */
#include "document/pdf.h"

static const double CELL_SIZE = 9, CELL_PAD = 6;

struct sheet {
	struct flow *flow;
	const struct table_block *table;
	double *widths;
	double size; /* of the letters: smaller when the numbers do not fit */
	double pad;  /* at both sides of a cell's text */
	size_t n_rows;
	const char *caption;
};

/* A name as long as a page tells no more than its start; what a form says is said in full, up to a
 * page. */
size_t sheet_most_lines(const struct sheet *sheet);
/* The shown text of a cell, in `text`: no more than can be on so many lines. */
const char *sheet_cell(const struct sheet *sheet, size_t row, size_t column, struct buf *text);
/* More blank space left of texts that stand behind numbers: both would meet between the columns. */
double sheet_gap(const struct sheet *sheet, size_t column);
/* Sets widths, size and pad. */
void sheet_fit(struct sheet *sheet);
