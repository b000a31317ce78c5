#include "spreadsheet/xlsx_sheet.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "spreadsheet/cells.h"
#include "spreadsheet/xlsx_merged.h"
#include "spreadsheet/xlsx_part.h"

/* The elements that matter. */
enum element { OTHER, SHEET_DATA, ROW, CELL, VALUE, INLINE, TEXT, PHONETIC };

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

struct xlsx_sheet {
	struct part *part;
	const struct shared_texts *shared;
	const struct styles *styles;
	bool is_1904;
	locale_t c_locale; /* strtod() would ask the user's for its decimal point */

	bool in_rows, in_row;
	bool in_text;    /* of <v>, or of <t> within <is> */
	bool has_inline; /* the cell has an <is>: what its <v> says is a copy for others */
	int in_phonetic;
	uint64_t line;
	size_t column; /* of the cell being read */
	enum cell_type_word type;
	size_t style;
	size_t start; /* of its text */
	struct cells cells;
};

/* --- cells --- */

static enum cell_type_word read_type(const char *word)
{
	for (size_t i = 0; word && i < sizeof TYPES / sizeof *TYPES; i++)
		if (!strcmp(word, TYPES[i].word))
			return TYPES[i].type;
	return TYPE_NUMBER;
}

/* Names of a cell's attributes are one letter: they are told apart without a look-up for each. */
static void begin_cell(struct xlsx_sheet *sheet, const char **attributes)
{
	size_t column = SIZE_MAX;

	sheet->type = TYPE_NUMBER;
	sheet->style = 0;
	for (; *attributes; attributes += 2) {
		const char *name = attributes[0], *value = attributes[1];

		if (name[0] == 'r' && !name[1])
			column = xlsx_column(value, &value);
		else if (name[0] == 's' && !name[1])
			sheet->style = strtoul(value, NULL, 10);
		else if (name[0] == 't' && !name[1])
			sheet->type = read_type(value);
	}
	sheet->column = column == SIZE_MAX ? sheet->cells.n : column;
	sheet->start = sheet->cells.text.len;
	sheet->has_inline = false;
	if (sheet->column >= SHEET_COLUMNS)
		part_fail(sheet->part, "line %llu has a cell beyond column XFD",
			(unsigned long long)sheet->line);
}

static void begin_inline(struct xlsx_sheet *sheet)
{
	sheet->has_inline = true;
	sheet->in_text = false;
	if (sheet->cells.text.len > sheet->start)
		sheet->cells.text.len = sheet->start;
}

/* SIZE_MAX for what is no number of digits. */
static size_t read_index(const char *digits)
{
	size_t i = 0;

	for (; *digits >= '0' && *digits <= '9' && i < UINT32_MAX; digits++)
		i = i * 10 + (size_t)(*digits - '0');
	return *digits ? SIZE_MAX : i;
}

static void check_length(struct xlsx_sheet *sheet)
{
	if (cells_are_too_long(&sheet->cells))
		part_fail(sheet->part, "line %llu has more than %d MB of text",
			(unsigned long long)sheet->line, ROW_BYTES >> 20);
}

static void finish_shared(struct xlsx_sheet *sheet)
{
	const char *value = sheet->cells.text.data + sheet->start;
	size_t i = read_index(value);

	sheet->cells.text.len = sheet->start;
	if (i >= sheet->shared->n) {
		part_fail(sheet->part, "line %llu, column %zu: there is no shared text %.20s",
			(unsigned long long)sheet->line, sheet->column + 1, value);
		return;
	}
	cells_put_shared(&sheet->cells, sheet->column, sheet->shared->texts[i]);
	check_length(sheet);
}

static void finish_flag(struct xlsx_sheet *sheet)
{
	char first = sheet->cells.text.data[sheet->start];

	sheet->cells.text.len = sheet->start;
	cells_put_flag(&sheet->cells, sheet->column, first == '1' || first == 't' || first == 'T');
}

static void finish_text(struct xlsx_sheet *sheet, enum sheet_cell_kind kind)
{
	if (kind == SHEET_TEXT)
		escapes_decode(&sheet->cells.text, sheet->start);
	cells_reach(&sheet->cells, sheet->column)->kind = kind;
	cells_take(&sheet->cells, sheet->column, sheet->start);
}

static bool is_graphic(char c)
{
	return c > ' ' && c < 0x7f;
}

/* Some programs indent the values. */
static void trim_value(struct xlsx_sheet *sheet)
{
	struct buf *text = &sheet->cells.text;
	size_t n = text->len - sheet->start;
	const char *value = text->data + sheet->start;

	if (is_graphic(value[0]) && is_graphic(value[n - 1]))
		return;
	value = text_trim(value, &n);
	sheet->start = (size_t)(value - text->data);
	text->len = sheet->start + n;
	text->data[text->len] = '\0';
}

static void finish_cell(struct xlsx_sheet *sheet)
{
	struct buf *text = &sheet->cells.text;

	if (text->len != sheet->start && sheet->type != TYPE_TEXT)
		trim_value(sheet);
	if (text->len == sheet->start)
		return;
	switch (sheet->type) {
	case TYPE_NUMBER:
		cells_take_number(&sheet->cells, sheet->column, sheet->start,
			styles_find(sheet->styles, sheet->style), sheet->is_1904, sheet->c_locale);
		break;
	case TYPE_SHARED:
		finish_shared(sheet);
		break;
	case TYPE_TEXT:
		finish_text(sheet, SHEET_TEXT);
		break;
	case TYPE_FLAG:
		finish_flag(sheet);
		break;
	case TYPE_ERROR:
		finish_text(sheet, SHEET_ERROR);
		break;
	case TYPE_DATE:
		cells_take_iso_date(&sheet->cells, sheet->column, sheet->start);
		break;
	}
}

/* --- rows --- */

static void begin_row(struct xlsx_sheet *sheet, const char **attributes)
{
	const char *reference = part_attribute(attributes, "r");
	unsigned long long line = reference ? strtoull(reference, NULL, 10) : 0;

	sheet->line = line > sheet->line ? line : sheet->line + 1;
	sheet->in_row = true;
	sheet->start = 0;
	cells_clear(&sheet->cells);
	if (sheet->line > SHEET_LINES)
		part_fail(sheet->part, "line %llu is beyond the end of a sheet",
			(unsigned long long)sheet->line);
}

static void finish_row(struct xlsx_sheet *sheet)
{
	sheet->in_row = false;
	part_pause(sheet->part);
}

static enum element element_of(const char *name)
{
	switch (name[0]) {
	case 'c':
		return name[1] ? OTHER : CELL;
	case 'v':
		return name[1] ? OTHER : VALUE;
	case 't':
		return name[1] ? OTHER : TEXT;
	case 'i':
		return strcmp(name, "is") ? OTHER : INLINE;
	case 'r':
		if (!strcmp(name, "row"))
			return ROW;
		return strcmp(name, "rPh") ? OTHER : PHONETIC;
	case 's':
		return strcmp(name, "sheetData") ? OTHER : SHEET_DATA;
	default:
		return OTHER;
	}
}

static void start_in_row(struct xlsx_sheet *sheet, enum element element, const char **attributes)
{
	if (element == CELL)
		begin_cell(sheet, attributes);
	else if (element == VALUE)
		sheet->in_text = !sheet->has_inline;
	else if (element == INLINE)
		begin_inline(sheet);
	else if (element == TEXT)
		sheet->in_text = !sheet->in_phonetic;
	else if (element == PHONETIC)
		sheet->in_phonetic++;
}

static void on_start(void *context, const char *name, const char **attributes)
{
	struct xlsx_sheet *sheet = context;
	enum element element = element_of(name);

	if (sheet->in_row)
		start_in_row(sheet, element, attributes);
	else if (sheet->in_rows && element == ROW)
		begin_row(sheet, attributes);
	else if (element == SHEET_DATA)
		sheet->in_rows = true;
}

static void on_end(void *context, const char *name)
{
	struct xlsx_sheet *sheet = context;
	enum element element = element_of(name);

	if (element == SHEET_DATA)
		sheet->in_rows = sheet->in_row = false;
	if (!sheet->in_row)
		return;
	if (element == CELL)
		finish_cell(sheet);
	else if (element == VALUE || element == TEXT)
		sheet->in_text = false;
	else if (element == PHONETIC)
		sheet->in_phonetic--;
	else if (element == ROW)
		finish_row(sheet);
}

static void on_text(void *context, const char *text, int n)
{
	struct xlsx_sheet *sheet = context;

	if (!sheet->in_text)
		return;
	buf_add(&sheet->cells.text, text, (size_t)n);
	check_length(sheet);
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
	sheet->part = part_open(archive, part, XLSX_SHEET_LIMIT, &EVENTS, sheet, err);
	if (sheet->part)
		return sheet;
	xlsx_sheet_close(sheet);
	return NULL;
}

int xlsx_sheet_row(struct xlsx_sheet *sheet, struct sheet_row *row, struct err *err)
{
	int status = part_next(sheet->part, err);

	if (status > 0)
		cells_finish(&sheet->cells, sheet->line, row);
	return status;
}

void xlsx_sheet_close(struct xlsx_sheet *sheet)
{
	if (!sheet)
		return;
	part_close(sheet->part);
	freelocale(sheet->c_locale);
	cells_release(&sheet->cells);
	free(sheet);
}
