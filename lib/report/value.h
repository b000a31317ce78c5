#pragma once
/* {{values}} of a template: paths into query results, parameters and the report itself, with
 * filters.
 *
 *	summary.complaints            the column in the row of the report's period, else the first
 *row causes[0].cause  causes[0:3].share params.top  period  as_of inside {{#each alerts}}: the
 *columns of the row, by their own names PATH | filter | filter ARGUMENT condition: [not] VALUE [==
 *!= < <= > >= NUMBER|'text'|VALUE] */
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "report/scope.h"

/* Evaluates n bytes of expression that stand at that place of the template. */
int value_read(const struct scope *scope, const char *text, size_t n, int line, int column,
	struct value *value, struct err *err);

/* 1 or 0: a condition; -1: wrong. A value alone holds when it is not empty, not 0, not "". */
int value_condition(const struct scope *scope, const char *text, size_t n, int line, int column,
	struct err *err);

/* Replaces every {{value}} of a text by what it shows: in titles and captions as people write, in
 * the options of queries as it is. */
int value_fill(const struct scope *scope, const char *text, size_t n, int line, int column,
	bool is_title, struct buf *out, struct err *err);
