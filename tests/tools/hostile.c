/* hostile KIND SIZE FILE: writes a file that was made to break its reader. SIZE counts megabytes,
 * rows or columns, as the kind says. Nothing of SIZE is held in memory. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "base/buf.h"
#include "base/mem.h"

enum { PIECE = 1 << 20 };

/* --- text, deflated or not --- */

struct sink {
	FILE *file;
	z_stream z;
	bool is_deflated;
	uint32_t sum;
	uint64_t n_in, n_out;
};

static void check(bool is_good)
{
	if (is_good)
		return;
	perror("hostile");
	exit(1);
}

static void put(struct sink *sink, const void *bytes, size_t n, int flush)
{
	static unsigned char out[PIECE];

	sink->sum = (uint32_t)crc32(sink->sum, bytes, (uInt)n);
	sink->n_in += n;
	if (!sink->is_deflated) {
		check(fwrite(bytes, 1, n, sink->file) == n);
		return;
	}
	sink->z.next_in = (Bytef *)bytes;
	sink->z.avail_in = (uInt)n;
	do {
		sink->z.next_out = out;
		sink->z.avail_out = PIECE;
		deflate(&sink->z, flush);
		sink->n_out += PIECE - sink->z.avail_out;
		check(fwrite(out, 1, PIECE - sink->z.avail_out, sink->file) ==
			PIECE - sink->z.avail_out);
	} while (!sink->z.avail_out);
}

static void put_text(struct sink *sink, const char *text)
{
	put(sink, text, strlen(text), Z_NO_FLUSH);
}

static void put_many(struct sink *sink, const char *text, uint64_t times)
{
	struct buf piece = {0};
	uint64_t in_piece;

	while (piece.len < PIECE / 2)
		buf_add_text(&piece, text);
	in_piece = piece.len / strlen(text);
	for (; times >= in_piece; times -= in_piece)
		put(sink, piece.data, piece.len, Z_NO_FLUSH);
	put(sink, piece.data, times * strlen(text), Z_NO_FLUSH);
	buf_release(&piece);
}

static void put_megabytes(struct sink *sink, const char *text, uint64_t n)
{
	put_many(sink, text, (n << 20) / strlen(text));
}

static void begin_deflate(struct sink *sink, int window)
{
	sink->is_deflated = true;
	check(deflateInit2(&sink->z, 1, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) == Z_OK);
}

static void end_deflate(struct sink *sink)
{
	put(sink, "", 0, Z_FINISH);
	deflateEnd(&sink->z);
	sink->is_deflated = false;
}

/* --- workbooks --- */

struct book {
	struct sink sink;
	struct buf directory;
	unsigned n;
};

static void put_number(struct buf *out, uint64_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_add_char(out, (char)(value >> (8 * i)));
}

static void put_sizes(struct buf *out, const struct sink *sink, const char *name)
{
	put_number(out, 20, 2);
	put_number(out, 0, 2);
	put_number(out, 8, 2); /* deflated */
	put_number(out, 0, 4);
	put_number(out, sink->sum, 4);
	put_number(out, sink->n_out, 4);
	put_number(out, sink->n_in, 4);
	put_number(out, strlen(name), 2);
	put_number(out, 0, 2);
}

/* One part: `fill` writes its bytes; what the archive says of their number is `lie` times that. */
static void put_part(struct book *book, const char *name,
	void (*fill)(struct sink *sink, uint64_t size), uint64_t size, uint64_t lie)
{
	struct sink *sink = &book->sink;
	long at = ftell(sink->file);
	struct buf head = {0};

	fseek(sink->file, at + 30 + (long)strlen(name), SEEK_SET);
	sink->sum = 0;
	sink->n_in = sink->n_out = 0;
	begin_deflate(sink, -15);
	fill(sink, size);
	end_deflate(sink);
	sink->n_in *= lie;
	buf_add(&head, "PK\3\4", 4);
	put_sizes(&head, sink, name);
	buf_add_text(&head, name);
	fseek(sink->file, at, SEEK_SET);
	check(fwrite(head.data, 1, head.len, sink->file) == head.len);
	fseek(sink->file, 0, SEEK_END);
	buf_release(&head);
	buf_add(&book->directory, "PK\1\2\24\0", 6);
	put_sizes(&book->directory, sink, name);
	put_number(&book->directory, 0, 10);
	put_number(&book->directory, (uint64_t)at, 4);
	buf_add_text(&book->directory, name);
	book->n++;
}

static void end_book(struct book *book)
{
	long at = ftell(book->sink.file);
	struct buf *out = &book->directory;
	size_t n = out->len;

	buf_add(out, "PK\5\6\0\0\0\0", 8);
	put_number(out, book->n, 2);
	put_number(out, book->n, 2);
	put_number(out, n, 4);
	put_number(out, (uint64_t)at, 4);
	put_number(out, 0, 2);
	check(fwrite(out->data, 1, out->len, book->sink.file) == out->len);
	buf_release(out);
}

#define LINK(id, type, target) "<Relationship Id='" id "' Type='/" type "' Target='" target "'/>"

static void fill_root(struct sink *sink, uint64_t size)
{
	(void)size;
	put_text(
		sink, "<Relationships>" LINK("r", "officeDocument", "xl/w.xml") "</Relationships>");
}

static void fill_book(struct sink *sink, uint64_t size)
{
	(void)size;
	put_text(sink, "<workbook><sheets><sheet name='S' id='r1'/></sheets></workbook>");
}

static void fill_links(struct sink *sink, uint64_t size)
{
	(void)size;
	put_text(sink, "<Relationships>" LINK("r1", "worksheet", "s.xml")
			       LINK("r2", "sharedStrings", "t.xml") "</Relationships>");
}

/* --- sheets and texts --- */

#define HEAD_ROW                                                                                   \
	"<row><c t='str'><v>complaint_id</v></c><c t='str'><v>received_at</v></c>"                 \
	"<c t='str'><v>text</v></c></row>"
#define CELLS "<c><v>1</v></c><c t='str'><v>2026-10-01</v></c>"
#define SHEET "<worksheet><dimension ref='A1:XFD1048576'/><sheetData>" HEAD_ROW
#define END   "</sheetData></worksheet>"

static void fill_small(struct sink *sink, uint64_t size)
{
	(void)size;
	put_text(sink, SHEET "<row>" CELLS "<c t='s'><v>0</v></c></row>" END);
}

static void fill_blanks(struct sink *sink, uint64_t size)
{
	put_text(sink, SHEET);
	put_megabytes(sink, " ", size);
	put_text(sink, END);
}

static void fill_cell(struct sink *sink, uint64_t size)
{
	put_text(sink, SHEET "<row>" CELLS "<c t='str'><v>");
	put_megabytes(sink, "slow broken 0123456789 ", size);
	put_text(sink, "</v></c></row>" END);
}

static void fill_tag(struct sink *sink, uint64_t size)
{
	put_text(sink, SHEET "<row r='");
	put_megabytes(sink, "1234567890 abcdefghijk ", size);
	put_text(sink, "'/>" END);
}

static void fill_rows(struct sink *sink, uint64_t size)
{
	put_text(sink, SHEET);
	put_many(sink, "<row>" CELLS "</row>", size);
	put_text(sink, END);
}

static void fill_blank_rows(struct sink *sink, uint64_t size)
{
	put_text(sink, SHEET "<row>" CELLS "</row>");
	put_many(sink, "<row/>", size - 2);
	put_text(sink, END);
}

static void fill_columns(struct sink *sink, uint64_t size)
{
	put_text(sink, SHEET "<row>");
	put_many(sink, "<c><v>1</v></c>", size);
	put_text(sink, "</row>" END);
}

static void fill_nested(struct sink *sink, uint64_t size)
{
	put_text(sink, SHEET);
	put_many(sink, "<row>", size);
}

/* Every row says one shared text a thousand times. */
static void fill_references(struct sink *sink, uint64_t size)
{
	(void)size;
	put_text(sink, SHEET "<row>" CELLS);
	put_many(sink, "<c t='s'><v>0</v></c>", 1000);
	put_text(sink, "</row>" END);
}

static void fill_doctype(struct sink *sink, uint64_t size)
{
	put_text(sink, "<!DOCTYPE x [<!ENTITY a '");
	put_megabytes(sink, "ha", size);
	put_text(sink, "'>]>" SHEET "<row>" CELLS "<c t='str'><v>&a;&a;</v></c></row>" END);
}

static void fill_text(struct sink *sink, uint64_t size)
{
	put_text(sink, "<sst count='4294967295' uniqueCount='1'><si><t>");
	put_megabytes(sink, "slow broken 0123456789 ", size);
	put_text(sink, "</t></si></sst>");
}

static void fill_texts(struct sink *sink, uint64_t size)
{
	put_text(sink, "<sst>");
	put_megabytes(sink, "<si/><si><t>ab</t></si>", size);
	put_text(sink, "</sst>");
}

/* --- files that are no workbook --- */

#define CSV_HEAD "complaint_id,received_at,text\n"

static void write_line(struct sink *sink, uint64_t size)
{
	put_text(sink, CSV_HEAD "1,2026-10-01,slow\n2,2026-10-01,");
	put_megabytes(sink, "slow broken 0123456789 ", size);
	put_text(sink, "\n3,2026-10-01,broken\n");
}

static void write_quote(struct sink *sink, uint64_t size)
{
	put_text(sink, CSV_HEAD "1,2026-10-01,\"slow\n");
	put_megabytes(sink, "2,2026-10-01,broken\n", size);
}

static void write_quotes(struct sink *sink, uint64_t size)
{
	put_text(sink, CSV_HEAD);
	put_megabytes(sink, "2,2026-10-01,\"broken\n", size);
}

static void write_columns(struct sink *sink, uint64_t size)
{
	put_text(sink, "complaint_id,received_at");
	put_many(sink, ",x", size);
	put_text(sink, "\n1,2026-10-01");
	put_many(sink, ",1", size);
	put_text(sink, "\n");
}

static void write_gzip(struct sink *sink, uint64_t size)
{
	begin_deflate(sink, 15 + 16);
	put_text(sink, CSV_HEAD);
	put_megabytes(sink, "\n", size);
	end_deflate(sink);
}

static void write_page(struct sink *sink, uint64_t size)
{
	put_text(sink,
		"<table><tr><th>complaint_id<th>received_at<th>text<tr><td colspan=4294967297 "
		"rowspan=99999999999>1<td>2026-10-01<td>");
	put_megabytes(sink, "slow broken 0123456789 ", size);
	put_text(sink, "</table>");
}

static void write_xml(struct sink *sink, uint64_t size)
{
	put_text(sink, "<?xml version='1.0'?><Workbook x='office:spreadsheet'><Worksheet><Table>"
		       "<Row Index='4294967297' Span='99999999999'><Cell Index='99999999999'>");
	put_megabytes(sink, "<Data>1</Data>", size);
}

static const struct kind {
	const char *name;
	void (*write)(struct sink *sink, uint64_t size); /* or of a workbook: */
	void (*sheet)(struct sink *sink, uint64_t size);
	void (*texts)(struct sink *sink, uint64_t size);
	uint64_t lie;
} KINDS[] = {
	{"line", write_line, NULL, NULL, 1},           /* MB in one line */
	{"quote", write_quote, NULL, NULL, 1},         /* MB behind a quote never closed */
	{"quotes", write_quotes, NULL, NULL, 1},       /* MB of rows with one each */
	{"columns", write_columns, NULL, NULL, 1},     /* columns */
	{"gzip", write_gzip, NULL, NULL, 1},           /* MB unpacked */
	{"page", write_page, NULL, NULL, 1},           /* MB of a cell */
	{"xml", write_xml, NULL, NULL, 1},             /* MB */
	{"xlsx-blanks", NULL, fill_blanks, NULL, 1},   /* MB unpacked */
	{"xlsx-cell", NULL, fill_cell, NULL, 1},       /* MB */
	{"xlsx-tag", NULL, fill_tag, NULL, 1},         /* MB */
	{"xlsx-rows", NULL, fill_blank_rows, NULL, 1}, /* rows */
	{"xlsx-columns", NULL, fill_columns, NULL, 1}, /* columns */
	{"xlsx-nested", NULL, fill_nested, NULL, 1},   /* elements */
	{"xlsx-doctype", NULL, fill_doctype, NULL, 1}, /* MB of an entity */
	{"xlsx-references", NULL, fill_references, fill_text, 1}, /* MB of the text */
	{"xlsx-text", NULL, fill_small, fill_text, 1},            /* MB of the text */
	{"xlsx-texts", NULL, fill_small, fill_texts, 1},          /* MB of texts of two bytes */
	{"xlsx-less", NULL, fill_rows, NULL, 0},                  /* rows; says: no bytes */
	{"xlsx-more", NULL, fill_rows, NULL, 1000},               /* rows; says: much more bytes */
};

static void write_book(const struct kind *kind, FILE *file, uint64_t size)
{
	struct book book = {.sink.file = file};

	put_part(&book, "_rels/.rels", fill_root, 0, 1);
	put_part(&book, "xl/w.xml", fill_book, 0, 1);
	put_part(&book, "xl/_rels/w.xml.rels", fill_links, 0, 1);
	put_part(&book, "xl/s.xml", kind->sheet, size, kind->lie);
	if (kind->texts)
		put_part(&book, "xl/t.xml", kind->texts, size, 1);
	end_book(&book);
}

int main(int argc, char **argv)
{
	for (size_t i = 0; argc == 4 && i < sizeof KINDS / sizeof *KINDS; i++) {
		const struct kind *kind = &KINDS[i];
		uint64_t size = strtoull(argv[2], NULL, 10);
		struct sink sink = {0};

		if (strcmp(argv[1], kind->name) != 0)
			continue;
		sink.file = fopen(argv[3], "wb");
		check(sink.file);
		if (kind->write)
			kind->write(&sink, size);
		else
			write_book(kind, sink.file, size);
		check(fclose(sink.file) == 0);
		return 0;
	}
	fprintf(stderr, "usage: hostile KIND SIZE FILE\n");
	return 2;
}
