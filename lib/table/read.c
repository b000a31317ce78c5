#include "table/read.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "table/typed.h"

static enum cell_type column_type(const struct csv_rows *csv, size_t column, const char *unit)
{
	enum cell_type type = unit && !strcmp(unit, "id") ? CELL_TEXT : CELL_EMPTY;

	for (size_t row = 1; row < csv->n && type != CELL_TEXT; row++)
		type = typed_join(type, csv_cell(csv, row, column));
	return type;
}

static int check_widths(const struct csv_rows *csv, const char *path, struct err *err)
{
	if (!csv->n)
		return err_set(err, "'%s' is empty", path);
	for (size_t row = 1; row < csv->n; row++)
		if (csv->rows[row].n != csv->rows[0].n)
			return err_set(err, "'%s' line %zu has %zu fields, its header %zu", path,
				csv->rows[row].line, csv->rows[row].n, csv->rows[0].n);
	return 0;
}

static struct table *from_rows(const struct csv_rows *csv, const char *name)
{
	struct table *table = table_new(name);

	for (size_t i = 0; i < csv->rows[0].n; i++) {
		const char *title = csv->rows[0].cells[i];
		const char *unit = typed_unit(title);

		table_add_column(table, title, column_type(csv, i, unit), unit);
	}
	for (size_t row = 1; row < csv->n; row++) {
		size_t at = table_add_row(table);

		for (size_t i = 0; i < csv->rows[row].n; i++)
			typed_put(table, at, i, csv->rows[row].cells[i]);
	}
	return table;
}

struct table *table_read(const char *path, struct err *err)
{
	struct csv_rows *csv = csv_rows_read(path, err);
	struct table *table = NULL;

	if (!csv)
		return NULL;
	if (check_widths(csv, strcmp(path, "-") ? path : "standard input", err) == 0)
		table = from_rows(csv, path);
	csv_rows_free(csv);
	return table;
}
