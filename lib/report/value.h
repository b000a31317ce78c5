#pragma once
/* {{values}} of a template: paths into query results, parameters and the report itself, with
 * filters.
 *
 *	summary.complaints            the column in the row of the report's period, else the first
 *row causes[0].cause  causes[0:3].share params.top  period  as_of inside {{#each alerts}}: the
 *columns of the row, by their own names PATH | filter | filter ARGUMENT condition: [not] VALUE [==
 *!= < <= > >= NUMBER|'text'|VALUE] */
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "record/labels.h"
#include "report/template.h"
#include "table/table.h"

enum value_kind {
	VALUE_EMPTY, /* undefined: shown as the language's dash */
	VALUE_NUMBER,
	VALUE_TEXT,
	VALUE_LIST, /* one column of some rows */
	VALUE_ROWS, /* a table, or some rows of it */
};

struct value {
	enum value_kind kind;
	double number;
	const char *text;            /* VALUE_TEXT; lives as long as the scope's arena and tables */
	const struct column *column; /* where a number, text or list comes from, or NULL */
	const struct table *table;   /* VALUE_LIST, VALUE_ROWS */
	size_t from, to, cell;       /* rows from..to-1; cell: the column of a list */
	bool is_labelled;            /* a list whose items are shown by their names */
};

/* A query's result by the name the template gives it. */
struct binding {
	const char *name;
	const struct table *table;
};

/* What names mean at one place of the template. */
struct scope {
	const struct scope *outer; /* around an {{#each}}, else NULL */
	const struct table *table; /* the row of an {{#each}}, else NULL */
	size_t row;

	/* of the outermost scope: */
	const struct template *template;
	const struct binding *bindings;
	size_t n_bindings;
	const struct setting *params;
	size_t n_params;
	const char *period, *as_of, *lang;
	const struct labels *labels;
	struct arena *arena;
};

/* The outermost scope. */
const struct scope *scope_root(const struct scope *scope);

/* Evaluates n bytes of expression that stand at that place of the template. */
int value_read(const struct scope *scope, const char *text, size_t n, int line, int column,
	struct value *value, struct err *err);

/* 1 or 0: a condition; -1: wrong. A value alone holds when it is not empty, not 0, not "". */
int value_condition(const struct scope *scope, const char *text, size_t n, int line, int column,
	struct err *err);

/* As prose shows it. Text comes back as it is: escaping is the caller's. */
void value_show(const struct scope *scope, const struct value *value, struct buf *out);

/* Replaces every {{value}} of a text by what it shows (for titles, options, query lines). */
int value_fill(const struct scope *scope, const char *text, size_t n, int line, int column,
	struct buf *out, struct err *err);

/* The table bound to that name, or NULL. */
const struct table *scope_table(const struct scope *scope, const char *name, size_t n);
/* The row that stands for the report's period: of a table with a "period" column the one of the
 * report, else the first; SIZE_MAX when there is none. */
size_t scope_row(const struct scope *scope, const struct table *table);
