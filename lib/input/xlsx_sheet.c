#include "input/xlsx_sheet.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/text.h"
#include "input/xlsx_part.h"
#include "table/number.h"

#define SHEET_LIMIT ((uint64_t)8 << 30)

enum {
	MAX_COLUMNS = 16384,
	MAX_LINES = 1048576,
	MAX_ROW_BYTES = 64 << 20,
	SAFE_DIGITS = 15, /* every decimal of so many digits survives a double */
};

/* The type of a cell as its `t` says. */
enum cell_type_word { TYPE_NUMBER, TYPE_SHARED, TYPE_TEXT, TYPE_FLAG, TYPE_ERROR, TYPE_DATE };

static const struct {
	const char *word;
	enum cell_type_word type;
} TYPES[] = {
	{"n", TYPE_NUMBER},
	{"s", TYPE_SHARED},
	{"str", TYPE_TEXT},
	{"inlineStr", TYPE_TEXT},
	{"b", TYPE_FLAG},
	{"e", TYPE_ERROR},
	{"d", TYPE_DATE},
};

/* Cell texts lie one after another in `text`, which moves as it grows: until the row is whole a
 * cell of `offsets` knows its place there, and SIZE_MAX is a text that lies elsewhere. */
struct xlsx_sheet {
	struct part *part;
	const struct shared_texts *shared;
	const struct styles *styles;
	bool is_1904;
	locale_t c_locale; /* strtod() would ask the user's for its decimal point */

	bool in_rows, in_row;
	bool in_text; /* of <v>, or of <t> within <is> */
	int in_phonetic;
	uint64_t line;
	size_t column; /* of the cell being read */
	enum cell_type_word type;
	size_t style;
	size_t start; /* of its text */

	struct buf text;
	struct sheet_cell *cells;
	size_t *offsets;
	size_t n, n_room;
};

/* --- numbers --- */

static bool read_number(const struct xlsx_sheet *sheet, double *number)
{
	const char *text = sheet->text.data + sheet->start;
	char *end;

	if (text[strspn(text, "+-.0123456789eE")]) /* no hexadecimal, no infinity */
		return false;
	*number = strtod_l(text, &end, sheet->c_locale);
	return !*end && isfinite(*number);
}

/* True when the text is the shortest form already: the usual case, and the fast one. */
static bool is_shortest(const char *text, size_t n)
{
	size_t digits = 0;
	size_t i = n && text[0] == '-';
	bool has_point = false;

	if (n - i > SAFE_DIGITS || i == n || text[i] == '.')
		return false;
	if (text[i] == '0' && n > i + 1 && text[i + 1] != '.')
		return false;
	if (text[i] == '0' && (n - i > 6 || i > 0)) /* very small numbers, and -0 */
		return n == 1;
	for (; i < n; i++) {
		if (text[i] >= '0' && text[i] <= '9')
			digits++;
		else if (text[i] == '.' && !has_point)
			has_point = true;
		else
			return false;
	}
	return !has_point || (text[n - 1] != '0' && text[n - 1] != '.');
}

/* Files hold 17 digits: 0.10000000000000001 was typed as 0.1. */
static void finish_number(struct xlsx_sheet *sheet, struct sheet_cell *cell)
{
	struct buf *text = &sheet->text;
	const char *value = text->data + sheet->start;
	size_t n = text->len - sheet->start;
	struct date_format format = {0};

	if (!read_number(sheet, &cell->number)) {
		cell->kind = SHEET_TEXT;
		return;
	}
	cell->kind = SHEET_NUMBER;
	if (sheet->style < sheet->styles->n)
		format = sheet->styles->formats[sheet->style];
	if (format.has_date || format.has_time) {
		text->len = sheet->start;
		if (date_serial_write(format, cell->number, sheet->is_1904, text)) {
			cell->kind = SHEET_DATE;
			return;
		}
		number_shortest(cell->number, text);
	} else if (!is_shortest(value, n)) {
		text->len = sheet->start;
		number_shortest(cell->number, text);
	}
}

/* --- cells --- */

/* "AB12" -> 27; SIZE_MAX when there are no letters. */
static size_t reference_column(const char *reference)
{
	size_t column = 0;
	const char *p = reference;

	for (; (*p | 32) >= 'a' && (*p | 32) <= 'z' && column <= MAX_COLUMNS; p++)
		column = column * 26 + (size_t)((*p | 32) - 'a') + 1;
	return p == reference ? SIZE_MAX : column - 1;
}

static enum cell_type_word read_type(const char *word)
{
	for (size_t i = 0; word && i < sizeof TYPES / sizeof *TYPES; i++)
		if (!strcmp(word, TYPES[i].word))
			return TYPES[i].type;
	return TYPE_NUMBER;
}

static void begin_cell(struct xlsx_sheet *sheet, const char **attributes)
{
	const char *reference = part_attribute(attributes, "r");
	const char *style = part_attribute(attributes, "s");
	size_t column = reference ? reference_column(reference) : SIZE_MAX;

	sheet->column = column == SIZE_MAX ? sheet->n : column;
	sheet->type = read_type(part_attribute(attributes, "t"));
	sheet->style = style ? strtoul(style, NULL, 10) : 0;
	sheet->start = sheet->text.len;
	if (sheet->column >= MAX_COLUMNS)
		part_fail(sheet->part, "line %llu has a cell beyond column XFD",
			(unsigned long long)sheet->line);
}

/* Columns that were jumped over are empty cells. */
static struct sheet_cell *reach_column(struct xlsx_sheet *sheet)
{
	size_t column = sheet->column;

	if (column >= sheet->n_room) {
		size_t room = column + 16;

		sheet->cells = mem_resize(sheet->cells, room * sizeof *sheet->cells);
		sheet->offsets = mem_resize(sheet->offsets, room * sizeof *sheet->offsets);
		sheet->n_room = room;
	}
	for (; sheet->n <= column; sheet->n++) {
		sheet->cells[sheet->n] = (struct sheet_cell){.text = {"", 0}};
		sheet->offsets[sheet->n] = SIZE_MAX;
	}
	sheet->cells[column] = (struct sheet_cell){.text = {"", 0}};
	sheet->offsets[column] = SIZE_MAX;
	return &sheet->cells[column];
}

static void finish_shared(struct xlsx_sheet *sheet, struct sheet_cell *cell)
{
	const char *value = sheet->text.data + sheet->start;
	char *end;
	unsigned long long i = strtoull(value, &end, 10);

	sheet->text.len = sheet->start;
	if (*end || i >= sheet->shared->n) {
		part_fail(sheet->part, "line %llu, column %zu: there is no shared text %.20s",
			(unsigned long long)sheet->line, sheet->column + 1, value);
		return;
	}
	cell->text = sheet->shared->texts[i];
	cell->kind = cell->text.n ? SHEET_TEXT : SHEET_EMPTY;
}

static void finish_flag(struct xlsx_sheet *sheet, struct sheet_cell *cell)
{
	char first = sheet->text.data[sheet->start];
	bool is_true = first == '1' || first == 't' || first == 'T';

	cell->kind = SHEET_FLAG;
	cell->number = is_true;
	sheet->text.len = sheet->start;
	buf_add_text(&sheet->text, is_true ? "TRUE" : "FALSE");
}

/* "2014-01-01T08:30:00.000Z" as strict files have it. */
static void finish_iso_date(struct xlsx_sheet *sheet, struct sheet_cell *cell)
{
	char *text = sheet->text.data + sheet->start;
	size_t n = sheet->text.len - sheet->start;
	int64_t seconds;
	bool has_time;

	if (n > 10 && text[10] == 'T')
		text[10] = ' ';
	if (n > 19)
		sheet->text.len = sheet->start + 19;
	cell->kind = SHEET_TEXT;
	if (!instant_read(text, sheet->text.len - sheet->start, &seconds, &has_time))
		return;
	cell->kind = SHEET_DATE;
	cell->number = (double)seconds / DAY_SECONDS - date_day(1899, 12, 30);
}

/* Some programs indent the values. */
static void trim_value(struct xlsx_sheet *sheet)
{
	size_t n = sheet->text.len - sheet->start;
	const char *value = text_trim(sheet->text.data + sheet->start, &n);

	sheet->start = (size_t)(value - sheet->text.data);
	sheet->text.len = sheet->start + n;
	sheet->text.data[sheet->text.len] = '\0';
}

static void finish_cell(struct xlsx_sheet *sheet)
{
	struct sheet_cell *cell;

	if (sheet->text.len != sheet->start && sheet->type != TYPE_TEXT)
		trim_value(sheet);
	if (sheet->text.len == sheet->start)
		return;
	cell = reach_column(sheet);
	switch (sheet->type) {
	case TYPE_NUMBER:
		finish_number(sheet, cell);
		break;
	case TYPE_SHARED:
		finish_shared(sheet, cell);
		break;
	case TYPE_TEXT:
		escapes_decode(&sheet->text, sheet->start);
		cell->kind = SHEET_TEXT;
		break;
	case TYPE_FLAG:
		finish_flag(sheet, cell);
		break;
	case TYPE_ERROR:
		cell->kind = SHEET_ERROR;
		break;
	case TYPE_DATE:
		finish_iso_date(sheet, cell);
		break;
	}
	if (sheet->text.len == sheet->start)
		return;
	sheet->offsets[sheet->column] = sheet->start;
	cell->text.n = (uint32_t)(sheet->text.len - sheet->start);
}

/* --- rows --- */

static void begin_row(struct xlsx_sheet *sheet, const char **attributes)
{
	const char *reference = part_attribute(attributes, "r");
	unsigned long long line = reference ? strtoull(reference, NULL, 10) : 0;

	sheet->line = line > sheet->line ? line : sheet->line + 1;
	sheet->in_row = true;
	sheet->n = 0;
	sheet->start = 0;
	buf_clear(&sheet->text);
	if (sheet->line > MAX_LINES)
		part_fail(sheet->part, "line %llu is beyond the end of a sheet",
			(unsigned long long)sheet->line);
}

static void finish_row(struct xlsx_sheet *sheet)
{
	for (size_t i = 0; i < sheet->n; i++)
		if (sheet->offsets[i] != SIZE_MAX)
			sheet->cells[i].text.text = sheet->text.data + sheet->offsets[i];
	sheet->in_row = false;
	part_pause(sheet->part);
}

static void on_start(void *context, const char *name, const char **attributes)
{
	struct xlsx_sheet *sheet = context;

	if (!sheet->in_rows)
		sheet->in_rows = !strcmp(name, "sheetData");
	else if (!sheet->in_row && !strcmp(name, "row"))
		begin_row(sheet, attributes);
	else if (!sheet->in_row)
		return;
	else if (!strcmp(name, "c"))
		begin_cell(sheet, attributes);
	else if (!strcmp(name, "v"))
		sheet->in_text = true;
	else if (!strcmp(name, "t"))
		sheet->in_text = !sheet->in_phonetic;
	else if (!strcmp(name, "rPh"))
		sheet->in_phonetic++;
}

static void on_end(void *context, const char *name)
{
	struct xlsx_sheet *sheet = context;

	if (!strcmp(name, "sheetData"))
		sheet->in_rows = sheet->in_row = false;
	if (!sheet->in_row)
		return;
	if (!strcmp(name, "c"))
		finish_cell(sheet);
	else if (!strcmp(name, "v") || !strcmp(name, "t"))
		sheet->in_text = false;
	else if (!strcmp(name, "rPh"))
		sheet->in_phonetic--;
	else if (!strcmp(name, "row"))
		finish_row(sheet);
}

static void on_text(void *context, const char *text, int n)
{
	struct xlsx_sheet *sheet = context;

	if (!sheet->in_text)
		return;
	buf_add(&sheet->text, text, (size_t)n);
	if (sheet->text.len > MAX_ROW_BYTES)
		part_fail(sheet->part, "line %llu has more than %d bytes of text",
			(unsigned long long)sheet->line, MAX_ROW_BYTES);
}

struct xlsx_sheet *xlsx_sheet_open(struct archive *archive, const char *part,
	const struct shared_texts *shared, const struct styles *styles, bool is_1904,
	struct err *err)
{
	static const struct part_events EVENTS = {on_start, on_end, on_text};
	struct xlsx_sheet *sheet = mem_zalloc(sizeof *sheet);

	sheet->shared = shared;
	sheet->styles = styles;
	sheet->is_1904 = is_1904;
	sheet->c_locale = newlocale(LC_ALL_MASK, "C", NULL);
	sheet->part = part_open(archive, part, SHEET_LIMIT, &EVENTS, sheet, err);
	if (sheet->part)
		return sheet;
	xlsx_sheet_close(sheet);
	return NULL;
}

int xlsx_sheet_row(struct xlsx_sheet *sheet, struct sheet_row *row, struct err *err)
{
	int status = part_next(sheet->part, err);

	if (status > 0)
		*row = (struct sheet_row){sheet->line, sheet->cells, sheet->n};
	return status;
}

void xlsx_sheet_close(struct xlsx_sheet *sheet)
{
	if (!sheet)
		return;
	part_close(sheet->part);
	freelocale(sheet->c_locale);
	buf_release(&sheet->text);
	free(sheet->cells);
	free(sheet->offsets);
	free(sheet);
}
