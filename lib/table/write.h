#pragma once
/* Tables to bytes: one writer per format, all in one registry.
 *
 *	table_write(table, FORMAT_TABLE, &(struct write_style){.labels = labels}, &out); */
#include <stdbool.h>

#include "base/buf.h"
#include "table/table.h"

enum table_format {
	FORMAT_CSV,   /* canonical: LF, no BOM, quoted where needed, unrounded */
	FORMAT_EXCEL, /* csv with BOM and CRLF, formulas in text cells neutralised */
	FORMAT_TSV,
	FORMAT_JSON, /* array of objects, null for empty */
	FORMAT_MARKDOWN,
	FORMAT_TABLE, /* for a terminal: aligned by display width, rounded, with notes */
};

struct write_style {
	const struct labels *labels; /* for FORMAT_TABLE and FORMAT_MARKDOWN headers; NULL: names */
	size_t width;                /* terminal columns; 0: no limit */
	bool ascii;                  /* the locale is not UTF-8: rules drawn with - and + */
};

/* "csv" .. "table"; false for another word. */
bool table_format_read(const char *word, enum table_format *format);
void table_write(const struct table *table, enum table_format format,
	const struct write_style *style, struct buf *out);

/* A number as people read it by its column's unit: 1,284  35.7%  +12.4%  −3.1%  4.2  ("" if empty).
 * One place for rounding (half away from zero), real minus sign, signs on changes. */
void format_cell(const struct column *column, const struct cell *cell, struct buf *out);
