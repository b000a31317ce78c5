#pragma once
/* How one number or text is shown: the formats of table columns, and the filters of templates that
 * do so. One table row each. */
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "record/labels.h"
#include "table/table.h"

enum takes { TAKES_ANY, TAKES_NUMBER, TAKES_TEXT };

struct format_input {
	const char *lang;
	const struct labels *labels;
	const struct column *column;
	double number;    /* NAN where the cell is text */
	const char *text; /* NULL where it is a number */
	bool is_alone;    /* in a cell, not within a sentence */
};

struct format {
	const char *name;
	enum takes takes;
	void (*show)(const struct format_input *in, struct buf *out);
};

const struct format *format_find(const char *name, size_t n); /* NULL: there is none */
/* Where a group has no value that is said in the report's words, in plain text too. */
const char *format_plain_text(
	const struct labels *labels, const struct column *column, const char *text);

/* Shows one cell by a format ("text" for none): what tables and KPIs use. Where it stands
 * alone, English names begin with a capital and days are short. */
bool format_is(const char *name);
void format_shown(const char *lang, const struct labels *labels, const char *name,
	const struct column *column, const struct cell *cell, bool is_alone, struct buf *out);
