#include "chart/columns.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "chart/names.h"
#include "table/shown.h"

bool column_is_text(const struct table *table, size_t column)
{
	return table_column(table, column)->type == CELL_TEXT;
}

bool column_is_number(const struct table *table, size_t column)
{
	enum cell_type type = table_column(table, column)->type;

	return type == CELL_INTEGER || type == CELL_REAL;
}

bool column_is_name(const struct table *table, size_t column)
{
	bool is_date = true, has_time;
	int64_t seconds;

	for (size_t row = 0; row < table_rows(table) && is_date; row++) {
		const struct cell *cell = table_cell(table, row, column);

		is_date = cell->type == CELL_EMPTY ||
			  (cell->type == CELL_TEXT && instant_read(cell->text, strlen(cell->text),
							      &seconds, &has_time));
	}
	return column_is_text(table, column) && !is_date;
}

bool column_is_group(const struct table *table, size_t column)
{
	return column_is_name(table, column) && column < table_find(table, "complaints");
}

int column_named(const struct table *table, const char *name, size_t *column, struct err *err)
{
	*column = table_find(table, name);
	if (*column == SIZE_MAX)
		return err_set(err, "the table has no column '%s'", name);
	return 0;
}

size_t column_first(const struct table *table,
	bool (*is_kind)(const struct table *table, size_t column), size_t not_this, size_t nor_this)
{
	for (size_t c = 0; c < table_columns(table); c++)
		if (c != not_this && c != nor_this && is_kind(table, c))
			return c;
	return SIZE_MAX;
}

bool column_has_one_value(const struct table *table, size_t column)
{
	struct names names = {0};
	struct buf text = {0};
	size_t n;

	for (size_t row = 0; row < table_rows(table) && names.n < 2; row++) {
		buf_clear(&text);
		table_cell_text(table, row, column, &text);
		names_number(&names, buf_text(&text));
	}
	n = names.n;
	names_release(&names);
	buf_release(&text);
	return n < 2;
}

bool column_adds_up(const struct table *table, size_t column)
{
	const struct column *c = column == SIZE_MAX ? NULL : table_column(table, column);

	return c && (c->unit ? !strcmp(c->unit, "count") || !strcmp(c->unit, "money")
			     : c->type == CELL_INTEGER);
}

char *column_cell(const struct table *table, const struct labels *labels, size_t row, size_t column)
{
	struct buf text = {0}, name = {0};

	table_cell_text(table, row, column, &text);
	if (!text.len)
		buf_add_text(&text, "(unassigned)");
	shown_alone(labels, table_column(table, column)->name, buf_text(&text), &name);
	buf_release(&text);
	return buf_take(&name);
}
