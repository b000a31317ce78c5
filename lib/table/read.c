#include "table/read.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"

/* What the columns of kesu's own results measure, so that a table that came through a pipe is shown
 * as it was (METRICS). */
static const struct {
	const char *name, *unit;
} UNITS[] = {
	{"complaints", "count"},
	{"contacts", "count"},
	{"previous", "count"},
	{"year_ago", "count"},
	{"eligible", "count"},
	{"repeats", "count"},
	{"after_closure", "count"},
	{"while_open", "count"},
	{"anonymous", "count"},
	{"customers", "count"},
	{"open", "count"},
	{"share", "share"},
	{"cumulative", "share"},
	{"ontime", "share"},
	{"repeat_rate", "share"},
	{"growth", "growth"},
	{"growth_low", "growth"},
	{"growth_high", "growth"},
	{"growth_per_workday", "growth"},
	{"yoy", "growth"},
	{"yoy_low", "growth"},
	{"yoy_high", "growth"},
	{"contribution_pp", "points"},
	{"ontime_pp", "points"},
	{"repeat_rate_pp", "points"},
	{"per_workday", "rate"},
	{"p", "score"},
	{"q", "score"},
	{"yoy_p", "score"},
	{"yoy_q", "score"},
	{"complete", "flag"},
	{"significant", "flag"},
	{"yoy_significant", "flag"},
	{"complaint_id", "id"},
	{"customer_id", "id"},
	{"order_id", "id"},
	{"phone", "id"},
};

static const char *unit_of(const char *name)
{
	for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++)
		if (!strcmp(UNITS[i].name, name))
			return UNITS[i].unit;
	return NULL;
}

/* The grammar of canonical numbers: -?(0|[1-9][0-9]*)(.[0-9]+)?(e[+-][0-9]+)? with at most 15
 * digits where it is a whole number, so that no id is rounded. */
static bool is_number(const char *p, bool *is_whole)
{
	size_t whole;

	p += *p == '-';
	whole = strspn(p, "0123456789");
	if (!whole || (whole > 1 && *p == '0'))
		return false;
	p += whole;
	*is_whole = !*p;
	if (*is_whole)
		return whole <= 15;
	if (*p == '.') {
		size_t decimals = strspn(p + 1, "0123456789");

		if (!decimals)
			return false;
		p += 1 + decimals;
	}
	if (*p == 'e' && (p[1] == '+' || p[1] == '-') && p[2])
		p += 2 + strspn(p + 2, "0123456789");
	return !*p;
}

static enum cell_type column_type(const struct csv_rows *csv, size_t column, const char *unit)
{
	enum cell_type type = CELL_EMPTY;

	if (unit && !strcmp(unit, "id"))
		return CELL_TEXT;
	for (size_t row = 1; row < csv->n; row++) {
		const char *text = csv_cell(csv, row, column);
		bool is_whole;

		if (!*text)
			continue;
		if (!is_number(text, &is_whole))
			return CELL_TEXT;
		if (!is_whole)
			type = CELL_REAL;
		else if (type == CELL_EMPTY)
			type = CELL_INTEGER;
	}
	return type;
}

static void put(
	struct table *table, size_t row, size_t column, enum cell_type type, const char *text)
{
	if (!*text)
		return;
	if (type == CELL_TEXT)
		table_set_text(table, row, column, text);
	else if (type == CELL_INTEGER)
		table_set_integer(table, row, column, strtoll(text, NULL, 10));
	else
		table_set_real(table, row, column, strtod(text, NULL));
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
		const char *unit = unit_of(title);

		table_add_column(table, title, column_type(csv, i, unit), unit);
	}
	for (size_t row = 1; row < csv->n; row++) {
		size_t at = table_add_row(table);

		for (size_t i = 0; i < csv->rows[row].n; i++)
			put(table, at, i, table_column(table, i)->type, csv->rows[row].cells[i]);
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
