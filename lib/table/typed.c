#include "table/typed.h"

#include <stdlib.h>
#include <string.h>

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

const char *typed_unit(const char *name)
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

enum cell_type typed_join(enum cell_type type, const char *text)
{
	bool is_whole;

	if (!*text || type == CELL_TEXT)
		return type;
	if (!is_number(text, &is_whole))
		return CELL_TEXT;
	if (!is_whole)
		return CELL_REAL;
	return type == CELL_EMPTY ? CELL_INTEGER : type;
}

void typed_put(struct table *table, size_t row, size_t column, const char *text)
{
	enum cell_type type = table_column(table, column)->type;

	if (!*text)
		return;
	if (type == CELL_TEXT)
		table_set_text(table, row, column, text);
	else if (type == CELL_INTEGER)
		table_set_integer(table, row, column, strtoll(text, NULL, 10));
	else
		table_set_real(table, row, column, strtod(text, NULL));
}
