#include "spreadsheet/spreadsheetml.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/text.h"
#include "spreadsheet/book.h"
#include "spreadsheet/cells.h"
#include "spreadsheet/spreadsheetml_style.h"
#include "spreadsheet/xlsx_part.h"

enum { MAX_SHEETS = 1000, FALSE_LEAP_DAY = 60 };

enum data_type { DATA_TEXT, DATA_NUMBER, DATA_DATE, DATA_FLAG, DATA_ERROR };

static const struct {
	const char *word;
	enum data_type type;
} TYPES[] = {
	{"String", DATA_TEXT},
	{"Number", DATA_NUMBER},
	{"DateTime", DATA_DATE},
	{"Boolean", DATA_FLAG},
	{"Error", DATA_ERROR},
};

struct spreadsheet {
	struct book_in base;
	const struct source *source;
	uint64_t at;
	locale_t c_locale;
	struct xml_styles styles;
	bool in_visible; /* text says whether a sheet is hidden */
	struct buf visible;
	uint64_t *places; /* of the sheets in the source */
	size_t places_capacity;

	struct part *part; /* of the open sheet */
	bool in_sheet, in_row, in_cell, in_data, in_comment, is_finished;
	uint64_t line;
	size_t column, width; /* of the cell */
	uint64_t height;      /* of the row: 1, and those like it that stand for blank ones */
	enum data_type type;
	struct date_format format;
	size_t start; /* of the cell's text */
	struct cells cells;
};

static uint64_t number_of(const char **attributes, const char *name, uint64_t otherwise)
{
	const char *text = part_attribute(attributes, name);

	return text ? strtoull(text, NULL, 10) : otherwise;
}

/* --- first the whole document: sheets and styles --- */

static void add_sheet(struct spreadsheet *book, const char *name)
{
	if (book->base.n == MAX_SHEETS) {
		part_fail(book->part, "it has more than %d sheets", MAX_SHEETS);
		return;
	}
	book->places =
		mem_grow(book->places, book->base.n, &book->places_capacity, sizeof *book->places);
	book->places[book->base.n] = part_offset(book->part);
	book_in_add(&book->base, mem_text(name ? name : ""), false);
}

static void survey_start(void *context, const char *name, const char **attributes)
{
	struct spreadsheet *book = context;

	if (!strcmp(name, "Style"))
		xml_style_begin(&book->styles, attributes);
	else if (!strcmp(name, "NumberFormat"))
		xml_style_format(&book->styles, attributes);
	else if (!strcmp(name, "Date1904"))
		book->base.is_1904 = true;
	else if (!strcmp(name, "Visible"))
		book->in_visible = true;
	else if (!strcmp(name, "Worksheet"))
		add_sheet(book, part_attribute(attributes, "Name"));
}

static void survey_end(void *context, const char *name)
{
	struct spreadsheet *book = context;

	if (!strcmp(name, "Style"))
		xml_style_end(&book->styles);
	if (strcmp(name, "Visible") != 0)
		return;
	if (book->base.n && strstr(buf_text(&book->visible), "Hidden"))
		book->base.sheets[book->base.n - 1].is_hidden = true;
	buf_clear(&book->visible);
	book->in_visible = false;
}

static void survey_text(void *context, const char *text, int n)
{
	struct spreadsheet *book = context;

	if (book->in_visible && book->visible.len < 64)
		buf_add(&book->visible, text, (size_t)n);
}

static int survey(struct spreadsheet *book, struct err *err)
{
	static const struct part_events EVENTS = {survey_start, survey_end, survey_text};
	int status;

	book->part = part_open_source(book->source, book->at, &EVENTS, book, err);
	if (!book->part)
		return -1;
	status = part_next(book->part, err);
	part_close(book->part);
	book->part = NULL;
	if (status == 0 && !book->base.n)
		return err_set(err, "the workbook has no worksheet");
	return status;
}

/* --- cells --- */

static void begin_cell(struct spreadsheet *book, const char **attributes)
{
	uint64_t column = number_of(attributes, "Index", book->column + book->width + 1);
	uint64_t across = number_of(attributes, "MergeAcross", 0);
	uint64_t down = number_of(attributes, "MergeDown", 0);

	book->in_cell = true;
	if (column < 1 || column > SHEET_COLUMNS || across >= SHEET_COLUMNS) {
		part_fail(book->part, "line %llu has a cell beyond column XFD",
			(unsigned long long)book->line);
		return;
	}
	book->column = column - 1;
	book->format = xml_style_cell(&book->styles, book->column, attributes);
	book->width = across + 1;
	down = down < SHEET_LINES ? down : SHEET_LINES;
	if (merged_add(&book->base.merged, book->line, book->line + down, book->column) < 0)
		part_fail(book->part, "it has too many merged cells");
}

static void begin_data(struct spreadsheet *book, const char **attributes)
{
	const char *word = part_attribute(attributes, "Type");

	book->in_data = true;
	book->type = DATA_TEXT;
	book->start = book->cells.text.len;
	for (size_t i = 0; word && i < sizeof TYPES / sizeof *TYPES; i++)
		if (!strcmp(word, TYPES[i].word))
			book->type = TYPES[i].type;
}

/* "2026-10-01T08:30:00.000" as the cell shows it; a time alone is of 1899-12-31. Text when it is
 * none. */
static void finish_date(struct spreadsheet *book)
{
	struct buf *text = &book->cells.text;
	struct date_format format = book->format;
	struct sheet_cell cell;
	int64_t seconds;

	cells_take_iso_date(&book->cells, book->column, book->start);
	cell = book->cells.cells[book->column];
	if (cell.kind != SHEET_DATE)
		return;
	seconds = (int64_t)(cell.number * DAY_SECONDS + 0.5);
	if (seconds < (int64_t)(FALSE_LEAP_DAY + 1) * DAY_SECONDS)
		seconds -= DAY_SECONDS; /* Excel counts a day that there was not */
	if (seconds < 0)
		return;
	if (!format.has_date && !format.has_time)
		format = (struct date_format){
			.has_date = seconds >= DAY_SECONDS, .has_time = seconds % DAY_SECONDS != 0};
	text->len = book->start;
	cells_put_number(&book->cells, book->column, (double)seconds / DAY_SECONDS, format, false);
}

static void finish_text(struct spreadsheet *book, enum sheet_cell_kind kind)
{
	cells_reach(&book->cells, book->column)->kind = kind;
	cells_take(&book->cells, book->column, book->start);
}

static void finish_flag(struct spreadsheet *book)
{
	bool is_true = book->cells.text.data[book->start] == '1';

	book->cells.text.len = book->start;
	cells_put_flag(&book->cells, book->column, is_true);
}

static void finish_data(struct spreadsheet *book)
{
	book->in_data = false;
	if (book->cells.text.len == book->start)
		return;
	switch (book->type) {
	case DATA_TEXT:
		finish_text(book, SHEET_TEXT);
		break;
	case DATA_NUMBER:
		cells_take_number(&book->cells, book->column, book->start, book->format,
			book->base.is_1904, book->c_locale);
		break;
	case DATA_DATE:
		finish_date(book);
		break;
	case DATA_FLAG:
		finish_flag(book);
		break;
	case DATA_ERROR:
		finish_text(book, SHEET_ERROR);
		break;
	}
}

/* --- rows --- */

static void begin_row(struct spreadsheet *book, const char **attributes)
{
	uint64_t next = book->line + book->height;
	uint64_t line = number_of(attributes, "Index", next);
	uint64_t span = number_of(attributes, "Span", 0);

	book->line = line > next ? line : next;
	book->height = span < SHEET_LINES ? span + 1 : SHEET_LINES;
	book->in_row = true;
	book->column = book->width = 0;
	xml_style_row(&book->styles, attributes);
	cells_clear(&book->cells);
	if (book->line > SHEET_LINES)
		part_fail(book->part, "line %llu is beyond the end of a sheet",
			(unsigned long long)book->line);
}

static void on_start(void *context, const char *name, const char **attributes)
{
	struct spreadsheet *book = context;

	if (!strcmp(name, "Worksheet"))
		book->in_sheet = true;
	else if (!book->in_sheet)
		return;
	else if (!book->in_row && !strcmp(name, "Column"))
		xml_style_column(&book->styles, attributes);
	else if (!book->in_row && !strcmp(name, "Row"))
		begin_row(book, attributes);
	else if (book->in_row && !strcmp(name, "Cell"))
		begin_cell(book, attributes);
	else if (!strcmp(name, "Comment"))
		book->in_comment = true;
	else if (book->in_cell && !book->in_comment && !strcmp(name, "Data"))
		begin_data(book, attributes);
}

static void on_end(void *context, const char *name)
{
	struct spreadsheet *book = context;

	if (!book->in_sheet)
		return;
	if (!strcmp(name, "Data") && book->in_data) {
		finish_data(book);
	} else if (!strcmp(name, "Comment")) {
		book->in_comment = false;
	} else if (!strcmp(name, "Cell")) {
		book->in_cell = false;
	} else if (!strcmp(name, "Row") && book->in_row) {
		book->in_row = false;
		part_pause(book->part);
	} else if (!strcmp(name, "Worksheet")) {
		book->in_sheet = false;
		book->is_finished = true;
		part_pause(book->part);
	}
}

static void on_text(void *context, const char *text, int n)
{
	struct spreadsheet *book = context;

	if (!book->in_data)
		return;
	buf_add(&book->cells.text, text, (size_t)n);
	if (book->cells.text.len > ROW_BYTES)
		part_fail(book->part, "line %llu has more than %d MB of text",
			(unsigned long long)book->line, ROW_BYTES >> 20);
}

/* --- the book --- */

static int start_sheet(struct book_in *base, size_t sheet, struct err *err)
{
	static const struct part_events EVENTS = {on_start, on_end, on_text};
	struct spreadsheet *book = (struct spreadsheet *)base;

	merged_clear(&base->merged);
	part_close(book->part);
	book->in_sheet = book->in_row = book->in_cell = book->in_data = false;
	book->in_comment = book->is_finished = false;
	book->line = 0;
	book->height = 1;
	xml_style_start_sheet(&book->styles);
	book->part = part_open_inside(book->source, book->places[sheet], &EVENTS, book, err);
	return book->part ? 0 : -1;
}

static int next_row(struct book_in *base, struct sheet_row *row, struct err *err)
{
	struct spreadsheet *book = (struct spreadsheet *)base;
	int status = book->is_finished ? 0 : part_next(book->part, err);

	if (status <= 0 || book->is_finished)
		return status < 0 ? -1 : 0;
	cells_finish(&book->cells, book->line, row);
	return 1;
}

static void release_book(struct book_in *base)
{
	struct spreadsheet *book = (struct spreadsheet *)base;

	part_close(book->part);
	free(book->places);
	xml_styles_release(&book->styles);
	buf_release(&book->visible);
	cells_release(&book->cells);
	freelocale(book->c_locale);
}

struct book_in *spreadsheetml_open(const struct source *source, uint64_t at, struct err *err)
{
	static const struct book_kind KIND = {"xml", start_sheet, next_row, release_book};
	struct spreadsheet *book = mem_zalloc(sizeof *book);

	book->base.kind = &KIND;
	book->source = source;
	book->at = at;
	book->c_locale = newlocale(LC_ALL_MASK, "C", NULL);
	if (survey(book, err) == 0)
		return &book->base;
	book_in_close(&book->base);
	return NULL;
}
