#include "chart/days.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "chart/columns.h"
#include "chart/pivot.h"
#include "chart/words.h"

/* "p30" is 30; -1 for other names. */
static long days_of(const char *name)
{
	char *end;
	long days;

	if (name[0] != 'p' || name[1] < '0' || name[1] > '9')
		return -1;
	days = strtol(name + 1, &end, 10);
	return *end ? -1 : days;
}

static bool has_days(const struct table *table)
{
	for (size_t i = 0; i < table_columns(table); i++)
		if (days_of(table_column(table, i)->name) >= 0)
			return true;
	return false;
}

static void set_number(struct table *to, size_t row, size_t column, const struct table *from,
	size_t from_row, const char *name)
{
	size_t source = table_find(from, name);

	if (source != SIZE_MAX)
		table_set_real(to, row, column, table_real(from, from_row, source));
}

/* One row for each day of a row; names stand in front. */
static void add_days(struct table *to, const struct table *from, size_t row, size_t name)
{
	size_t n = table_columns(to);

	for (size_t i = 0; i < table_columns(from); i++) {
		const char *column = table_column(from, i)->name;
		long days = days_of(column);
		char *low = mem_format("%s_low", column), *high = mem_format("%s_high", column);
		size_t added;

		if (days >= 0) {
			added = table_add_row(to);
			if (name != SIZE_MAX && table_cell(from, row, name)->type == CELL_TEXT)
				table_set_text(to, added, 0, table_cell(from, row, name)->text);
			table_set_integer(to, added, n - 4, days);
			set_number(to, added, n - 3, from, row, column);
			set_number(to, added, n - 2, from, row, low);
			set_number(to, added, n - 1, from, row, high);
		}
		free(low);
		free(high);
	}
}

static struct table *long_table(const struct table *from, const struct chart_choice *choice)
{
	struct table *to = table_new(table_name(from));
	size_t period = table_find(from, "period");
	size_t name = column_first(from, column_is_name, period, SIZE_MAX);

	if (choice->series)
		name = table_find(from, choice->series);
	if (name != SIZE_MAX)
		table_add_column(to, table_column(from, name)->name, CELL_TEXT, NULL);
	table_add_column(to, "days", CELL_INTEGER, NULL);
	table_add_column(to, "share", CELL_REAL, "share");
	table_add_column(to, "low", CELL_REAL, "share");
	table_add_column(to, "high", CELL_REAL, "share");
	for (size_t row = 0; row < table_rows(from); row++)
		add_days(to, from, row, name);
	table_set_title(to, table_title(from));
	for (size_t i = 0; i < table_notes(from); i++)
		table_add_note(to, "%s", table_note(from, i));
	return to;
}

/* The same labels, other values. */
static void add_limit(struct chart *chart, const struct table *table,
	const struct chart_choice *choice, const char *name, enum role role)
{
	struct chart_choice other = *choice;
	struct chart *limit;
	struct err err;

	other.value = name;
	limit = table_find(table, name) == SIZE_MAX
			? NULL
			: chart_pivot(table, CHART_SURVIVAL, &other, &err);
	if (limit && limit->n_series == 1 && limit->n_labels == chart->n_labels) {
		chart->series[chart->n_series] = limit->series[0];
		chart->series[chart->n_series++].role = role;
		limit->n_series = 0;
	}
	chart_free(limit);
}

struct chart *chart_days(
	const struct table *table, const struct chart_choice *choice, struct err *err)
{
	bool is_wide = !choice->x && table_find(table, "days") == SIZE_MAX && has_days(table);
	struct table *own = is_wide ? long_table(table, choice) : NULL;
	struct chart_choice chosen = *choice;
	struct chart *chart;

	table = own ? own : table;
	if (!chosen.value && table_find(table, "share") != SIZE_MAX)
		chosen.value = "share";
	if (!chosen.title && !*table_title(table))
		chosen.title = chart_word(choice->lang, WORD_REPEATED);
	chart = chart_pivot(table, CHART_SURVIVAL, &chosen, err);
	if (chart && chart->n_series == 1) {
		chart->series = mem_resize(chart->series, 4 * sizeof *chart->series);
		add_limit(chart, table, &chosen, "low", ROLE_LOW);
		add_limit(chart, table, &chosen, "high", ROLE_HIGH);
	}
	table_free(own);
	return chart;
}
