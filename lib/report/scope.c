#include "report/scope.h"

#include <string.h>

#include "base/text.h"

const struct scope *scope_root(const struct scope *scope)
{
	while (scope->outer)
		scope = scope->outer;
	return scope;
}

const struct table *scope_table(const struct scope *scope, const char *name, size_t n)
{
	const struct scope *root = scope_root(scope);

	for (size_t i = 0; i < root->n_bindings; i++)
		if (text_is(name, n, root->bindings[i].name))
			return root->bindings[i].table;
	return NULL;
}

size_t scope_row(const struct scope *scope, const struct table *table)
{
	size_t period = table_find(table, "period");

	if (period == SIZE_MAX)
		return table_rows(table) ? 0 : SIZE_MAX;
	for (size_t row = 0; row < table_rows(table); row++) {
		const struct cell *cell = table_cell(table, row, period);

		if (cell->type == CELL_TEXT && !strcmp(cell->text, scope_root(scope)->period))
			return row;
	}
	return SIZE_MAX;
}
