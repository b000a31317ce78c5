/* The bars that a workbook draws of a table whose sheet has no other chart: of `bars: COLUMN`, else
 * of the first column of counts. A table of single complaints or persons has none. */
#include "report/fence_inner.h"

#include <string.h>

#include "base/map.h"

static bool is_count(const struct table *table, const struct table_column *column)
{
	const struct column *about = table_column(table, column->column);

	return about->unit && !strcmp(about->unit, "count") && strcmp(about->name, "rank") != 0;
}

static bool is_single_complaint(const struct column *column)
{
	return !strcmp(column->name, "complaint_id");
}

/* Each row is a group of its own, with a name. */
static bool names_rows(const struct table *table, size_t column)
{
	const struct column *about = table_column(table, column);
	struct map *seen = map_new();
	size_t n = table_rows(table);
	bool is_name = about->type == CELL_TEXT && strcmp(about->name, "period") != 0;

	for (size_t row = 0; is_name && row < n; row++) {
		const struct cell *cell = table_cell(table, row, column);

		is_name = cell->type == CELL_TEXT &&
			  !map_put(seen, cell->text, strlen(cell->text), cell);
	}
	map_free(seen);
	return is_name;
}

static size_t first_name(const struct table_block *block)
{
	for (size_t i = 0; i < block->n_columns; i++)
		if (is_single_complaint(table_column(block->table, block->columns[i].column)))
			return SIZE_MAX;
	for (size_t i = 0; i < block->n_columns; i++)
		if (names_rows(block->table, block->columns[i].column))
			return block->columns[i].column;
	return SIZE_MAX;
}

static size_t first_count(const struct table_block *block)
{
	for (size_t i = 0; i < block->n_columns; i++)
		if (is_count(block->table, &block->columns[i]))
			return block->columns[i].column;
	return SIZE_MAX;
}

/* The value's own header; the sheet's title says what it is of. */
static const char *title_of(
	const struct document *document, const struct table_block *block, size_t value)
{
	for (size_t i = 0; i < block->n_columns; i++)
		if (block->columns[i].column == value)
			return block->columns[i].title;
	return labels_text(document->labels, "column", table_column(block->table, value)->name);
}

/* Without the row of all. */
static const struct table *groups_of(struct fence *fence, const struct table_block *block)
{
	size_t n = table_rows(block->table);
	struct table *groups;

	if (!document_is_total(block, n - 1))
		return block->table;
	groups = table_slice(block->table, 0, n - 1);
	draft_own_table(fence->draft, groups);
	return groups;
}

int fence_bars(struct fence *fence, int line, const char *wanted, struct table_block *block)
{
	const struct document *document = &fence->draft->document;
	size_t name = first_name(block), value = first_count(block);
	const struct table *table;
	struct chart *chart;
	struct err why;

	if (wanted && !strcmp(wanted, "none"))
		return 0;
	if (wanted && fence_column(fence, line, wanted, &value) < 0)
		return -1;
	if (wanted && table_column(block->table, value)->type == CELL_TEXT)
		return fence_error(fence, line, "bars: '%s' is no number", wanted);
	if (name == SIZE_MAX || value == SIZE_MAX)
		return 0;
	table = groups_of(fence, block);
	if (table_rows(table) < 2)
		return 0;
	chart = chart_from_table(table, CHART_BAR,
		&(struct chart_choice){.x = table_column(table, name)->name,
			.value = table_column(table, value)->name,
			.title = title_of(document, block, value),
			.labels = document->labels,
			.lang = document->lang},
		&why);
	if (!chart)
		return fence_error(fence, line, "%s", why.text);
	draft_own_chart(fence->draft, chart);
	block->bars = chart;
	return 0;
}
