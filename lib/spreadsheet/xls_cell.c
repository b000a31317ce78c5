#include "spreadsheet/xls_cell.h"

#include <math.h>
#include <string.h>

enum { LAST_COLUMN = 255 };
enum { AT_STYLE = 4, AT_VALUE = 6 }; /* after row and column */
enum { MULRK_STEP = 6 };             /* style and number */
enum { RESULT_TEXT, RESULT_FLAG, RESULT_ERROR };

/* What the reader of a record gets. */
struct source_cell {
	struct xls_globals *globals;
	const struct xls_record *record;
	unsigned column;
	struct cells *cells;
};

static const struct {
	unsigned char code;
	const char *text;
} ERRORS[] = {
	{0x00, "#NULL!"},
	{0x07, "#DIV/0!"},
	{0x0f, "#VALUE!"},
	{0x17, "#REF!"},
	{0x1d, "#NAME?"},
	{0x24, "#NUM!"},
	{0x2a, "#N/A"},
	{0x2b, "#GETTING_DATA"},
};

static void put_error(const struct source_cell *cell, unsigned code)
{
	const char *text = "#ERROR!";

	for (size_t i = 0; i < sizeof ERRORS / sizeof *ERRORS; i++)
		if (ERRORS[i].code == code)
			text = ERRORS[i].text;
	cells_put_text(cell->cells, cell->column, SHEET_ERROR, text, strlen(text));
}

static void put_number(const struct source_cell *cell, const unsigned char *style, double number)
{
	const struct xls_globals *globals = cell->globals;

	if (isfinite(number))
		cells_put_number(cell->cells, cell->column, number,
			styles_find(&globals->styles, xls_two(style)), globals->is_1904);
	else
		cells_put_text(cell->cells, cell->column, SHEET_ERROR, "#NUM!", 5);
}

static int put_text(
	const struct source_cell *cell, const struct xls_record *record, size_t at, struct err *err)
{
	struct buf *text = &cell->cells->text;
	size_t start = text->len;

	if (xls_text_read(&cell->globals->texts, record, at, XLS_LENGTH_TWO, text, err) < 0)
		return -1;
	cells_reach(cell->cells, cell->column)->kind = text->len > start ? SHEET_TEXT : SHEET_EMPTY;
	cells_take(cell->cells, cell->column, start);
	return 0;
}

/* --- a function for each kind of record --- */

static int read_number(const struct source_cell *cell, struct err *err)
{
	const unsigned char *data = cell->record->data;

	(void)err;
	put_number(cell, data + AT_STYLE, xls_double(data + AT_VALUE));
	return 0;
}

static int read_rk(const struct source_cell *cell, struct err *err)
{
	const unsigned char *data = cell->record->data;

	(void)err;
	put_number(cell, data + AT_STYLE, xls_rk(data + AT_VALUE));
	return 0;
}

static int read_many_rk(const struct source_cell *cell, struct err *err)
{
	const unsigned char *data = cell->record->data;
	const unsigned char *style =
		data + AT_STYLE + (size_t)(cell->column - xls_two(data + 2)) * MULRK_STEP;

	(void)err;
	put_number(cell, style, xls_rk(style + 2));
	return 0;
}

static int read_label(const struct source_cell *cell, struct err *err)
{
	return put_text(cell, cell->record, AT_VALUE, err);
}

static int read_shared(const struct source_cell *cell, struct err *err)
{
	const struct shared_texts *shared = &cell->globals->shared;
	uint32_t i = xls_four(cell->record->data + AT_VALUE);

	if (i >= shared->n)
		return err_set(err, "line %u, column %u: there is no shared text %u",
			xls_two(cell->record->data) + 1, cell->column + 1, (unsigned)i);
	cells_put_shared(cell->cells, cell->column, shared->texts[i]);
	return 0;
}

static int read_flag_or_error(const struct source_cell *cell, struct err *err)
{
	const unsigned char *value = cell->record->data + AT_VALUE;

	(void)err;
	if (value[1])
		put_error(cell, value[0]);
	else
		cells_put_flag(cell->cells, cell->column, value[0]);
	return 0;
}

/* The text that a formula gave stands in a record of its own, perhaps behind the formula that
 * several cells share; a formula that gave none has no such record. */
static int read_result_text(const struct source_cell *cell, struct err *err)
{
	const struct xls_stream *stream = &cell->globals->texts.stream;
	struct xls_record record = *cell->record;

	while (xls_record_at(stream, record.next, &record))
		if (record.type == XLS_STRING)
			return put_text(cell, &record, 0, err);
		else if (record.type != XLS_SHRFMLA && record.type != XLS_ARRAY &&
			 record.type != XLS_TABLE && record.type != XLS_CONTINUE)
			break;
	return 0;
}

static int read_formula(const struct source_cell *cell, struct err *err)
{
	const unsigned char *result = cell->record->data + AT_VALUE;

	if (xls_two(result + 6) != 0xffff)
		put_number(cell, cell->record->data + AT_STYLE, xls_double(result));
	else if (result[0] == RESULT_TEXT)
		return read_result_text(cell, err);
	else if (result[0] == RESULT_FLAG)
		cells_put_flag(cell->cells, cell->column, result[2]);
	else if (result[0] == RESULT_ERROR)
		put_error(cell, result[2]);
	return 0;
}

static const struct cell_kind {
	unsigned type;
	size_t least; /* bytes */
	int (*read)(const struct source_cell *cell, struct err *err);
} KINDS[] = {
	{XLS_LABELSST, AT_VALUE + 4, read_shared},
	{XLS_NUMBER, AT_VALUE + 8, read_number},
	{XLS_RK, AT_VALUE + 4, read_rk},
	{XLS_MULRK, AT_STYLE + MULRK_STEP + 2, read_many_rk},
	{XLS_FORMULA, AT_VALUE + 8, read_formula},
	{XLS_LABEL, AT_VALUE + 2, read_label},
	{XLS_RSTRING, AT_VALUE + 2, read_label},
	{XLS_BOOLERR, AT_VALUE + 2, read_flag_or_error},
};

static const struct cell_kind *find_kind(const struct xls_record *record)
{
	for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
		if (KINDS[i].type == record->type)
			return &KINDS[i];
	return NULL;
}

/* --- public --- */

bool xls_cell_is(const struct xls_record *record)
{
	return find_kind(record) != NULL;
}

int xls_cell_span(const struct xls_record *record, struct xls_span *span, struct err *err)
{
	if (record->n < find_kind(record)->least)
		return err_set(err, "a cell is cut off");
	*span = (struct xls_span){xls_two(record->data), xls_two(record->data + 2), 1};
	if (record->type == XLS_MULRK)
		span->n = (unsigned)((record->n - AT_STYLE - 2) / MULRK_STEP);
	if (span->first > LAST_COLUMN || span->n > LAST_COLUMN + 1 - span->first)
		return err_set(err, "line %u has a cell beyond column IV", span->row + 1);
	return 0;
}

int xls_cell_read(struct xls_globals *globals, const struct xls_record *record, struct cells *cells,
	struct err *err)
{
	struct source_cell cell = {globals, record, 0, cells};
	struct xls_span span;

	if (xls_cell_span(record, &span, err) < 0)
		return -1;
	for (unsigned i = 0; i < span.n; i++) {
		cell.column = span.first + i;
		if (find_kind(record)->read(&cell, err) < 0)
			return -1;
	}
	if (cells_are_too_long(cells))
		return err_set(
			err, "line %u has more than %d MB of text", span.row + 1, ROW_BYTES >> 20);
	return 0;
}
