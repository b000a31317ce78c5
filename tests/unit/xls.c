/* Reader of old workbooks: records of every kind, texts that go on in other records, code pages,
 * dates, and bytes that are no workbook. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <glob.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "spreadsheet/sheet.h"
#include "tests/unit/oled.h"

enum { BIFF5 = 0x0500, BIFF8 = 0x0600, BOOK = 5, SHEET = 16, CHART = 32 };

#define RECORD(out, type, bytes) put_record(out, type, bytes, sizeof bytes - 1)
#define CELL(out, type, row, column, style, bytes)                                                 \
	put_cell(out, type, row, column, style, bytes, sizeof bytes - 1)

/* What comes before the sheets: styles 0 General, 1 date, 2 Chinese date and time, 3 of 31. */
static void put_styles(struct buf *out)
{
	RECORD(out, 0x041e,
		"\xa4\0\x12\0\1y\0y\0y\0y\0\x74\x5e"
		"m\0\x08\x67"
		"d\0\xe5\x65 \0h\0:\0m\0m\0;\0@\0 \0 \0");
	RECORD(out, 0x00e0, "\0\0\0\0");
	RECORD(out, 0x00e0, "\0\0\x0e\0");
	RECORD(out, 0x00e0, "\0\0\xa4\0");
	RECORD(out, 0x00e0, "\0\0\x1f\0");
}

/* A workbook of one sheet; `globals` are further records in front of it. */
static void make_book(
	struct buf *out, unsigned version, const struct buf *globals, const struct buf *sheet)
{
	size_t hole;

	put_bof(out, version, BOOK);
	if (globals)
		buf_add(out, globals->data, globals->len);
	hole = out->len + 4;
	if (version == BIFF8)
		RECORD(out, 0x0085, "\0\0\0\0\0\0\2\1\x95\x62\xc9\x8b");
	else
		RECORD(out, 0x0085, "\0\0\0\0\0\0\4Data");
	RECORD(out, 0x000a, "");
	for (int i = 0; i < 4; i++)
		out->data[hole + (size_t)i] = (char)(out->len >> (8 * i));
	put_bof(out, version, SHEET);
	buf_add(out, sheet->data, sheet->len);
	RECORD(out, 0x000a, "");
}

static void put_row(struct buf *out, const struct sheet_row *row)
{
	buf_format(out, "%d", (int)row->line);
	for (size_t i = 0; i < row->n; i++) {
		buf_format(out, "|%c", "-tndfe"[row->cells[i].kind]);
		buf_add(out, row->cells[i].text.text, row->cells[i].text.n);
	}
	buf_add_text(out, row->is_bad ? "|bad\n" : "\n");
}

static void read_stream(
	const char *name, const struct buf *stream, const char *encoding, struct buf *out)
{
	int fd = ole_file(name, stream->data, stream->len);
	struct err err;
	struct book_in *book = xls_open(fd, "x.xls", encoding, &err);
	struct sheet_row row;
	int status = -1;

	close(fd);
	if (book && book_in_start(book, 0, &err) == 0)
		while ((status = book_in_row(book, &row, &err)) > 0)
			put_row(out, &row);
	if (status < 0)
		buf_add_text(out, err.text);
	book_in_close(book);
}

/* Takes the records. */
static void expect_book(unsigned version, struct buf *globals, struct buf *sheet,
	const char *encoding, const char *expected)
{
	struct buf stream = {0}, out = {0};

	make_book(&stream, version, globals, sheet);
	read_stream(version == BIFF8 ? "Workbook" : "BOOK", &stream, encoding, &out);
	cr_expect(eq(str, (char *)buf_text(&out), (char *)expected));
	if (globals)
		buf_release(globals);
	buf_release(sheet);
	buf_release(&stream);
	buf_release(&out);
}

static void expect_rows(struct buf *sheet, const char *expected)
{
	struct buf globals = {0};

	put_styles(&globals);
	expect_book(BIFF8, &globals, sheet, NULL, expected);
}

/* 45931 is 2025-10-01; .5 more is noon. */
#define DAY  "\0\0\0\0\x60\x6d\xe6\x40"
#define NOON "\0\0\0\0\x70\x6d\xe6\x40"

Test(xls, numbers_of_every_record)
{
	struct buf sheet = {0};

	CELL(&sheet, 0x0203, 0, 0, 0, "\x9a\x99\x99\x99\x99\x99\xb9\x3f");
	CELL(&sheet, 0x027e, 0, 1, 0, "\x32\0\0\0");       /* integer 12 */
	CELL(&sheet, 0x027e, 0, 2, 0, "\xeb\xff\xff\xff"); /* integer -6, hundredths */
	CELL(&sheet, 0x027e, 0, 3, 0, "\0\0\xf8\x3f");     /* 1.5 */
	RECORD(&sheet, 0x00bd, "\1\0\1\0\0\0\6\0\0\0\0\0\x0a\0\0\0\2\0");
	CELL(&sheet, 0x0203, 2, 0, 0, "\0\0\0\0\0\0\xf8\x7f");
	expect_rows(&sheet, "1|n0.1|n12|n-0.06|n1.5\n2|-|n1|n2\n3|e#NUM!\n");
}

Test(xls, dates_by_the_format_of_the_cell)
{
	struct buf sheet = {0};

	CELL(&sheet, 0x0203, 0, 0, 1, DAY);
	CELL(&sheet, 0x0203, 0, 1, 2, NOON);
	CELL(&sheet, 0x0203, 0, 2, 2, DAY);
	CELL(&sheet, 0x0203, 0, 3, 3, DAY);
	CELL(&sheet, 0x0203, 0, 4, 99, DAY);
	expect_rows(&sheet, "1|d2025-10-01|d2025-10-01 12:00:00|d2025-10-01 00:00:00|d2025-10-01"
			    "|n45931\n");
}

Test(xls, dates_since_1904)
{
	struct buf globals = {0}, sheet = {0};

	put_styles(&globals);
	RECORD(&globals, 0x0022, "\1\0");
	CELL(&sheet, 0x027e, 0, 0, 1, "\x66\x67\2\0"); /* 39385 */
	expect_book(BIFF8, &globals, &sheet, NULL, "1|d2011-10-31\n");
}

Test(xls, flags_and_errors)
{
	struct buf sheet = {0};

	CELL(&sheet, 0x0205, 3, 0, 0, "\1\0");
	CELL(&sheet, 0x0205, 3, 1, 0, "\0\0");
	CELL(&sheet, 0x0205, 3, 2, 0, "\x2a\1");
	CELL(&sheet, 0x0205, 3, 3, 0, "\x99\1");
	expect_rows(&sheet, "4|fTRUE|fFALSE|e#N/A|e#ERROR!\n");
}

#define FORMULA(result) result "\0\0\0\0\0\0\0\0"

Test(xls, what_formulas_gave)
{
	struct buf sheet = {0};

	CELL(&sheet, 0x0006, 0, 0, 1, FORMULA(DAY));
	CELL(&sheet, 0x0006, 0, 1, 0, FORMULA("\0\0\0\0\0\0\xff\xff"));
	RECORD(&sheet, 0x04bc, "\0\0\0\0\1\1\0\0\0\0");
	RECORD(&sheet, 0x0207, "\1\0\1\x25\x60");
	CELL(&sheet, 0x0006, 0, 2, 0, FORMULA("\1\0\1\0\0\0\xff\xff"));
	CELL(&sheet, 0x0006, 0, 3, 0, FORMULA("\2\0\7\0\0\0\xff\xff"));
	CELL(&sheet, 0x0006, 0, 4, 0, FORMULA("\3\0\0\0\0\0\xff\xff"));
	CELL(&sheet, 0x0006, 0, 5, 0, FORMULA("\0\0\0\0\0\0\xff\xff")); /* and no text */
	CELL(&sheet, 0x027e, 0, 6, 0, "\6\0\0\0");
	expect_rows(&sheet, "1|d2025-10-01|t急|fTRUE|e#DIV/0!|-|-|n1\n");
}

/* Of 7 characters 3 are wide, then come 4 narrow ones; rich text; phonetic readings; a pair of
 * halves and a half alone; one that ends with its record; a NUL that ends and one that does not. */
Test(xls, shared_texts_go_on_in_other_records)
{
	struct buf globals = {0}, sheet = {0};

	RECORD(&globals, 0x00fc,
		"\6\0\0\0\6\0\0\0"
		"\7\0\1\x95\x62\xc9\x8b\x00\x90");
	RECORD(&globals, 0x003c,
		"\0ABCD"
		"\2\0\x0c\1\0\4\0\0\0ok\0\0\0\0ab");
	RECORD(&globals, 0x003c,
		"cd"
		"\3\0\1\x3d\xd8\x00\xde\x00\xd8"
		"\2\0\0xy");
	RECORD(&globals, 0x003c,
		"\0\0\0"
		"\4\0\0a\0b\0");
	for (unsigned i = 0; i < 6; i++) {
		char value[4] = {(char)i, 0, 0, 0};

		put_cell(&sheet, 0x00fd, 0, i, 0, value, 4);
	}
	expect_book(BIFF8, &globals, &sheet, NULL,
		"1|t投诉退ABCD|tok|t😀\xef\xbf\xbd|txy|-|ta\xef\xbf\xbd"
		"b\n");
}

Test(xls, labels_of_excel_97)
{
	struct buf sheet = {0};

	CELL(&sheet, 0x0204, 0, 0, 0, "\0\0\0");
	expect_rows(&sheet, "1|-\n");
	CELL(&sheet, 0x0204, 0, 0, 0, "\2\0\1\x00\x90\x3e\x6b");
	CELL(&sheet, 0x0204, 0, 2, 0, "\4\0\0caf\xe9");
	CELL(&sheet, 0x0204, 1, 0, 0, "\0\0\0");
	expect_rows(&sheet, "1|t退款|-|tcafé\n2|-\n");
}

/* 物流 in GBK; FF is no text of it. */
Test(xls, code_pages_of_excel_5)
{
	struct buf globals = {0}, sheet = {0};

	RECORD(&globals, 0x0042, "\xa8\3");
	CELL(&sheet, 0x0204, 0, 0, 0, "\4\0\xce\xef\xc1\xf7");
	CELL(&sheet, 0x00d6, 0, 1, 0, "\2\0ab\1\0\0");
	CELL(&sheet, 0x0204, 1, 0, 0, "\2\0a\xff");
	expect_book(BIFF5, &globals, &sheet, NULL, "1|t物流|tab\n2|ta\\xFF|bad\n");
	CELL(&sheet, 0x0204, 0, 0, 0, "\4\0\xce\xef\xc1\xf7");
	expect_book(BIFF5, NULL, &sheet, NULL,
		"sheet 'Data': it does not say its encoding: name it by --encoding");
	CELL(&sheet, 0x0204, 0, 0, 0, "\4\0\xce\xef\xc1\xf7");
	expect_book(BIFF5, NULL, &sheet, "GBK", "1|t物流\n");
}

/* Some programs write column by column, and a cell twice. */
Test(xls, cells_in_any_order)
{
	struct buf sheet = {0};

	CELL(&sheet, 0x027e, 1, 1, 0, "\6\0\0\0");
	CELL(&sheet, 0x027e, 0, 1, 0, "\x0a\0\0\0");
	CELL(&sheet, 0x027e, 0, 0, 0, "\x0e\0\0\0");
	CELL(&sheet, 0x027e, 1, 1, 0, "\x12\0\0\0");
	expect_rows(&sheet, "1|n3|n2\n2|-|n4\n");
}

Test(xls, a_chart_within_is_no_part_of_the_sheet)
{
	struct buf sheet = {0};

	CELL(&sheet, 0x027e, 0, 0, 0, "\6\0\0\0");
	put_bof(&sheet, BIFF8, CHART);
	CELL(&sheet, 0x027e, 0, 1, 0, "\x0a\0\0\0");
	RECORD(&sheet, 0x000a, "");
	CELL(&sheet, 0x027e, 1, 0, 0, "\x0e\0\0\0");
	expect_rows(&sheet, "1|n1\n2|n3\n");
}

Test(xls, damaged_sheets_are_refused)
{
	struct buf sheet = {0};

	CELL(&sheet, 0x027e, 0, 0, 0, "\6\0");
	expect_rows(&sheet, "sheet '投诉': a cell is cut off");
	CELL(&sheet, 0x00fd, 0, 0, 0, "\6\0\0\0");
	expect_rows(&sheet, "sheet '投诉': line 1, column 1: there is no shared text 6");
	CELL(&sheet, 0x027e, 0, 256, 0, "\6\0\0\0");
	expect_rows(&sheet, "sheet '投诉': line 1 has a cell beyond column IV");
	CELL(&sheet, 0x0204, 0, 0, 0, "\5\0\0ab");
	expect_rows(&sheet, "sheet '投诉': a text is cut off");
	put_number(&sheet, 0x0203, 2);
	put_number(&sheet, 60000, 2);
	expect_rows(&sheet, "sheet '投诉': it is cut off");
}

static void expect_refused(const char *name, struct buf *stream, const char *expected)
{
	struct buf out = {0};

	read_stream(name, stream, NULL, &out);
	cr_expect(eq(str, (char *)buf_text(&out), (char *)expected));
	buf_release(&out);
	buf_release(stream);
}

Test(xls, what_is_no_workbook_is_told)
{
	struct buf stream = {0};

	put_bof(&stream, BIFF8, BOOK);
	RECORD(&stream, 0x002f, "\0\0");
	expect_refused("Workbook", &stream,
		"cannot read 'x.xls': the workbook is encrypted: save it without a password");
	expect_refused("EncryptedPackage", &stream,
		"cannot read 'x.xls': the workbook is encrypted: save it without a password");
	expect_refused("WordDocument", &stream,
		"cannot read 'x.xls': this is a Word document: save its table as .xlsx");
	expect_refused("Other", &stream,
		"cannot read 'x.xls': the OLE container holds no workbook, or is cut off");
	buf_add_text(&stream, "nonsense");
	expect_refused(
		"Workbook", &stream, "cannot read 'x.xls': the workbook is damaged at byte 0");
	put_bof(&stream, BIFF8, BOOK);
	RECORD(&stream, 0x000a, "");
	expect_refused("Workbook", &stream, "cannot read 'x.xls': the workbook has no worksheet");
}

static void expect_no_book(const void *bytes, size_t n, const char *expected)
{
	int fd = bytes_file(bytes, n);
	struct err err;

	cr_expect(zero(ptr, xls_open(fd, "x.xls", NULL, &err)));
	cr_expect(eq(str, err.text, (char *)expected));
	close(fd);
}

Test(xls, a_damaged_container_is_told)
{
	static const char START[64] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

	expect_no_book(START, sizeof START,
		"cannot read 'x.xls': the OLE container is cut off or damaged");
	expect_no_book("", 0, "cannot read 'x.xls': the OLE container is cut off or damaged");
}

/* Records without a container, as some scripts write them: no globals, no code page. */
Test(xls, bare_records)
{
	struct buf stream = {0}, out = {0};
	struct err err;
	struct sheet_row row;
	struct book_in *book;
	int fd;

	RECORD(&stream, 0x0809, "\0\0\x10\0\0\0\0\0");
	CELL(&stream, 0x0204, 0, 0, 0, "\2\0id");
	CELL(&stream, 0x0203, 1, 0, 0, DAY);
	RECORD(&stream, 0x000a, "");
	fd = bytes_file(stream.data, stream.len);
	book = xls_open(fd, "x.xls", NULL, &err);
	cr_assert(not(zero(ptr, book)), "%s", err.text);
	cr_expect(eq(str, (char *)book_in_name(book, 0), "Sheet1"));
	cr_expect(eq(int, book_in_start(book, 0, &err), 0));
	while (book_in_row(book, &row, &err) > 0)
		put_row(&out, &row);
	cr_expect(eq(str, (char *)buf_text(&out), "1|tid\n2|n45931\n"));
	book_in_close(book);
	close(fd);
	buf_release(&stream);
	buf_release(&out);
}

/* --- books of other programs --- */

/* Every cell that is not blank, of all sheets. */
static int list_cells(struct book_in *book, struct buf *out, struct err *err)
{
	struct sheet_row row;
	int status = 0;

	for (size_t i = 0; i < book_in_sheets(book) && status == 0; i++) {
		buf_format(out, "%s\n", book_in_name(book, i));
		status = book_in_start(book, i, err);
		while (status == 0 && (status = book_in_row(book, &row, err)) > 0) {
			for (size_t k = 0; k < row.n; k++)
				if (row.cells[k].kind == SHEET_NUMBER)
					buf_format(out, "%d %zu %.15g\n", (int)row.line, k,
						row.cells[k].number);
				else if (row.cells[k].text.n)
					buf_format(out, "%d %zu %d %.*s\n", (int)row.line, k,
						(int)row.cells[k].kind, (int)row.cells[k].text.n,
						row.cells[k].text.text);
			status = 0;
		}
	}
	return status;
}

static int list_file(const char *path, bool is_old, struct buf *out)
{
	int fd = open(path, O_RDONLY);
	struct err err;
	struct book_in *book = is_old ? xls_open(fd, path, NULL, &err) : xlsx_open(fd, path, &err);
	int status = book ? list_cells(book, out, &err) : -1;

	cr_expect(eq(int, status, 0), "%s", err.text);
	book_in_close(book);
	close(fd);
	return status;
}

static void expect_pair(const char *folder, const char *old, const char *new)
{
	char *old_path = mem_format("%s/%s", folder, old);
	char *new_path = mem_format("%s/%s", folder, new);
	struct buf old_cells = {0}, new_cells = {0};

	list_file(old_path, true, &old_cells);
	list_file(new_path, false, &new_cells);
	cr_expect(eq(str, (char *)buf_text(&old_cells), (char *)buf_text(&new_cells)), "%s", old);
	buf_release(&old_cells);
	buf_release(&new_cells);
	free(old_path);
	free(new_path);
}

#define READXL "../shared/data/excel/readxl/"

Test(xls, pairs_of_readxl_are_equal)
{
	static const char *const EXAMPLES[] = {
		"clippy", "datasets", "deaths", "geometry", "type-me"};
	static const char *const SHEETS[] = {"blanks", "datetime-rounding", "empty-named-column",
		"empty-sheets", "list_type", "missing-first-column", "no-yes-col-names", "skipping",
		"style-only-cells", "types", "unnamed-duplicated-columns", "utf8-sheet-names",
		"vietnamese-utf8"};
	static const char *const NAMED[] = {"big-texty-numbers", "color-date",
		"dates-leap-year-1900", "iris-excel", "missing-values", "names-need-repair",
		"numbers-as-na-and-shared-strings", "texty-dates", "whitespace"};

	if (access(READXL, R_OK) != 0)
		cr_skip_test("'%s' is not here", READXL);
	for (size_t i = 0; i < sizeof EXAMPLES / sizeof *EXAMPLES; i++) {
		char *old = mem_format("%s.xls", EXAMPLES[i]), *new = mem_format("%sx", old);

		expect_pair(READXL "inst/extdata", old, new);
		free(old);
		free(new);
	}
	for (size_t i = 0; i < sizeof SHEETS / sizeof *SHEETS; i++) {
		char *old = mem_format("%s.xls", SHEETS[i]), *new = mem_format("%sx", old);

		expect_pair(READXL "tests/testthat/sheets", old, new);
		free(old);
		free(new);
	}
	for (size_t i = 0; i < sizeof NAMED / sizeof *NAMED; i++) {
		char *old = mem_format("%s-xls.xls", NAMED[i]);
		char *new = mem_format("%s-xlsx.xlsx", NAMED[i]);

		expect_pair(READXL "tests/testthat/sheets", old, new);
		free(old);
		free(new);
	}
}

Test(xls, all_of_readxl_can_be_read)
{
	glob_t found = {0};

	if (glob(READXL "tests/testthat/sheets/*.xls", 0, NULL, &found) != 0)
		cr_skip_test("'%s' is not here", READXL);
	cr_expect(ge(sz, found.gl_pathc, 30));
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct buf cells = {0};

		list_file(found.gl_pathv[i], true, &cells);
		buf_release(&cells);
	}
	globfree(&found);
}
