#include "source/kind.h"

#include <string.h>

enum { HEAD = 4096 };

/* What a file is by its first bytes. Without a message it can be read. */
static const struct magic {
	const char *bytes;
	size_t n;
	const char *message;
	enum source_kind kind;
	size_t at;
} MAGICS[] = {
	{"PK\x03\x04", 4, NULL, SOURCE_XLSX},
	{"PK\x05\x06", 4, "is an empty zip archive"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, NULL, SOURCE_XLS},
	{"\x09\x08\x08\0", 4, NULL, SOURCE_XLS},
	{"\x09\x08\x10\0", 4, NULL, SOURCE_XLS},
	{"\x09\x00\x04\0", 4, "is a workbook of Excel 2: save it as .xlsx"},
	{"\x09\x02\x06\0", 4, "is a workbook of Excel 3: save it as .xlsx"},
	{"\x09\x04\x06\0", 4, "is a workbook of Excel 4: save it as .xlsx"},
	{"%PDF", 4, "is a PDF document, not a table"},
	{"\x1f\x8b", 2, "is compressed by gzip twice: unpack it first"},
	{"BZh", 3, "is compressed by bzip2: unpack it first"},
	{"\xfd"
	 "7zXZ",
		5, "is compressed by xz: unpack it first"},
	{"\x28\xb5\x2f\xfd", 4, "is compressed by zstd: unpack it first"},
	{"7z\xbc\xaf\x27\x1c", 6, "is a 7z archive: unpack it first"},
	{"Rar!", 4, "is a rar archive: unpack it first"},
	{"SQLite format 3", 15, "is a SQLite database, not an export"},
	{"\x89PNG", 4, "is a picture, not a table"},
	{"\xff\xd8\xff", 3, "is a picture, not a table"},
	{"\x7f"
	 "ELF",
		4, "is a program, not a table"},
	{"{\\rtf", 5, "is a rich text document: save the table as .xlsx or .csv"},
	{"MIME-Version:", 13, "is a web archive: save it as .xlsx"},
	{"GIF8", 4, "is a picture, not a table"},
	{"II*\0", 4, "is a picture, not a table"},
	{"MM\0*", 4, "is a picture, not a table"},
	{"\0\0\0\0\x36\0\0\0", 8, "is a picture, not a table", SOURCE_TEXT, 6}, /* .bmp */
	{"WEBP", 4, "is a picture, not a table", SOURCE_TEXT, 8},
	{"ustar", 5, "is a tar archive: unpack it first", SOURCE_TEXT, 257},
	{"PAR1", 4, "is a Parquet file: save the table as .csv"},
	{"%!PS", 4, "is a PostScript document, not a table"},
	{"Return-Path:", 12, "is a mail, not a table"},
	{"Received: from", 14, "is a mail, not a table"},
	{"MZ\x90\0", 4, "is a program, not a table"},
};

/* What a file of tags or braces is, by the first of them. */
static const struct {
	const char *start, *has; /* `has` must stand among the first bytes too */
	const char *message;
	enum source_kind kind;
} TAGS[] = {
	{"<?xml", "office:spreadsheet", NULL, SOURCE_XML},
	{"<?xml", "<html", NULL, SOURCE_HTML},
	{"<?xml", "", "is an XML document, not a table", SOURCE_XML},
	{"<workbook", "office:spreadsheet", NULL, SOURCE_XML},
	{"<!doctype html", "", NULL, SOURCE_HTML},
	{"<!--", "", NULL, SOURCE_HTML},
	{"<html", "", NULL, SOURCE_HTML},
	{"<head", "", NULL, SOURCE_HTML},
	{"<meta", "", NULL, SOURCE_HTML},
	{"<title", "", NULL, SOURCE_HTML},
	{"<style", "", NULL, SOURCE_HTML},
	{"<script", "", NULL, SOURCE_HTML},
	{"<body", "", NULL, SOURCE_HTML},
	{"<div", "", NULL, SOURCE_HTML},
	{"<center", "", NULL, SOURCE_HTML},
	{"<table", "", NULL, SOURCE_HTML},
	{"{\"", ":", "is a JSON document: save the table as .csv", SOURCE_TEXT},
	{"{\n", ":", "is a JSON document: save the table as .csv", SOURCE_TEXT},
	{"{\r", ":", "is a JSON document: save the table as .csv", SOURCE_TEXT},
	{"[{", ":", "is a JSON document: save the table as .csv", SOURCE_TEXT},
	{"[\n", "{", "is a JSON document: save the table as .csv", SOURCE_TEXT},
	{"[\r", "{", "is a JSON document: save the table as .csv", SOURCE_TEXT},
};

/* The first bytes without a byte-order mark and blanks in front, and without the NULs that UTF-16
 * has between its ASCII. */
static void squeeze(const char *head, size_t n, char *out)
{
	static const char *const MARKS[] = {"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"};
	size_t i = 0, length = 0;

	for (size_t k = 0; k < sizeof MARKS / sizeof *MARKS && !i; k++)
		if (n >= strlen(MARKS[k]) && !memcmp(head, MARKS[k], strlen(MARKS[k])))
			i = strlen(MARKS[k]);
	while (i < n && head[i] >= 0 && head[i] <= ' ')
		i++;
	for (; i < n; i++)
		if (head[i])
			out[length++] = head[i];
	out[length] = '\0';
}

static int find_tag(struct source *source, const char *head, const char *path, struct err *err)
{
	for (size_t i = 0; i < sizeof TAGS / sizeof *TAGS; i++) {
		if (strncasecmp(head, TAGS[i].start, strlen(TAGS[i].start)) != 0 ||
			!strcasestr(head, TAGS[i].has))
			continue;
		source->kind = TAGS[i].kind;
		return TAGS[i].message ? err_set(err, "'%s' %s", path, TAGS[i].message) : 0;
	}
	return 0;
}

int kind_find(struct source *source, const char *path, struct err *err)
{
	char head[HEAD], tags[HEAD + 1];
	int64_t n = source_read(source, 0, head, sizeof head, err);

	if (n < 0)
		return err_prefix(err, "'%s'", path);
	for (size_t i = 0; i < sizeof MAGICS / sizeof *MAGICS; i++) {
		const struct magic *magic = &MAGICS[i];

		if ((size_t)n < magic->at + magic->n ||
			memcmp(head + magic->at, magic->bytes, magic->n) != 0)
			continue;
		source->kind = magic->kind;
		return magic->message ? err_set(err, "'%s' %s", path, magic->message) : 0;
	}
	squeeze(head, (size_t)n, tags);
	return find_tag(source, tags, path, err);
}
