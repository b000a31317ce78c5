#pragma once
/* Inside lib/chart: which columns of a table a chart reads, and what its cells are called. */
#include <stdbool.h>

#include "base/err.h"
#include "record/labels.h"
#include "table/table.h"

bool column_is_text(const struct table *table, size_t column);
bool column_is_number(const struct table *table, size_t column);
/* Text that names things: not the first and last days that stand beside a period. */
bool column_is_name(const struct table *table, size_t column);
/* A name that can split a chart into series. Results of questions have their groups in front of the
 * count and other text behind it (status, headline, class). */
bool column_is_group(const struct table *table, size_t column);
/* The first column of a kind that is none of the two; SIZE_MAX when there is none. */
size_t column_first(const struct table *table,
	bool (*is_kind)(const struct table *table, size_t column), size_t not_this,
	size_t nor_this);
/* -1 with a message when the table has none of that name. */
int column_named(const struct table *table, const char *name, size_t *column, struct err *err);
bool column_has_one_value(const struct table *table, size_t column);
/* Counts of several rows add up; ratios do not. SIZE_MAX does not either. */
bool column_adds_up(const struct table *table, size_t column);
/* The name of a cell by its label; an empty one is not assigned. The caller frees it. */
char *column_cell(
	const struct table *table, const struct labels *labels, size_t row, size_t column);
