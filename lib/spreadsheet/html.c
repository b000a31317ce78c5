#include "spreadsheet/html.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "source/decode.h"
#include "spreadsheet/book.h"
#include "spreadsheet/cells.h"
#include "spreadsheet/html_scan.h"

enum {
	PAGE_LIMIT = 256 << 20, /* the page is held in memory */
	MAX_TABLES = 1000,
	MAX_DEPTH = 32, /* a table is read once more for each that it is in */
	MAX_SPAN = 1000,
};

/* Every table is a sheet; one within another is one of its own and no text of that other's cell. */
struct html {
	struct book_in base;
	struct buf page;
	uint64_t page_at; /* offset of its first byte in the file; UINT64_MAX: it was converted */
	struct decoder *decoder;
	size_t *tables; /* offsets of their tags in the page */
	size_t capacity;
	struct arena scratch;

	struct html_scan scan; /* of the open table */
	int depth;             /* of tables within it */
	uint64_t line;
	bool in_row, in_cell;
	bool has_row_ends; /* the page closes its rows, so that an open one at its end is cut */
	bool is_cut;
	size_t column, width; /* of the cell */
	const char *exact;    /* its number as Excel has it (x:num), beside the one that is shown */
	size_t n_exact;
	struct buf raw; /* its text, still encoded, blanks made one */
	size_t cell_at, bad_at;
	bool is_bad;
	bool has_too_many; /* merged cells */
	unsigned *spans;   /* by column: rows that a cell still fills, this one included */
	size_t n_spans;
	struct cells cells;
};

/* --- the page --- */

static int read_page(struct html *html, const struct source *source, struct err *err)
{
	enum { PIECE = 1 << 20 };
	uint64_t at = html->page_at == UINT64_MAX ? 0 : html->page_at;
	int64_t n;

	do {
		buf_reserve(&html->page, PIECE);
		n = source_read(source, at, html->page.data + html->page.len, PIECE, err);
		if (n < 0)
			return -1;
		html->page.len += (size_t)n;
		at += (uint64_t)n;
	} while (n > 0 && html->page.len <= PAGE_LIMIT);
	return n == 0 ? 0 : err_set(err, "it is larger than %d MB", PAGE_LIMIT >> 20);
}

static int list_tables(struct html *html, struct err *err)
{
	struct html_scan scan = {html->page.data, html->page.data + html->page.len, false};
	struct html_token token;
	size_t *n = &html->base.n;
	int depth = 0;

	while (html_next(&scan, &token)) {
		html->has_row_ends |= token.kind == HTML_CLOSE && html_is(&token, "tr");
		if (token.kind == HTML_TEXT || !html_is(&token, "table"))
			continue;
		if (token.kind == HTML_CLOSE) {
			depth -= depth > 0;
			continue;
		}
		if (*n == MAX_TABLES)
			return err_set(err, "it has more than %d tables", MAX_TABLES);
		if (++depth > MAX_DEPTH)
			return err_set(err, "its tables are nested too deep");
		html->tables = mem_grow(html->tables, *n, &html->capacity, sizeof *html->tables);
		html->tables[*n] = (size_t)(scan.p - html->page.data);
		book_in_add(&html->base, mem_format("table %zu", *n + 1), false);
	}
	return *n ? 0 : err_set(err, "it is a web page without a table");
}

/* --- cells --- */

static void add_blank(struct buf *raw)
{
	if (raw->len && raw->data[raw->len - 1] != ' ' && raw->data[raw->len - 1] != '\n')
		buf_add_char(raw, ' ');
}

static void add_text(struct buf *raw, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strchr(" \t\r\n\f", text[i] ? text[i] : ' '))
			add_blank(raw);
		else
			buf_add_char(raw, text[i]);
}

static void add_line(struct buf *raw)
{
	if (raw->len && raw->data[raw->len - 1] == ' ')
		raw->len--;
	buf_add_char(raw, '\n');
}

static void begin_row(struct html *html)
{
	html->in_row = true;
	html->is_bad = false;
	html->column = html->width = 0;
	html->line++;
	cells_clear(&html->cells);
}

/* A column that a cell of a row above does not fill. */
static void begin_cell(struct html *html, const struct html_token *token)
{
	unsigned rows = html_number(token, "rowspan", MAX_SPAN);

	html->column += html->width;
	while (html->column < html->n_spans && html->spans[html->column])
		html->column++;
	html->width = html_number(token, "colspan", MAX_SPAN);
	html->in_cell = true;
	html->exact = html_attribute(token, "x:num", &html->n_exact);
	html->cell_at = (size_t)(token->end - html->page.data) + 1;
	buf_clear(&html->raw);
	if (html->column + html->width > html->n_spans) {
		html->spans =
			mem_resize(html->spans, (html->column + html->width) * sizeof *html->spans);
		for (; html->n_spans < html->column + html->width; html->n_spans++)
			html->spans[html->n_spans] = 0;
	}
	for (size_t i = 0; i < html->width; i++)
		html->spans[html->column + i] = rows;
	html->has_too_many |=
		merged_add(&html->base.merged, html->line, html->line + rows - 1, html->column) < 0;
}

/* What is shown of a number may be 2.30512E+11, or #### in a narrow column. */
static void take_exact(struct html *html)
{
	struct buf *raw = &html->raw;

	if (!html->n_exact || !raw->len ||
		(raw->data[0] != '#' && !memmem(raw->data, raw->len, "E+", 2)))
		return;
	buf_clear(raw);
	buf_add(raw, html->exact, html->n_exact);
}

static void finish_cell(struct html *html)
{
	struct buf *raw = &html->raw;
	struct buf *text = &html->cells.text;
	size_t bad, start = text->len;
	struct span decoded;

	if (!html->in_cell)
		return;
	html->in_cell = false;
	while (raw->len && strchr(" \n", raw->data[raw->len - 1]))
		raw->len--;
	take_exact(html);
	if (!raw->len)
		return;
	decoded = decoder_text(html->decoder, &html->scratch, raw->data, raw->len, &bad);
	if (bad != SIZE_MAX && !html->is_bad) {
		html->is_bad = true;
		html->bad_at = html->cell_at;
	}
	html_unescape(decoded.text, decoded.n, text);
	arena_clear(&html->scratch);
	cells_reach(&html->cells, html->column)->kind = SHEET_TEXT;
	cells_take(&html->cells, html->column, start);
}

/* --- rows --- */

static void finish_row(struct html *html)
{
	finish_cell(html);
	html->in_row = false;
	for (size_t i = 0; i < html->n_spans; i++)
		html->spans[i] -= html->spans[i] > 0;
}

static bool is_one_of(const struct html_token *token, const char *const *names)
{
	for (; *names; names++)
		if (html_is(token, *names))
			return true;
	return false;
}

static void take_text(struct html *html, const struct html_token *token)
{
	static const char *const BLOCKS[] = {"p", "div", "li", NULL};

	if (!html->in_cell)
		return;
	if (token->kind == HTML_TEXT)
		add_text(&html->raw, token->text, token->n);
	else if (html_is(token, "br") || (is_one_of(token, BLOCKS) && html->raw.len &&
						 html->raw.data[html->raw.len - 1] != '\n'))
		add_line(&html->raw);
}

/* True when the token ends a row. The tag that begins the next one is read again. */
static bool take_token(struct html *html, const struct html_token *token, const char *start)
{
	static const char *const CELLS[] = {"td", "th", NULL};
	static const char *const ROWS[] = {"tr", "thead", "tbody", "tfoot", NULL};

	if (token->kind != HTML_TEXT && is_one_of(token, ROWS)) {
		if (html->in_row && token->kind == HTML_OPEN)
			html->scan.p = start;
		if (html->in_row)
			return true;
		if (token->kind == HTML_OPEN && html_is(token, "tr"))
			begin_row(html);
	} else if (token->kind != HTML_TEXT && is_one_of(token, CELLS)) {
		finish_cell(html);
		if (token->kind == HTML_CLOSE)
			return false;
		if (!html->in_row)
			begin_row(html);
		begin_cell(html, token);
	} else {
		take_text(html, token);
	}
	return false;
}

static bool is_too_large(const struct html *html)
{
	return html->column + html->width > SHEET_COLUMNS ||
	       html->cells.text.len + html->raw.len > ROW_BYTES;
}

/* True when there is a row, whole unless it is too large or cut. */
static bool read_row(struct html *html)
{
	const char *start = html->scan.p;
	struct html_token token;

	for (; html_next(&html->scan, &token); start = html->scan.p) {
		bool is_table = token.kind != HTML_TEXT && html_is(&token, "table");

		if (is_table)
			html->depth += token.kind == HTML_OPEN ? 1 : -1;
		if (html->depth < 0) {
			html->scan.p = html->scan.end;
			return html->in_row;
		}
		if (html->depth == 0 && !is_table && take_token(html, &token, start))
			return true;
		if (is_too_large(html))
			return true;
	}
	html->is_cut = html->scan.is_cut || (html->in_row && html->has_row_ends);
	return html->in_row;
}

static int start_table(struct book_in *base, size_t table, struct err *err)
{
	struct html *html = (struct html *)base;

	(void)err;
	merged_clear(&base->merged);
	html->scan = (struct html_scan){
		html->page.data + html->tables[table], html->page.data + html->page.len, false};
	html->depth = 0;
	html->line = 0;
	html->in_row = html->in_cell = html->is_cut = html->has_too_many = false;
	buf_clear(&html->raw);
	cells_clear(&html->cells);
	html->column = html->width = html->n_spans = 0;
	return 0;
}

static int next_row(struct book_in *base, struct sheet_row *row, struct err *err)
{
	struct html *html = (struct html *)base;
	bool has_row = read_row(html);

	if (is_too_large(html))
		return err_set(err, "row %llu has more than %d cells or %d MB",
			(unsigned long long)html->line, SHEET_COLUMNS, ROW_BYTES >> 20);
	if (html->has_too_many)
		return err_set(err, "it has too many merged cells");
	if (html->is_cut)
		return err_set(
			err, "the page is cut off in row %llu", (unsigned long long)html->line);
	if (!has_row)
		return 0;
	finish_row(html);
	cells_finish(&html->cells, html->line, row);
	row->is_bad = html->is_bad;
	row->bad_byte = html->page_at == UINT64_MAX ? 0 : html->page_at + html->bad_at;
	return 1;
}

static void release_html(struct book_in *base)
{
	struct html *html = (struct html *)base;

	decoder_close(html->decoder);
	arena_release(&html->scratch);
	buf_release(&html->page);
	buf_release(&html->raw);
	cells_release(&html->cells);
	free(html->tables);
	free(html->spans);
}

struct book_in *html_open(
	const struct source *source, const struct encoding *encoding, struct err *err)
{
	static const struct book_kind KIND = {"html", start_table, next_row, release_html};
	struct html *html = mem_zalloc(sizeof *html);

	html->base.kind = &KIND;
	html->page_at = encoding->is_utf16 ? UINT64_MAX : encoding->bom;
	html->decoder = decoder_open(encoding, err);
	if (html->decoder && read_page(html, source, err) == 0 && list_tables(html, err) == 0)
		return &html->base;
	book_in_close(&html->base);
	return NULL;
}
