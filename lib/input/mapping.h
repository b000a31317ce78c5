#pragma once
/* What the columns of a source became, for people and for the ledger. */
#include "base/buf.h"
#include "input/input.h"
#include "input/table.h"

/* All columns of all tables; text is kept in `arena`. */
struct input_column *mapping_list(
	const struct tables *tables, const struct rows *rows, struct arena *arena, size_t *n);
/* The same as JSON: [{"header":...,"field":...,"format":...,"example":...}]. */
void mapping_write(struct buf *out, const struct input_column *columns, size_t n);
