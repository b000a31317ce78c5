#pragma once
/* What names mean at one place of a template, and the values they have. */
#include <stdbool.h>
#include <stddef.h>

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

/* The table bound to that name, or NULL. */
const struct table *scope_table(const struct scope *scope, const char *name, size_t n);

/* The row that stands for the report's period: of a table with a "period" column the one of the
 * report, else the first; SIZE_MAX when there is none. */
size_t scope_row(const struct scope *scope, const struct table *table);
