#pragma once
/* Workbooks that people open in Excel, WPS and LibreOffice: the only user of libxlsxwriter.
 *
 *	struct book *book = book_new(&(struct book_info){.title = "...", .lang = "zh-CN"}, &err);
 *	book_start_sheet(book, book_name_sheet(book, "按原因"));
 *	book_add_table(book, &(struct book_block){.table = table});
 *	book_save(book, out, &err);             // then outfile_commit()
 *	book_free(book);
 *
 * Adding cannot fail; what went wrong is said by book_save. Tables and charts are borrowed until
 * then. Same bytes on every run; all text is written as text, never as a formula. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "chart/chart.h"
#include "record/labels.h"
#include "table/paged.h"
#include "table/table.h"

struct book;
struct outfile;

struct book_info {
	const char *title, *author, *lang; /* lang NULL: "zh-CN" */
	int32_t day;                       /* the report date, for the created property */
	const struct labels *labels;       /* names of columns and codes */
	bool constant_memory;              /* for tables from BOOK_LARGE rows */
};

enum { BOOK_LARGE = 50000 };

struct book *book_new(const struct book_info *info, struct err *err);
void book_free(struct book *book);

/* One shown column of a table block; the order and titles the caller wants. */
struct book_column {
	const char *name;  /* column of the table */
	const char *title; /* header text; NULL: by labels */
	const char *unit;  /* a column's unit or a report's format ("pct1"); NULL: the table's */
	int good;          /* of a change: 1 up is good, -1 down is good, 0 neither */
	/* Drop-downs: the sheet whose first column, below its header, has the n_choices; or NULL.
	 * Anything else may be typed, too. */
	const char *choices;
	size_t n_choices;
};

struct book_block {
	const char *caption; /* a heading above it, or NULL */
	const struct table *table;
	/* The rows, where they are too many for memory: `table` has the columns only; or NULL. */
	struct paged *paged;
	const struct book_column *columns; /* NULL: all columns of the table */
	size_t n_columns;
	const char *const *total;  /* shown text per column of a total row, or NULL */
	const char *last_is_total; /* the table's last row is its total, so named; or NULL */
};

struct book_kpi {
	const char *name, *value, *change;
	int tone; /* -1 bad, 0 neutral, 1 good */
};

/* A sheet's name, cut to 31 characters, made valid and unique; for links to sheets that come later.
 * It lives as long as the book. */
const char *book_name_sheet(struct book *book, const char *name);
/* Starts the sheet of a name that book_name_sheet() gave; what is added next goes there. */
void book_start_sheet(struct book *book, const char *sheet);

void book_add_heading(struct book *book, const char *text, int level); /* 1 the sheet's title */
void book_add_text(struct book *book, const char *text);               /* wrapped paragraph */
void book_add_note(struct book *book, const char *text);               /* the same, small */
void book_add_space(struct book *book);                                /* an empty row */
void book_add_kpis(struct book *book, const struct book_kpi *kpis, size_t n);
/* More rows than a sheet holds go on in further sheets. */
void book_add_table(struct book *book, const struct book_block *block);
/* Native and editable: its data stand as a visible block beside it. */
void book_add_chart(struct book *book, const struct chart *chart);
/* As wide as the page, its data outside of what is printed. */
void book_add_overview_chart(struct book *book, const struct chart *chart);
void book_add_link(struct book *book, const char *text, const char *sheet);

/* Writes the finished workbook to `out`, which the caller commits. Once per book. */
int book_save(struct book *book, struct outfile *out, struct err *err);

/* Words of a workbook in its language. */
struct book_words {
	const char *lang;
	const char *overview, *definitions, *detail, *data, *back;
	const char *total, *yes, *no;
	const char *page;             /* footer: "第 &P 页" */
	const char *count;            /* above values that have no name */
	const char *cumulative;       /* the shares of a Pareto chart, added up */
	const char *chart_data;       /* above the numbers behind a chart */
	const char *to_low, *to_high; /* above the lengths of error bars */
	const char *cut;              /* format of one %zu: texts longer than a cell */
	const char *font;
};

const struct book_words *book_words(const char *lang);
