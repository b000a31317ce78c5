#pragma once
/* What the files of the book share: the workbook under construction and its styles.
 *
 * A sheet is a list of pieces, each at its place; it is written row by row once it is complete,
 * because a workbook in constant memory takes rows in order only. */
#include <xlsxwriter.h>

#include "base/mem.h"
#include "book/book.h"

enum look {
	LOOK_BODY,
	LOOK_TITLE,
	LOOK_HEADING,
	LOOK_NOTE,
	LOOK_LINK,
	LOOK_HEADER,
	LOOK_CELL,
	LOOK_WRAPPED, /* a cell of long text */
	LOOK_TOTAL,
	LOOK_KPI_NAME,
	LOOK_KPI_VALUE,
	LOOK_KPI_CHANGE,
	LOOK_DATA_HEADER,
	LOOK_DATA, /* numbers behind a chart */
};

enum {
	CHART_ROWS = 15, /* of 24 pixels */
	CHART_WIDTH = 880,
	CHART_HEIGHT = CHART_ROWS * 20,
};

enum { GRID_COLUMNS = 12, GRID_WIDTH = 10, GAP_WIDTH = 3, COLUMN_WIDEST = 60 };

struct style {
	enum look look;
	const char *number; /* a literal: Excel's number format, or NULL */
	int tone;
	lxw_format *format;
};

struct piece;

struct sheet {
	const char *name; /* owned by the book's arena */
	lxw_worksheet *worksheet;
	struct piece *pieces;
	size_t n_pieces, pieces_capacity;
	lxw_row_t cursor;   /* where the next piece goes */
	lxw_row_t side_row; /* of the last table: the numbers of charts stand beside it */
	lxw_row_t table_end;
	uint16_t side_start, side_column; /* the first one beside all tables; the next free one */
	bool has_table;
	bool has_side_chart; /* beside a long table */
	bool is_overview;    /* prints the grid's columns only */
};

struct book {
	struct book_info info;
	const struct book_words *words;
	lxw_workbook *workbook;
	FILE *file; /* unlinked; the library writes it by its name under /proc */
	struct style *styles;
	size_t n_styles, styles_capacity;
	const char **names;
	size_t n_names, names_capacity;
	struct sheet sheet;
	struct arena arena;
	lxw_error error; /* the first that happened */
};

/* The cached format of a look; `number` from style_number() or NULL; tone -1 bad, 1 good. */
lxw_format *style_get(struct book *book, enum look look, const char *number, int tone);
/* Excel's number format for a column's unit or a report's format; NULL: as it is. */
const char *style_number(const char *unit);
/* The one for a change with its arrow; *tone is set by what is good. */
const char *style_delta(double value, bool is_points, int good, int *tone);

/* How a cell is shown. */
struct cell_look {
	const char *unit; /* of its column, or a report's format of numbers */
	bool is_delta;    /* a change with its arrow */
	int good;
	const char *text; /* of a text cell: what people read */
	bool is_wrapped;
	bool is_total; /* in the row of all */
};

void cell_write(struct book *book, lxw_row_t row, uint16_t column, const struct cell *cell,
	const struct cell_look *look);
void cell_write_text(
	struct book *book, lxw_row_t row, uint16_t column, const char *text, lxw_format *format);
/* A number that was made text ("3,594", "−3.1%") as a number again where `number` says it is one.
 */
void cell_write_shown(struct book *book, lxw_row_t row, uint16_t column, const char *text,
	const char *number, enum look look);

/* Text made fit for a cell, in the book's arena. */
char *book_text(struct book *book, const char *text);
void book_note_error(struct book *book, lxw_error error);

/* Pieces, written one row at a time. */
struct piece {
	void (*write_row)(struct book *book, const struct piece *piece, lxw_row_t line);
	/* Display width of the widest content of its i-th column; NULL: does not matter. */
	double (*width)(struct book *book, const struct piece *piece, size_t i);
	lxw_row_t row, height;
	uint16_t column, n_columns;
	enum look look;
	const char *text, *target;
	size_t line_width; /* of a paragraph, in Latin characters */
	const struct book_kpi *kpis;
	size_t n_kpis;
	struct book_block block;
	size_t *table_columns; /* of the table, per shown column */
	size_t from, to;       /* rows of the table */
	const struct chart *chart;
};

struct piece *sheet_add_piece(struct sheet *sheet, lxw_row_t height);
/* Writes the sheet that is under construction, if any. */
void sheet_finish(struct book *book);

/* The heatmap as coloured cells, where the next piece goes. */
void heat_add(struct book *book, const struct chart *chart);

/* The native chart on the numbers of a data piece, at a cell. */
void native_chart_insert(
	struct book *book, const struct piece *data, lxw_row_t row, uint16_t column);

/* Where a native chart stands: `x` pixels right of a cell. */
struct native_place {
	lxw_row_t row;
	uint16_t column;
	int x;
	double width, height;
};

void native_place(struct book *book, lxw_chart *native, const char *title, double size,
	const struct native_place *place);
/* The i-th column of numbers behind a chart, as a series. */
lxw_chart_series *native_add_column(
	struct book *book, lxw_chart *native, const struct piece *data, size_t i);
/* `labels`: so many periods can be read along a line. */
void native_set_axes(lxw_chart *native, const struct chart *chart, const char *font, size_t labels);

/* Small multiples, as native charts on the numbers of a data piece. */
lxw_row_t panels_rows(const struct chart *chart);
void panels_insert(struct book *book, const struct piece *data, lxw_row_t row, uint16_t column);

/* Values with their intervals. */
bool whisker_fits(const struct chart *chart);
/* A line of the two columns behind those of the chart: the lengths of the error bars. */
void whisker_write(struct book *book, const struct piece *data, lxw_row_t line);
void whisker_draw(struct book *book, lxw_chart *native, const struct piece *data);
