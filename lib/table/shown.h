#pragma once
/* A table as people read it: headers and codes by their names, numbers rounded by format_cell,
 * shares of one period rounded by largest remainder so that they sum to 100 (METRICS 0.4).
 *
 *	struct shown *shown = shown_new(table, labels);
 *	shown_cell(shown, row, column, &out);
 *	shown_free(shown); */
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "record/labels.h"
#include "table/table.h"

struct shown;

struct shown *shown_new(const struct table *table, const struct labels *labels);
void shown_free(struct shown *shown);

const char *shown_header(const struct shown *shown, size_t column);
/* The name of a code that stands in a column of that name; the code itself where it has none. */
const char *shown_code(const struct labels *labels, const char *column, const char *code);
/* The same where a cell may hold several ("fire;vulnerable" in the column what): appends their
 * names. */
void shown_codes(
	const struct labels *labels, const char *column, const char *text, struct buf *out);
/* The same where it stands alone, in a cell or beside a bar: English names begin with a capital;
 * what has no name stays as it is. */
void shown_alone(
	const struct labels *labels, const char *column, const char *text, struct buf *out);
/* One line: control characters are blanks or '?'. */
void shown_cell(const struct shown *shown, size_t row, size_t column, struct buf *out);
/* Numbers stand at the right. */
bool shown_is_right(const struct shown *shown, size_t column);
