#include "chart/fields.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "chart/columns.h"
#include "chart/fields_inner.h"

enum { MOST_NAMES = 4 };

/* Where the roles of a chart are found; "*" stands for the column of the values. */
static const struct field {
	enum chart_type type;
	enum role role;
	const char *names[MOST_NAMES];
} FIELDS[] = {
	{CHART_RANK, ROLE_VALUE, {"complaints"}},
	{CHART_RANK, ROLE_CHANGE, {"growth", "change", "yoy"}},
	{CHART_GROWTH, ROLE_VALUE, {"growth"}},
	{CHART_GROWTH, ROLE_LOW, {"*_low", "low", "lower"}},
	{CHART_GROWTH, ROLE_HIGH, {"*_high", "high", "upper"}},
	{CHART_GROWTH, ROLE_ALARM, {"*_significant", "significant", "worse"}},
	{CHART_CONTROL, ROLE_VALUE, {"value", "complaints"}},
	{CHART_CONTROL, ROLE_CENTRE, {"centre", "expected", "mean"}},
	{CHART_CONTROL, ROLE_LOW, {"lower", "low", "*_low"}},
	{CHART_CONTROL, ROLE_HIGH, {"upper", "limit", "high", "*_high"}},
	{CHART_CONTROL, ROLE_ALARM, {"alarm"}},
};
enum { N_FIELDS = sizeof FIELDS / sizeof *FIELDS };

static size_t find_number(const struct fields *f, const char *pattern)
{
	size_t value = f->columns[ROLE_VALUE], column;
	char *name = *pattern != '*' ? mem_text(pattern)
		     : value == SIZE_MAX
			     ? mem_text("")
			     : mem_format("%s%s", table_column(f->table, value)->name, pattern + 1);

	column = table_find(f->table, name);
	free(name);
	return column != SIZE_MAX && column_is_number(f->table, column) ? column : SIZE_MAX;
}

static void find_fields(struct fields *f)
{
	for (size_t i = 0; i < N_FIELDS; i++) {
		size_t *column = &f->columns[FIELDS[i].role];

		if (FIELDS[i].type != f->type)
			continue;
		for (size_t k = 0; k < MOST_NAMES && FIELDS[i].names[k] && *column == SIZE_MAX; k++)
			*column = find_number(f, FIELDS[i].names[k]);
	}
}

static int find_chosen(struct fields *f, const char *name, enum role role, struct err *err)
{
	if (!name)
		return 0;
	if (column_named(f->table, name, &f->columns[role], err) < 0)
		return -1;
	if (table_rows(f->table) && !column_is_number(f->table, f->columns[role]))
		return err_set(err, "column '%s' holds no numbers", name);
	return 0;
}

static int check_fields(const struct fields *f, struct err *err)
{
	const size_t *c = f->columns;

	if (!table_rows(f->table))
		return 0;
	if (c[ROLE_VALUE] == SIZE_MAX)
		return err_set(err, "the table has no column of numbers to draw; name one with "
				    "--value");
	if (f->type == CHART_RANK && c[ROLE_CHANGE] == SIZE_MAX)
		return err_set(err, "the table has no column 'growth'; name one with --change");
	if (f->type == CHART_GROWTH && (c[ROLE_LOW] == SIZE_MAX || c[ROLE_HIGH] == SIZE_MAX))
		return err_set(err, "the table has no columns '%s_low' and '%s_high'",
			table_column(f->table, c[ROLE_VALUE])->name,
			table_column(f->table, c[ROLE_VALUE])->name);
	if (f->type == CHART_CONTROL && c[ROLE_CENTRE] == SIZE_MAX && c[ROLE_HIGH] == SIZE_MAX)
		return err_set(err, "the table has no limits: columns 'centre', 'lower', 'upper'");
	return 0;
}

bool fields_is_group(const struct fields *f, size_t column)
{
	return column_is_group(f->table, column) && column < f->columns[ROLE_VALUE] &&
	       column != f->period;
}

static bool has_groups(const struct fields *f)
{
	for (size_t i = 0; i < table_columns(f->table); i++)
		if (fields_is_group(f, i))
			return true;
	return false;
}

static int choose_x(struct fields *f, struct err *err)
{
	f->period = table_find(f->table, "period");
	f->x = SIZE_MAX;
	if (f->choice->x)
		return column_named(f->table, f->choice->x, &f->x, err);
	if (f->type != CHART_CONTROL && has_groups(f))
		return 0;
	f->x = f->period != SIZE_MAX ? f->period
				     : column_first(f->table, column_is_text, SIZE_MAX, SIZE_MAX);
	if (f->x == SIZE_MAX && table_rows(f->table))
		return err_set(err, "the table has no text column to draw by; name one with --x");
	return 0;
}

int fields_choose(struct fields *f, struct err *err)
{
	for (size_t i = 0; i < N_ROLES; i++)
		f->columns[i] = SIZE_MAX;
	if (find_chosen(f, f->choice->value, ROLE_VALUE, err) < 0 ||
		find_chosen(f, f->choice->change, ROLE_CHANGE, err) < 0)
		return -1;
	find_fields(f);
	return check_fields(f, err) < 0 ? -1 : choose_x(f, err);
}
