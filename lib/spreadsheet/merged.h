#pragma once
/* Cells merged downwards: what stands in the first row of each means every row of it.
 *
 *	merged_add(&merged, 1, 3, 0);                   // A2:A4: rows 1 to 3 below their header
 *	merged_take(&merged, &row, &err);               // for each row: sets row.merged */
#include <stdint.h>

#include "spreadsheet/sheet.h"

struct merged_range {
	uint32_t first, last; /* lines, 1-based */
	uint32_t column;      /* its leftmost */
};

/* The value of a range that is not over yet. */
struct merged_value {
	uint32_t last, column;
	char *text;
	uint32_t n;
};

struct merged {
	struct merged_range *ranges;
	size_t n, capacity;
	size_t next; /* the first range that no row has reached */
	bool is_unordered;
	struct merged_value *open;
	size_t n_open, open_capacity;
	size_t n_bytes; /* of texts that are open */
	struct sheet_merged *given;
	size_t given_capacity;
};

/* Forgets all. */
void merged_clear(struct merged *merged);
/* Back to the first row, with the ranges that are known. */
void merged_rewind(struct merged *merged);
void merged_release(struct merged *merged);
/* A range of several lines; others are not kept. Ranges may come in any order before the first row,
 * and later with that of their first line. -1: there are more than a sheet can sensibly have. */
int merged_add(struct merged *merged, uint64_t first, uint64_t last, uint64_t column);
/* To be called with each row in turn. */
int merged_take(struct merged *merged, struct sheet_row *row, struct err *err);
