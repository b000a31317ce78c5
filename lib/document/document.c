#include "document/document.h"

#include <math.h>
#include <string.h>

#include "document/format.h"
#include "document/words.h"

static const char TOTAL[] = "(total)"; /* how queries name the row of all */

static bool is_named_total(const struct table_block *block, size_t row, size_t column)
{
	const struct cell *cell = table_cell(block->table, row, block->columns[column].column);

	return cell->type == CELL_TEXT && !strcmp(cell->text, TOTAL);
}

bool document_is_total(const struct table_block *block, size_t row)
{
	if (row + 1 < table_rows(block->table) || block->total)
		return false;
	for (size_t i = 0; i < block->n_columns; i++)
		if (is_named_total(block, row, i))
			return true;
	return false;
}

void document_cell(const struct document *document, const struct table_block *block, size_t row,
	size_t column, struct buf *out)
{
	const struct table_column *shown = &block->columns[column];

	if (is_named_total(block, row, column) && document_is_total(block, row)) {
		buf_add_text(out, column ? "" : words_total(document->lang));
		return;
	}
	if (shown->shown) {
		buf_add_text(out, shown->shown[row]);
		return;
	}
	format_shown(document->lang, document->labels, shown->format,
		table_column(block->table, shown->column),
		table_cell(block->table, row, shown->column), true, out);
}

void document_subtitle(const struct document *document, struct buf *out)
{
	if (document->subtitle && *document->subtitle) {
		buf_add_text(out, document->subtitle);
		return;
	}
	if (document->period)
		words_period_alone(document->lang, document->period, out);
	if (document->as_of)
		words_as_of(document->lang, document->as_of, out);
}

bool document_has_header(const struct table_block *block)
{
	for (size_t i = 0; i < block->n_columns; i++)
		if (*block->columns[i].title)
			return true;
	return false;
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
