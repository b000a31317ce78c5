#include "report/document.h"

#include <math.h>
#include <string.h>

#include "report/filter.h"

void document_cell(const struct document *document, const struct table_block *block, size_t row,
	size_t column, struct buf *out)
{
	const struct table_column *shown = &block->columns[column];

	if (shown->shown) {
		buf_add_text(out, shown->shown[row]);
		return;
	}
	filter_cell(document->lang, document->labels, shown->format,
		table_column(block->table, shown->column),
		table_cell(block->table, row, shown->column), out);
}

bool document_is_table(const struct block *block)
{
	return block->type == BLOCK_TABLE || block->type == BLOCK_DETAIL;
}

int document_tone(const struct table_block *block, size_t row, size_t column)
{
	const struct table_column *shown = &block->columns[column];
	const char *unit = table_column(block->table, shown->column)->unit;
	double change = table_real(block->table, row, shown->column);
	double flat = unit && !strcmp(unit, "points") ? 0.05 : 0.0005;

	if (!shown->good || isnan(change) || fabs(change) < flat)
		return 0;
	return change > 0 ? shown->good : -shown->good;
}
