#pragma once
/* What a column of CSV text is: by its name what it measures, by its values whether it has numbers.
 * Ids with leading zeros or over 15 digits stay text. */
#include "table/table.h"

/* Of kesu's own results; NULL for another name. */
const char *typed_unit(const char *name);
/* The type of a column that was `type` (CELL_EMPTY at first) so far, with one more value. */
enum cell_type typed_join(enum cell_type type, const char *text);
/* The value into a cell, by its column's type; nothing where it is empty. */
void typed_put(struct table *table, size_t row, size_t column, const char *text);
