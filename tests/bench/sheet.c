/* sheet rows|parse BOOK.xlsx: reads every row of every sheet as kesu does; or only inflates the
 * parts that it needs and runs expat over them, which no reader can do without. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <expat.h>
#include <fcntl.h>
#include <unistd.h>

#include "spreadsheet/sheet.h"
#include "zip/archive.h"

enum { PIECE = 64 << 10 };

static int fail(const char *what, const struct err *err)
{
	fprintf(stderr, "sheet: %s: %s\n", what, err->text);
	return 1;
}

/* --- as kesu does --- */

static int read_rows(int fd, const char *path)
{
	struct err err;
	struct book_in *book = xlsx_open(fd, path, &err);
	struct sheet_row row;
	unsigned long long n = 0, cells = 0, bytes = 0;
	int status = book ? 0 : -1;

	for (size_t i = 0; status == 0 && i < book_in_sheets(book); i++) {
		status = book_in_start(book, i, &err);
		while (status == 0 && (status = book_in_row(book, &row, &err)) > 0) {
			n++;
			for (size_t k = 0; k < row.n; k++) {
				cells += row.cells[k].text.n > 0;
				bytes += row.cells[k].text.n;
			}
			status = 0;
		}
	}
	book_in_close(book);
	if (status < 0)
		return fail(path, &err);
	printf("%llu rows, %llu cells, %llu bytes\n", n, cells, bytes);
	return 0;
}

/* --- what it cannot do without --- */

static unsigned long long n_elements, n_bytes;

static void on_start(void *context, const char *name, const char **attributes)
{
	(void)context, (void)name, (void)attributes;
	n_elements++;
}

static void on_end(void *context, const char *name)
{
	(void)context, (void)name;
}

static void on_text(void *context, const char *text, int n)
{
	(void)context, (void)text;
	n_bytes += (unsigned long long)n;
}

static int parse_member(struct archive *archive, const char *name, struct err *err)
{
	struct member *member = member_open(archive, name, UINT64_MAX, err);
	XML_Parser parser = XML_ParserCreate(NULL);
	ssize_t n = member ? 1 : -1;

	XML_SetElementHandler(parser, on_start, on_end);
	XML_SetCharacterDataHandler(parser, on_text);
	while (n > 0) {
		n = member_read(member, XML_GetBuffer(parser, PIECE), PIECE, err);
		if (n >= 0 && XML_ParseBuffer(parser, (int)n, n == 0) != XML_STATUS_OK)
			n = err_set(err, "its XML is damaged");
	}
	member_close(member);
	XML_ParserFree(parser);
	return n < 0 ? -1 : 0;
}

static int parse_only(int fd, const char *path)
{
	static const char *const PARTS[] = {"xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"};
	struct err err;
	struct archive *archive = archive_open(fd, &err);
	int status = archive ? 0 : -1;

	for (size_t i = 0; i < 2 && status == 0; i++)
		if (archive_has(archive, PARTS[i]))
			status = parse_member(archive, PARTS[i], &err);
	archive_close(archive);
	if (status < 0)
		return fail(path, &err);
	printf("%llu elements, %llu bytes\n", n_elements, n_bytes);
	return 0;
}

int main(int argc, char **argv)
{
	int fd = argc == 3 ? open(argv[2], O_RDONLY) : -1;
	int status;

	if (fd < 0 || (strcmp(argv[1], "rows") != 0 && strcmp(argv[1], "parse") != 0)) {
		fprintf(stderr, "usage: %s rows|parse BOOK.xlsx\n", argv[0]);
		return 2;
	}
	status = *argv[1] == 'r' ? read_rows(fd, argv[2]) : parse_only(fd, argv[2]);
	close(fd);
	return status;
}
