#pragma once
/* The rows of a printed table: which are totals, which are parts of them, and their sums. Internal
 * to foot.c. */
#include "table/foot_cell.h"
#include "table/foot_kin.h"

struct foot_sum {
	double value, units; /* units of last digits, of rounded numbers alone */
	size_t n;
};

struct foot_rows {
	const struct csv_rows *csv; /* borrowed */
	size_t n_columns;
	size_t n_keys; /* columns before the first number say what a row is about */
	enum foot_kind *kinds;
	struct foot_number *numbers; /* the cells below the header, row by row */
	/* By row: totals; rows of a "其中", and the row that these are a part of. */
	bool *is_total, *is_detail;
	size_t *parents;
	/* Rows without totals belong together by kins[0]; of a total, by its own other words. */
	struct foot_kin *kins;
	struct foot_sum **sums; /* by kin: of the parts, by group and column */
	size_t n_kins, kins_capacity;
	size_t *kin; /* by row, of a total */
};

/* The wholes that a row may be a share of: what "其中" is part of, and the totals of its words, of
 * which it may be one itself. */
struct foot_wholes {
	const struct foot_rows *c;
	size_t row;
	bool is_begun;  /* the parent has been given */
	size_t kin, at; /* the next total: within that kin's of the row's words */
};

/* At least the row of headers is there. */
void foot_rows_init(struct foot_rows *rows, const struct csv_rows *csv);
void foot_rows_release(struct foot_rows *rows);

struct foot_number foot_at(const struct foot_rows *c, size_t row, size_t column); /* row > 0 */
double foot_value(const struct foot_rows *c, size_t row, size_t column); /* NAN: no number */
/* The first column of a kind, or n_columns. */
size_t foot_find_kind(const struct foot_rows *c, enum foot_kind kind);

struct foot_wholes foot_wholes_of(const struct foot_rows *c, size_t row);
size_t foot_wholes_next(struct foot_wholes *wholes); /* 0: no more */

void foot_sum_add(struct foot_sum *sum, const struct foot_rows *c, size_t row, size_t column);
/* Of the parts of a total; of those of row 0, which stands for no total, that `row` is beside. */
struct foot_sum foot_sum_all(const struct foot_rows *c, size_t row, size_t total, size_t column);
/* Of the parts between a total and the one above, or below, that has the same words. False: there
 * is none, and the sum is of the parts up to the end of the table. */
bool foot_sum_above(const struct foot_rows *c, size_t total, size_t column, struct foot_sum *sum);
bool foot_sum_below(const struct foot_rows *c, size_t total, size_t column, struct foot_sum *sum);
/* Of the other totals that have the same words. */
struct foot_sum foot_sum_peers(const struct foot_rows *c, size_t total, size_t column);
/* Whether a cell is that sum, but for rounding; true where nothing was summed. */
bool foot_is_sum(const struct foot_rows *c, size_t total, size_t column, struct foot_sum sum);
/* Whether the parts of a total all have the value that it has itself. */
bool foot_is_constant(const struct foot_rows *c, size_t total, size_t column);
