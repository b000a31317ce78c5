#include "input/rows.h"

#include <stdlib.h>
#include <string.h>

#include "input/rows_inner.h"
#include "source/charset.h"
#include "spreadsheet/html.h"
#include "spreadsheet/spreadsheetml.h"

char rows_delimiter(const char *word)
{
	if (!strcmp(word, "tab") || !strcmp(word, "\\t"))
		return '\t';
	return word[0] > 0 && word[0] != '"' && word[0] != '\n' && !word[1] ? word[0] : '\0';
}

static int choose_delimiter(struct rows *rows, const char *wanted, struct err *err)
{
	char *sample = mem_alloc(BLOCK / 4);
	int64_t n = source_read(&rows->source, rows->encoding.bom, sample, BLOCK / 4, err);

	if (n >= 0)
		rows->scan.delimiter = wanted ? rows_delimiter(wanted)
					      : scan_delimiter(sample, (size_t)n, n < BLOCK / 4);
	rows->regular.delimiter = rows->scan.delimiter;
	free(sample);
	return n < 0 ? -1 : 0;
}

static int open_text(struct rows *rows, const struct rows_choice *choice, struct err *err)
{
	const char *wanted = choice->encoding;

	if (!wanted && choice->is_canonical && rows->source.is_utf8)
		wanted = "UTF-8";
	if (encoding_find(&rows->encoding, &rows->source, wanted, err) < 0)
		return -1;
	if (rows->encoding.is_utf16 && encoding_to_utf8(&rows->source, &rows->encoding, err) < 0)
		return -1;
	rows->decoder = decoder_open(&rows->encoding, err);
	if (!rows->decoder)
		return -1;
	return choose_delimiter(rows, choice->delimiter, err);
}

/* Tables in tags: pages are decoded as they are read, XML is made UTF-8 before. */
static int open_tags(struct rows *rows, const struct rows_choice *choice, struct err *err)
{
	struct source *source = &rows->source;
	struct encoding *encoding = &rows->encoding;
	bool is_page = source->kind == SOURCE_HTML;
	bool is_utf8;

	if (charset_find(encoding, source, choice->encoding, err) < 0)
		return -1;
	is_utf8 = !strcasecmp(encoding->name, "UTF-8");
	if ((encoding->is_utf16 || (!is_page && !is_utf8)) &&
		encoding_to_utf8(source, encoding, err) < 0)
		return -1;
	if (is_page)
		rows->book = html_open(source, encoding, err);
	else
		rows->book = spreadsheetml_open(source, is_utf8 ? encoding->bom : 0, err);
	return rows->book ? 0 : -1;
}

static int open_kind(
	struct rows *rows, const char *path, const struct rows_choice *choice, struct err *err)
{
	switch (rows->source.kind) {
	case SOURCE_TEXT:
		return open_text(rows, choice, err) < 0 ? err_prefix(err, "'%s'", path) : 0;
	case SOURCE_HTML:
	case SOURCE_XML:
		return open_tags(rows, choice, err) < 0 ? err_prefix(err, "'%s'", path) : 0;
	case SOURCE_XLSX:
		rows->book = xlsx_open(rows->source.fd, path, err);
		break;
	case SOURCE_XLS:
		rows->book = xls_open(rows->source.fd, path, choice->encoding, err);
		break;
	}
	return rows->book ? 0 : -1;
}

struct rows *rows_open(const char *path, const struct rows_choice *choice, struct err *err)
{
	struct rows *rows = mem_zalloc(sizeof *rows);

	if (source_open(&rows->source, path, err) < 0) {
		free(rows);
		return NULL;
	}
	if (open_kind(rows, path, choice, err) == 0)
		return rows;
	rows_close(rows);
	return NULL;
}

void rows_close(struct rows *rows)
{
	if (!rows)
		return;
	decoder_close(rows->decoder);
	book_in_close(rows->book);
	source_close(&rows->source);
	regular_release(&rows->regular);
	free(rows->window);
	free(rows->cells);
	free(rows);
}

bool rows_is_text(const struct rows *rows)
{
	return !rows->book;
}

const char *rows_kind(const struct rows *rows)
{
	if (rows->book)
		return book_in_kind(rows->book);
	return rows->scan.delimiter == '\t' ? "tsv" : "csv";
}

const char *rows_encoding(const struct rows *rows)
{
	return rows->encoding.name;
}

double rows_confidence(const struct rows *rows)
{
	return rows->encoding.confidence > 0 ? rows->encoding.confidence : 0;
}

uint64_t rows_twice(const struct rows *rows)
{
	return rows->encoding.n_twice;
}

uint64_t rows_odd(const struct rows *rows)
{
	return rows->encoding.n_odd;
}

int rows_sha256(const struct rows *rows, char out[DIGEST_TEXT], struct err *err)
{
	return hasher_finish(rows->source.hasher, out, err);
}

size_t rows_sheets(const struct rows *rows)
{
	return rows->book ? book_in_sheets(rows->book) : 1;
}

const char *rows_sheet(const struct rows *rows, size_t sheet)
{
	return rows->book ? book_in_name(rows->book, sheet) : "";
}

bool rows_is_hidden(const struct rows *rows, size_t sheet)
{
	return rows->book && book_in_hidden(rows->book, sheet);
}

bool rows_is_1904(const struct rows *rows)
{
	return rows->book && book_in_is_1904(rows->book);
}
