#pragma once
/* Cells that are merged with one above get its value: not where the table is still sought, since
 * headers and titles are merged too, but in every row of data.
 *
 *	room = fill_take(&row, &from, &arena);
 *	...
 *	row.n = fill_merged(row.cells, row.n, row.merged, row.n_merged); */
#include "input/rows.h"

/* Takes what a row of a sheet says of its merged cells, the text into the arena; how many cells the
 * row's array must have room for. */
size_t fill_take(struct row *row, const struct sheet_row *from, struct arena *arena);
/* Puts the values into the first `n` cells and those behind them; the number of cells then. */
size_t fill_merged(
	struct span *cells, size_t n, const struct sheet_merged *merged, size_t n_merged);
