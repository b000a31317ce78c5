#pragma once
/* The rows of a printed table: which are totals, which are parts of them, and their sums. Internal
 * to foot.c. */
#include "table/foot_cell.h"

struct foot_rows {
	const struct csv_rows *csv; /* borrowed */
	size_t n_columns;
	size_t n_keys; /* columns before the first number say what a row is about */
	enum foot_kind *kinds;
	struct foot_number *numbers; /* the cells below the header, row by row */
	/* By row: totals; rows of a "其中", and the row that these are a part of. */
	bool *is_total, *is_detail;
	size_t *parents;
};

struct foot_sum {
	double value, units; /* units of last digits, of rounded numbers alone */
	size_t n;
};

/* At least the row of headers is there. */
void foot_rows_init(struct foot_rows *rows, const struct csv_rows *csv);
void foot_rows_release(struct foot_rows *rows);

struct foot_number foot_at(const struct foot_rows *c, size_t row, size_t column); /* row > 0 */
double foot_value(const struct foot_rows *c, size_t row, size_t column); /* NAN: no number */
/* The first column of a kind, or n_columns. */
size_t foot_find_kind(const struct foot_rows *c, enum foot_kind kind);

/* Whether the words of `total` that are no total's are those of `row`. */
bool foot_has_words(const struct foot_rows *c, size_t row, size_t total);
/* Whether `row` is a part of the whole that `total` is of. */
bool foot_is_part(const struct foot_rows *c, size_t row, size_t total);
/* Another total of the same words: then one of the two is a subtotal. */
bool foot_is_peer(const struct foot_rows *c, size_t row, size_t total);

void foot_sum_add(struct foot_sum *sum, const struct foot_rows *c, size_t row, size_t column);
/* Of the parts of a total from row `first` up to, not including, `end`. */
struct foot_sum foot_sum_parts(
	const struct foot_rows *c, size_t total, size_t column, size_t first, size_t end);
struct foot_sum foot_sum_peers(const struct foot_rows *c, size_t total, size_t column);
/* Whether a cell is that sum, but for rounding; true where nothing was summed. */
bool foot_is_sum(const struct foot_rows *c, size_t total, size_t column, struct foot_sum sum);
