#include "base/csv.h"

#include <csv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

struct reading {
	struct csv_rows *rows;
	struct csv_row row; /* the one being filled */
	size_t capacity;
	size_t start;  /* line where the row began; libcsv reports a field when it ends */
	bool is_ended; /* the next line begins a row */
	const char *fault;
};

/* libcsv strips blanks around fields unless nothing is one. */
static int no_blank(unsigned char c)
{
	(void)c;
	return 0;
}

static void on_field(void *text, size_t n, void *context)
{
	struct reading *reading = context;

	reading->row.cells = mem_grow(
		reading->row.cells, reading->row.n, &reading->capacity, sizeof *reading->row.cells);
	reading->row.cells[reading->row.n++] = arena_text(&reading->rows->arena, text, n);
}

static void on_row(int c, void *context)
{
	struct reading *reading = context;
	struct csv_rows *rows = reading->rows;
	size_t size = reading->row.n * sizeof *reading->row.cells;
	char **cells;

	(void)c;
	reading->is_ended = true;
	if (!reading->row.n)
		return;
	cells = arena_alloc(&rows->arena, size);
	memcpy(cells, reading->row.cells, size);
	rows->rows = mem_grow(rows->rows, rows->n, &rows->capacity, sizeof *rows->rows);
	rows->rows[rows->n++] =
		(struct csv_row){.line = reading->start, .n = reading->row.n, .cells = cells};
	reading->row.n = 0;
}

static bool is_blank(const char *line, size_t n)
{
	return n == 0 || line[0] == '\n' || (n > 1 && line[0] == '\r' && line[1] == '\n');
}

static int fail(struct reading *reading, size_t line, const char *fault)
{
	reading->start = line;
	reading->fault = fault;
	return -1;
}

/* Line by line, so that a row knows where it starts. A NUL would end its cell. */
static int parse_lines(struct csv_parser *parser, struct reading *reading, const char *text,
	size_t n, size_t *line)
{
	static const char QUOTES[] = "irregular quotes";

	for (size_t i = 0; i < n; ++*line) {
		const char *end = memchr(text + i, '\n', n - i);
		size_t length = end ? (size_t)(end - text) + 1 - i : n - i;

		if (reading->is_ended)
			reading->start = *line;
		reading->is_ended = false;
		if (memchr(text + i, '\0', length))
			return fail(reading, *line, "a NUL character");
		if (csv_parse(parser, text + i, length, on_field, on_row, reading) != length)
			return fail(reading, reading->start, QUOTES);
		if (reading->start == *line && is_blank(text + i, length))
			reading->is_ended = true;
		i += length;
	}
	if (csv_fini(parser, on_field, on_row, reading))
		return fail(reading, reading->start, QUOTES);
	return 0;
}

struct csv_rows *csv_rows_parse_from(const char *text, size_t n, size_t line, struct err *err)
{
	struct reading reading = {.rows = mem_zalloc(sizeof *reading.rows), .is_ended = true};
	struct csv_parser parser;
	int status;

	if (line == 1 && n >= 3 && !memcmp(text, "\xef\xbb\xbf", 3)) {
		text += 3;
		n -= 3;
	}
	csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_space_func(&parser, no_blank);
	status = parse_lines(&parser, &reading, text, n, &line);
	csv_free(&parser);
	free(reading.row.cells);
	if (status == 0)
		return reading.rows;
	err_set(err, "line %zu: %s", reading.start, reading.fault);
	csv_rows_free(reading.rows);
	return NULL;
}

struct csv_rows *csv_rows_parse(const char *text, size_t n, struct err *err)
{
	return csv_rows_parse_from(text, n, 1, err);
}

struct csv_rows *csv_rows_read(const char *path, struct err *err)
{
	struct buf bytes = {0};
	struct csv_rows *rows;

	if (file_read(path, &bytes, err) < 0)
		return NULL;
	rows = csv_rows_of(path, buf_text(&bytes), bytes.len, err);
	buf_release(&bytes);
	return rows;
}

struct csv_rows *csv_rows_of(const char *path, const char *bytes, size_t n, struct err *err)
{
	struct csv_rows *rows = NULL;

	if (text_valid(bytes, n) < n)
		err_set(err, "'%s' is not UTF-8 (GBK becomes it by: iconv -f GB18030 -t UTF-8)",
			path);
	else if (!(rows = csv_rows_parse(bytes, n, err)))
		err_prefix(err, "'%s'", path);
	return rows;
}

void csv_rows_free(struct csv_rows *rows)
{
	if (!rows)
		return;
	free(rows->rows);
	arena_release(&rows->arena);
	free(rows);
}

size_t csv_column(const struct csv_rows *rows, const char *name)
{
	for (size_t i = 0; rows->n && i < rows->rows[0].n; i++)
		if (!strcmp(rows->rows[0].cells[i], name))
			return i;
	return SIZE_MAX;
}

const char *csv_cell(const struct csv_rows *rows, size_t row, size_t column)
{
	return column < rows->rows[row].n ? rows->rows[row].cells[column] : "";
}

/* Long texts are looked through by whole words of the machine, once for each character. */
static bool has_special(const char *text, size_t n, char delimiter)
{
	enum { LONG = 24 };

	if (n >= LONG)
		return memchr(text, delimiter, n) || memchr(text, '"', n) ||
		       memchr(text, '\n', n) || memchr(text, '\r', n);
	for (size_t i = 0; i < n; i++)
		if (text[i] == delimiter || text[i] == '"' || text[i] == '\n' || text[i] == '\r')
			return true;
	return false;
}

static bool needs_quotes(const char *text, size_t n, char delimiter)
{
	if (!n)
		return false;
	if (text[0] == ' ' || text[0] == '\t' || text[n - 1] == ' ' || text[n - 1] == '\t')
		return true;
	return has_special(text, n, delimiter);
}

void csv_write_field(struct buf *out, const char *text, size_t n, char delimiter)
{
	if (!needs_quotes(text, n, delimiter)) {
		buf_add(out, text, n);
		return;
	}
	buf_reserve(out, n * 2 + 2);
	out->len += csv_write2(out->data + out->len, n * 2 + 2, text, n, '"');
	out->data[out->len] = '\0';
}
