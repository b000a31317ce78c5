/* An old workbook out of lines of cells with tabs between, on the standard input. Usage:
 *	xls-book 5|8 [STREAM] <rows.tsv >book.xls
 * "=45931" is a date, "#12" a number, the rest text: for 8 UTF-8, for 5 bytes of GBK. A line
 * "^2 4 0 0" is no row: lines 3 to 5 of the first column are merged. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "tests/unit/oled.h"

enum { PLAIN, DATE };

static unsigned number_of(int version)
{
	return version == 8 ? 0x0600 : 0x0500;
}

static void put_text(struct buf *out, int version, unsigned row, unsigned column, const char *text)
{
	struct buf value = {0};
	size_t n = strlen(text);
	uint32_t code;

	put_number(&value, version == 8 ? text_count(text, n) : n, 2);
	if (version == 8)
		put_number(&value, 1, 1);
	for (size_t i = 0; i < n && version == 8;) {
		i += text_decode(text + i, n - i, &code);
		put_number(&value, code, 2);
	}
	if (version == 5)
		buf_add_text(&value, text);
	put_cell(out, 0x0204, row, column, PLAIN, value.data, value.len);
	buf_release(&value);
}

static void put_value(struct buf *out, int version, unsigned row, unsigned column, const char *text)
{
	double number;

	if (*text != '=' && *text != '#') {
		put_text(out, version, row, column, text);
		return;
	}
	number = strtod(text + 1, NULL);
	put_cell(out, 0x0203, row, column, *text == '=' ? DATE : PLAIN, &number, sizeof number);
}

static void put_merged(struct buf *out, char *numbers)
{
	struct buf range = {0};

	put_number(&range, 1, 2);
	for (int i = 0; i < 4; i++)
		put_number(&range, strtoul(numbers, &numbers, 10), 2);
	put_record(out, 0x00e5, range.data, range.len);
	buf_release(&range);
}

static void put_rows(struct buf *out, int version)
{
	char line[4096];

	for (unsigned row = 0; fgets(line, sizeof line, stdin); row++) {
		char *rest = line;
		unsigned column = 0;

		line[strcspn(line, "\n")] = '\0';
		if (*line == '^') {
			put_merged(out, line + 1);
			row--;
			continue;
		}
		for (char *text; (text = strsep(&rest, "\t")); column++)
			if (*text)
				put_value(out, version, row, column, text);
	}
}

static void put_globals(struct buf *out, int version)
{
	size_t sheet = 20 + 6 + 2 * 8 + (version == 8 ? 18 : 17) + 4;

	put_bof(out, number_of(version), 5);
	put_record(out, 0x0042, "\xa8\3", 2);
	put_record(out, 0x00e0, "\0\0\0\0", 4);
	put_record(out, 0x00e0, "\0\0\x16\0", 4);
	put_number(out, 0x0085, 2);
	put_number(out, version == 8 ? 14 : 13, 2);
	put_number(out, sheet, 4);
	put_number(out, 0, 2);
	put_number(out, 6, 1);
	if (version == 8)
		put_number(out, 0, 1);
	buf_add_text(out, "tousu1");
	put_record(out, 0x000a, "", 0);
}

int main(int argc, char **argv)
{
	int version = argc > 1 ? atoi(argv[1]) : 0;
	const char *name = argc > 2 ? argv[2] : version == 8 ? "Workbook" : "Book";
	struct buf stream = {0}, file = {0};

	if (version != 5 && version != 8)
		return 2;
	put_globals(&stream, version);
	put_bof(&stream, number_of(version), 16);
	put_rows(&stream, version);
	put_record(&stream, 0x000a, "", 0);
	ole_bytes(&file, name, stream.data, stream.len);
	fwrite(file.data, 1, file.len, stdout);
	buf_release(&stream);
	buf_release(&file);
	return fflush(stdout) != 0;
}
