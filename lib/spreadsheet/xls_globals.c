#include "spreadsheet/xls_globals.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

enum { VERSION_8 = 0x0600, KIND_SHEET = 0x0010, MAX_SHEETS = 10000 };

static int on_password(
	struct xls_globals *globals, const struct xls_record *record, struct err *err)
{
	(void)globals, (void)record;
	return err_set(err, "the workbook is encrypted: save it without a password");
}

static int on_code_page(
	struct xls_globals *globals, const struct xls_record *record, struct err *err)
{
	(void)err;
	globals->code_page = xls_two(record->data);
	return 0;
}

static int on_date_mode(
	struct xls_globals *globals, const struct xls_record *record, struct err *err)
{
	(void)err;
	globals->is_1904 = xls_two(record->data) == 1;
	return 0;
}

static int on_format(struct xls_globals *globals, const struct xls_record *record, struct err *err)
{
	struct xls_texts *texts = &globals->texts;
	struct buf code = {0};
	int status = xls_text_read(
		texts, record, 2, texts->is_wide ? XLS_LENGTH_TWO : XLS_LENGTH_ONE, &code, err);

	if (status == 0)
		number_formats_add(&globals->formats, xls_two(record->data), buf_text(&code));
	buf_release(&code);
	return status;
}

static int on_style(struct xls_globals *globals, const struct xls_record *record, struct err *err)
{
	(void)err;
	styles_add(&globals->styles,
		number_formats_find(&globals->formats, xls_two(record->data + 2)));
	return 0;
}

static int on_shared(struct xls_globals *globals, const struct xls_record *record, struct err *err)
{
	return xls_shared_read(&globals->texts, record, &globals->shared, err);
}

static void add_sheet(struct xls_globals *globals, char *name, bool is_hidden, size_t at)
{
	globals->sheets =
		mem_grow(globals->sheets, globals->n, &globals->capacity, sizeof *globals->sheets);
	globals->sheets[globals->n++] = (struct xls_place){name, is_hidden, at};
}

/* Worksheets only; charts and macros hold no rows. */
static int on_sheet(struct xls_globals *globals, const struct xls_record *record, struct err *err)
{
	struct buf name = {0};

	if (record->data[5] != 0)
		return 0;
	if (globals->n == MAX_SHEETS)
		return err_set(err, "the workbook has more than %d sheets", MAX_SHEETS);
	if (xls_text_read(&globals->texts, record, 6, XLS_LENGTH_ONE, &name, err) < 0) {
		buf_release(&name);
		return -1;
	}
	add_sheet(globals, buf_take(&name), (record->data[4] & 3) != 0, xls_four(record->data));
	return 0;
}

/* In turn: all of the first before any of the next. */
static const struct global {
	int turn;
	unsigned type;
	size_t least; /* bytes */
	int (*take)(struct xls_globals *globals, const struct xls_record *record, struct err *err);
} GLOBALS[] = {
	{0, XLS_FILEPASS, 0, on_password},
	{0, XLS_CODEPAGE, 2, on_code_page},
	{0, XLS_DATEMODE, 2, on_date_mode},
	{1, XLS_FORMAT, 2, on_format},
	{1, XLS_SST, 8, on_shared},
	{1, XLS_BOUNDSHEET, 6, on_sheet},
	{2, XLS_XF, 4, on_style},
};
enum { N_TURNS = 3 };

static const struct global *find_global(const struct xls_record *record, int turn)
{
	for (size_t i = 0; i < sizeof GLOBALS / sizeof *GLOBALS; i++)
		if (GLOBALS[i].type == record->type && GLOBALS[i].turn == turn)
			return &GLOBALS[i];
	return NULL;
}

/* From the first record to the EOF. */
static int read_turn(struct xls_globals *globals, int turn, struct err *err)
{
	struct xls_record record;

	for (size_t at = 0; xls_record_at(&globals->texts.stream, at, &record); at = record.next) {
		const struct global *global = find_global(&record, turn);

		if (record.type == XLS_EOF)
			return 0;
		if (!global)
			continue;
		if (record.n < global->least)
			return err_set(err, "the workbook is damaged at byte %zu", at);
		if (global->take(globals, &record, err) < 0)
			return -1;
	}
	return err_set(err, "the workbook is cut off");
}

/* How iconv calls a code page; most by their number. */
static const struct {
	unsigned code_page;
	const char *name;
} CODE_PAGES[] = {
	{367, "CP1252"},
	{936, "GB18030"},
	{1361, "JOHAB"},
	{10000, "MACINTOSH"},
	{32768, "MACINTOSH"},
	{32769, "CP1252"},
	{65001, "UTF-8"},
};

static int find_decoder(struct xls_globals *globals, const char *encoding, struct err *err)
{
	struct encoding found = {0};

	if (encoding)
		snprintf(found.name, sizeof found.name, "%s", encoding);
	else if (globals->code_page)
		snprintf(found.name, sizeof found.name, "CP%u", globals->code_page);
	else
		return 0;
	for (size_t i = 0; !encoding && i < sizeof CODE_PAGES / sizeof *CODE_PAGES; i++)
		if (CODE_PAGES[i].code_page == globals->code_page)
			snprintf(found.name, sizeof found.name, "%s", CODE_PAGES[i].name);
	globals->texts.decoder = decoder_open(&found, err);
	return globals->texts.decoder ? 0 : -1;
}

int xls_globals_read(struct xls_globals *globals, const char *encoding, struct err *err)
{
	struct xls_texts *texts = &globals->texts;
	struct xls_record first;

	if (!xls_record_at(&texts->stream, 0, &first) || first.type != XLS_BOF || first.n < 4)
		return err_set(err, "the workbook is damaged at byte 0");
	texts->is_wide = xls_two(first.data) == VERSION_8;
	for (int turn = 0; turn < N_TURNS; turn++) {
		if (read_turn(globals, turn, err) < 0)
			return -1;
		if (turn == 0 && !texts->is_wide && find_decoder(globals, encoding, err) < 0)
			return -1;
	}
	if (xls_two(first.data + 2) == KIND_SHEET && !globals->n)
		add_sheet(globals, mem_text("Sheet1"), false, 0);
	return globals->n ? 0 : err_set(err, "the workbook has no worksheet");
}

void xls_globals_release(struct xls_globals *globals)
{
	for (size_t i = 0; i < globals->n; i++)
		free(globals->sheets[i].name);
	free(globals->sheets);
	number_formats_release(&globals->formats);
	styles_release(&globals->styles);
	shared_texts_release(&globals->shared);
	xls_texts_release(&globals->texts);
}
