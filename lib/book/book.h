#pragma once
/* Workbooks that people open in Excel, WPS and LibreOffice: the only user of libxlsxwriter.
 *
 *	struct book *book = book_new(&(struct book_info){.title = "...", .lang = "zh-CN"}, &err);
 *	book_add_table(book, "按原因", table, &style, &err);
 *	book_save(book, "out.xlsx", &err);
 *
 * The file appears whole or not at all, the same bytes on every run. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "chart/chart.h"
#include "record/labels.h"
#include "table/table.h"

struct book;
struct outfile;

struct book_info {
	const char *title, *author, *lang;
	int32_t day;                  /* the report date, for the created property */
	const struct labels *labels;  /* names of columns and codes */
	bool constant_memory;
};

struct book *book_new(const struct book_info *info, const char *path, struct err *err);
void book_free(struct book *book); /* abandons what was not saved */

/* One shown column of a table block; the order and titles the caller wants. */
struct book_column {
	const char *name;   /* column of the table */
	const char *title;  /* header text; NULL: by labels */
	const char *unit;   /* NULL: the table's */
};

struct book_block {
	const char *caption;
	const struct table *table;
	const struct book_column *columns; /* NULL: all columns of the table */
	size_t n_columns;
	bool total_row;                    /* the last row of the table is a total */
};

/* Starts a sheet; names are cut to 31 characters, made valid and unique. */
int book_start_sheet(struct book *book, const char *name, struct err *err);
int book_add_heading(struct book *book, const char *text, int level, struct err *err);
int book_add_text(struct book *book, const char *text, struct err *err); /* wrapped paragraph */
struct book_kpi {
	const char *name, *value, *change;
	int tone; /* -1 bad, 0 neutral, 1 good */
};
int book_add_kpis(struct book *book, const struct book_kpi *kpis, size_t n, struct err *err);
int book_add_table(struct book *book, const struct book_block *block, struct err *err);
/* Native and editable: its data stand as a visible block beside it. */
int book_add_chart(struct book *book, const struct chart *chart, struct err *err);
/* A link to another sheet of this book. */
int book_add_link(struct book *book, const char *text, const char *sheet, struct err *err);

/* Where the finished bytes are is the outfile's matter: finish, then commit with other outputs. */
int book_save(struct book *book, struct outfile *out, struct err *err);
