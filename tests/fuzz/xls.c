/* Any bytes as an old workbook; bytes that are no OLE container are the stream of a sound one. */
#include <stdint.h>
#include <stdlib.h>

#include "spreadsheet/sheet.h"
#include "tests/unit/oled.h"

enum { MOST = 60000 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
const char *__lsan_default_suppressions(void);

/* libgsf loses entries of a damaged directory, some 100 bytes a file; they are all it allocates by
 * GLib that can leak. */
const char *__lsan_default_suppressions(void)
{
	return "leak:libglib";
}

static void read_book(int fd)
{
	struct err err;
	struct sheet_row row;
	struct book_in *book = xls_open(fd, "fuzz.xls", NULL, &err);
	uint64_t line = 0;

	for (size_t i = 0; book && i < book_in_sheets(book); i++, line = 0) {
		if (book_in_start(book, i, &err) < 0)
			continue;
		while (book_in_row(book, &row, &err) > 0) {
			if (row.line <= line)
				abort(); /* a sheet's lines rise */
			line = row.line;
		}
	}
	book_in_close(book);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	int fd;

	if (n > 1 && bytes[0] == 0xd0 && bytes[1] == 0xcf)
		fd = bytes_file(bytes, n);
	else
		fd = ole_file("Workbook", bytes, n < MOST ? n : MOST);
	if (fd < 0)
		return 0;
	read_book(fd);
	close(fd);
	return 0;
}
