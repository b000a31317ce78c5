/* Any bytes as a workbook; bytes that are no zip archive are the sheet of a sound one. */
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "spreadsheet/sheet.h"
#include "tests/unit/zipped.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static int wrapped_file(const uint8_t *bytes, size_t n)
{
	char *sheet = mem_text_n((const char *)bytes, n);
	const struct zipped files[] = {
		{"xl/workbook.xml",
			"<workbook><sheets><sheet name='a' id='r1'/></sheets></workbook>", false},
		{"xl/_rels/workbook.xml.rels",
			"<Relationships><Relationship Id='r1' Type='/worksheet' Target='s.xml'/>"
			"<Relationship Id='r2' Type='/styles' Target='t.xml'/>"
			"<Relationship Id='r3' Type='/sharedStrings' "
			"Target='u.xml'/></Relationships>",
			false},
		{"xl/t.xml",
			"<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf "
			"numFmtId='22'/>"
			"<xf numFmtId='46'/><xf numFmtId='20'/></cellXfs></styleSheet>",
			false},
		{"xl/u.xml", "<sst><si><t>one</t></si><si><t>_x000D_</t></si></sst>", false},
		{"xl/s.xml", sheet, false},
	};
	int fd = zipped_file(files, sizeof files / sizeof *files);

	free(sheet);
	return fd;
}

static void read_book(int fd)
{
	struct err err;
	struct sheet_row row;
	struct book_in *book = xlsx_open(fd, "fuzz.xlsx", &err);
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
	int fd = n > 1 && bytes[0] == 'P' && bytes[1] == 'K' ? bytes_file(bytes, n)
							     : wrapped_file(bytes, n);

	if (fd < 0)
		return 0;
	read_book(fd);
	close(fd);
	return 0;
}
