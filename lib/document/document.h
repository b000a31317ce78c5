#pragma once
/* A report as blocks, filled with values: what a template becomes and what the writers (pdf, xlsx,
 * html, markdown) read. Everything is owned by the document. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "chart/chart.h"
#include "table/table.h"

enum block_type {
	BLOCK_HEADING,
	BLOCK_PARAGRAPH,
	BLOCK_LIST_ITEM, /* runs; level = depth 1.., number > 0 when ordered */
	BLOCK_QUOTE,     /* runs; a call-out */
	BLOCK_RULE,
	BLOCK_KPI,
	BLOCK_CHART,
	BLOCK_TABLE,
	BLOCK_PAGE_BREAK,
	BLOCK_DETAIL, /* a table with too many rows to be read: in workbooks only */
};

/* A piece of text in one style. Text is data: never markup. */
struct text_run {
	const char *text;
	bool bold, italic, code;
	const char *link; /* URL, or "#anchor" of a heading, or NULL */
};

struct kpi {
	const char *name;   /* "投诉总量" */
	const char *value;  /* "3,594" */
	const char *unit;   /* "件" or "" */
	const char *change; /* "环比 +7.2%" or "" */
	int tone; /* 1 good, -1 bad, 0 neutral: colour only; the sign stands in `change` */
};

struct table_column {
	size_t column; /* of the table */
	const char *title;
	const char
		*format; /* the filter that shows it: text int fix1 pct0 pct1 change delta date */
	double width;    /* share of the text width, 0..1; 0: by content */
	bool right;      /* numbers */
	bool optional;   /* left out of a table where it says nothing in any row */
	int good;        /* delta: 1 when up is good, -1 when down is, 0 neutral */
	const char *const
		*shown; /* per row, instead of the format's text: shares that sum to 100 */
};

struct table_block {
	const char *query; /* the template's name of the query */
	const char *caption;
	const struct table *table;
	const struct table_column *columns;
	size_t n_columns;
	const char *const *total; /* shown text per column of a total row, or NULL */
	const struct chart *bars; /* for a workbook, where the query has no other chart; or NULL */
	bool is_form;             /* names and what belongs to them: filled in, and signed */
};

struct block {
	enum block_type type;
	int level;          /* headings 1..4, list depth */
	int number;         /* ordered list items, 1.. */
	bool is_quoted;     /* list items: inside a call-out */
	const char *anchor; /* headings: unique in the document */
	const struct text_run *runs;
	size_t n_runs;
	const struct kpi *kpis;
	size_t n_kpis;
	const struct chart *chart;
	const char *query; /* charts: the template's name of the query */
	struct table_block table;
};

/* A file of rules that the numbers depend on. */
struct basis {
	const char *name;    /* "rules/causes.csv" */
	const char *version; /* the first digits of its SHA-256 */
};

struct document {
	const char *title, *subtitle, *author, *lang; /* lang: "zh-CN" */
	const char *as_of;                            /* "2026-10-31" */
	const char *period;                           /* "2026-10", as shown in headers */
	int32_t day;                                  /* the report date, for metadata: as_of */
	int toc;                                      /* depth of the contents, 0: none */
	const struct labels *labels;
	const struct basis *basis;
	size_t n_basis;
	const struct block *blocks;
	size_t n_blocks;
	struct arena arena;
};

void document_free(struct document *document); /* NULL is allowed */

/* A subtitle is the template's; without one the period and the day of the data stand there. */
void document_subtitle(const struct document *document, struct buf *out);

/* Appends the shown text of a cell of a table column (its format, labels of codes). */
void document_cell(const struct document *document, const struct table_block *block, size_t row,
	size_t column, struct buf *out);

/* Whether a row is the total that the query itself made (--total). */
bool document_is_total(const struct table_block *block, size_t row);

/* Whether its columns have titles: forms may do without. */
bool document_has_header(const struct table_block *block);

/* Whether it shows a table in a workbook. */
bool document_is_table(const struct block *block);

/* -1, 0 or 1: whether a delta cell is bad, neutral or good news. */
int document_tone(const struct table_block *block, size_t row, size_t column);

struct outfile;
/* Writers: the whole document, same bytes for the same document. */
int write_markdown(
	const struct document *document, const char *path, struct outfile *out, struct err *err);
int write_html(const struct document *document, struct outfile *out, struct err *err);
int write_pdf(const struct document *document, struct outfile *out, struct err *err);
int write_xlsx(const struct document *document, struct outfile *out, struct err *err);
