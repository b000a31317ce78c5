/* xlsx reader: cells of every type, dates of both systems, books that are refused. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>

#include "base/mem.h"
#include "spreadsheet/sheet.h"
#include "spreadsheet/xlsx_style.h"
#include "tests/unit/zipped.h"

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define LINK(id, type, target)                                                                     \
	"<Relationship Id='" id "' Type='" RELS "/" type "' Target='" target "'/>"

static const char ROOT[] =
	"<Relationships>" LINK("r1", "officeDocument", "xl/workbook.xml") "</Relationships>";
static const char BOOK[] =
	"<workbook xmlns:r='" RELS "'><workbookPr date1904='0'/><sheets>"
	"<sheet name='图' sheetId='1' r:id='rId9'/><sheet name='投诉' sheetId='2' r:id='rId1'/>"
	"<sheet name='old' sheetId='3' state='hidden' r:id='rId2'/></sheets></workbook>";
static const char BOOK_LINKS[] = "<Relationships>" LINK("rId1", "worksheet",
	"worksheets/sheet1.xml") LINK("rId2", "worksheet", "/xl/worksheets/sheet1.xml")
	LINK("rId9", "chartsheet", "chartsheets/sheet1.xml") LINK("rId3", "styles", "styles.xml")
		LINK("rId4", "sharedStrings", "sharedStrings.xml") "</Relationships>";
static const char STYLES[] =
	"<styleSheet><numFmts count='2'>"
	"<numFmt numFmtId='164' formatCode='yyyy\"年\"m\"月\"d\"日\" h:mm;@'/>"
	"<numFmt numFmtId='165' formatCode='0.0\" days\"'/></numFmts>"
	"<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/>"
	"<xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/><xf numFmtId='31'/>"
	"<xf numFmtId='46'/><xf numFmtId='21'/></cellXfs></styleSheet>";
static const char SHARED[] =
	"<sst><si><t>物流慢</t></si>"
	"<si><r><t>态</t></r><r><rPr/><t>度差</t></r><rPh sb='0' eb='1'><t>たいど</t></rPh></si>"
	"<si><t/></si><si><t xml:space='preserve'>a_x000D_b_x005F_x0041_</t></si></sst>";

static int make_book(const char *sheet, bool is_wrong)
{
	const struct zipped files[] = {
		{"[Content_Types].xml", "<Types/>", false},
		{"_rels/.rels", ROOT, false},
		{"xl/workbook.xml", BOOK, false},
		{"xl/_rels/workbook.xml.rels", BOOK_LINKS, false},
		{"xl/styles.xml", STYLES, false},
		{"xl/sharedStrings.xml", SHARED, false},
		{"xl/worksheets/sheet1.xml", sheet, is_wrong},
	};

	return zipped_file(files, sizeof files / sizeof *files);
}

static void put_row(struct buf *out, const struct sheet_row *row)
{
	buf_format(out, "%d", (int)row->line);
	for (size_t i = 0; i < row->n; i++) {
		buf_format(out, "|%c", "-tndfe"[row->cells[i].kind]);
		buf_add(out, row->cells[i].text.text, row->cells[i].text.n);
	}
	buf_add_char(out, '\n');
}

/* The first sheet: "line|kind text|...\n" for each row, and the message if there is one. */
static void read_sheet(const char *xml, bool is_wrong, struct buf *out)
{
	int fd = make_book(xml, is_wrong);
	struct err err;
	struct book_in *book = xlsx_open(fd, "x.xlsx", &err);
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

static void expect_rows(const char *rows, const char *expected)
{
	char *xml = mem_format(
		"<worksheet xmlns='" MAIN "'><sheetData>%s</sheetData></worksheet>", rows);
	struct buf out = {0};

	read_sheet(xml, false, &out);
	cr_expect(eq(str, (char *)buf_text(&out), (char *)expected));
	buf_release(&out);
	free(xml);
}

Test(xlsx, sheets_are_listed_without_charts)
{
	int fd = make_book("<worksheet/>", false);
	struct err err;
	struct book_in *book = xlsx_open(fd, "x.xlsx", &err);

	close(fd);
	cr_assert(not(zero(ptr, book)));
	cr_expect(eq(sz, book_in_sheets(book), 2));
	cr_expect(eq(str, (char *)book_in_name(book, 0), "投诉"));
	cr_expect(not(book_in_hidden(book, 0)));
	cr_expect(book_in_hidden(book, 1));
	book_in_close(book);
}

/* A thread is still at its merged cells then. */
Test(xlsx, a_book_may_be_closed_at_once)
{
	enum { N_RANGES = 50000, N_TIMES = 10 };
	struct buf sheet = {0};
	struct err err;
	int fd;

	buf_add_text(&sheet, "<worksheet><mergeCells>");
	for (int i = 1; i <= N_RANGES; i++)
		buf_format(&sheet, "<mergeCell ref='A%d:A%d'/>", 2 * i, 2 * i + 1);
	buf_add_text(&sheet, "</mergeCells></worksheet>");
	fd = make_book(buf_text(&sheet), false);
	for (int i = 0; i < N_TIMES; i++)
		book_in_close(xlsx_open(fd, "x.xlsx", &err));
	close(fd);
	buf_release(&sheet);
}

Test(xlsx, texts_shared_inline_and_of_formulas)
{
	expect_rows("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
		    "<c r='C1' t='s'><v>2</v></c><c r='D1' t='s'><v> 3 </v></c></row>",
		"1|t物流慢|t态度差|-|ta\rb_x0041_\n");
	expect_rows("<row><c t='inlineStr'><is><r><t>退</t></r><r><t>款</t></r></is></c>"
		    "<c t='str'><f>A1&amp;B1</f><v>&lt;急&gt;</v></c></row>",
		"1|t退款|t<急>\n");
	expect_rows("<row><c t='inlineStr'><v>1.0</v><is><t>1.</t></is></c>"
		    "<c t='inlineStr'><is><t>2.</t></is><v>2.0</v></c></row>",
		"1|t1.|t2.\n");
}

Test(xlsx, flags_errors_and_blanks)
{
	expect_rows("<row r='3'><c r='B3' t='b'><v>1</v></c><c r='C3' t='b'><v>0</v></c>"
		    "<c r='D3' t='e'><v>#N/A</v></c><c r='E3' s='1'/></row><row r='7'/>",
		"3|-|fTRUE|fFALSE|e#N/A\n7\n");
}

Test(xlsx, numbers_in_shortest_form)
{
	expect_rows("<row><c><v>0.10000000000000001</v></c><c><v>12</v></c><c><v>-3.50</v></c>"
		    "<c><v>1E3</v></c><c><v>0</v></c><c><v>13800138000</v></c><c><v>0x10</v></c>"
		    "<c><v>007</v></c><c s='3'><v>2</v></c></row>",
		"1|n0.1|n12|n-3.5|n1000|n0|n13800138000|t0x10|n7|n2\n");
	expect_rows("<row><c><v>999999999999999</v></c><c><v>9007199254740993</v></c>"
		    "<c><v>0.000000000000001</v></c><c><v>123456.789012345</v></c><c><v>-0</v></c>"
		    "<c><v>1.2.3</v></c><c><v>.5</v></c><c><v>-</v></c><c><v>+4</v></c></row>",
		"1|n999999999999999|n9007199254740992|n1e-15|n123456.789012345|n0|t1.2.3|n0.5|t-"
		"|n4\n");
}

Test(xlsx, dates_by_the_format_of_the_cell)
{
	expect_rows("<row><c s='1'><v>45931</v></c><c s='2'><v>45931.354166666664</v></c>"
		    "<c s='2'><v>45931</v></c><c s='4'><v>45931</v></c><c "
		    "s='5'><v>2.0451388888888888</v></c>"
		    "<c s='6'><v>0.5</v></c><c s='1'><v>-1</v></c><c s='1'><v>0</v></c></row>",
		"1|d2025-10-01|d2025-10-01 08:30:00|d2025-10-01 00:00:00|d2025-10-01|d49:05:00"
		"|d12:00:00|n-1|d1900-01-00\n");
	expect_rows("<row><c t='d'><v>2026-10-01T08:30:00.000Z</v></c></row>",
		"1|d2026-10-01 08:30:00\n");
}

Test(xlsx, prefixes_and_missing_references)
{
	struct buf out = {0};

	read_sheet("<x:worksheet xmlns:x='" MAIN
		   "'><x:sheetData><x:row r='2'><x:c r='B2'><x:v>1</x:v>"
		   "</x:c><x:c><x:v>2</x:v></x:c></x:row><x:row><x:c><x:v>3</x:v></x:c></x:row>"
		   "</x:sheetData></x:worksheet>",
		false, &out);
	cr_expect(eq(str, (char *)buf_text(&out), "2|-|n1|n2\n3|n3\n"));
	buf_release(&out);
}

static void expect_failure(const char *xml, bool is_wrong, const char *expected)
{
	struct buf out = {0};

	read_sheet(xml, is_wrong, &out);
	cr_expect(eq(str, (char *)buf_text(&out), (char *)expected));
	buf_release(&out);
}

Test(xlsx, a_wrong_checksum_shows_before_the_first_row)
{
	expect_failure("<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>",
		true, "sheet '投诉': the archive is damaged: wrong checksum");
}

Test(xlsx, hostile_sheets_are_refused)
{
	expect_failure("<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet/>", false,
		"sheet '投诉': it has a DOCTYPE, which no workbook has");
	expect_failure(
		"<worksheet><sheetData><row><c r='XFE1'><v>1</v></c></row></sheetData></worksheet>",
		false, "sheet '投诉': line 1 has a cell beyond column XFD");
	expect_failure(
		"<worksheet><sheetData><row><c t='s'><v>4</v></c></row></sheetData></worksheet>",
		false, "sheet '投诉': line 1, column 1: there is no shared text 4");
	expect_failure("<worksheet><sheetData>", false,
		"sheet '投诉': its XML is damaged in line 1: no element "
		"found");
}

static void expect_no_book(const void *bytes, size_t n, const char *expected)
{
	int fd = bytes_file(bytes, n);
	struct err err;

	cr_expect(zero(ptr, xlsx_open(fd, "x.xlsx", &err)));
	cr_expect(eq(str, err.text, (char *)expected));
	close(fd);
}

Test(xlsx, what_is_no_workbook_is_told)
{
	const struct zipped other = {"hello.txt", "hello", false};
	const struct zipped binary[] = {
		{"_rels/.rels", "<R>" LINK("r1", "officeDocument", "xl/workbook.bin") "</R>",
			false},
		{"xl/workbook.bin", "\x83\x01", false},
	};
	struct buf bytes = {0};

	zipped_bytes(&bytes, binary, 2);
	expect_no_book(bytes.data, bytes.len,
		"cannot read 'x.xlsx': this is a binary workbook (.xlsb): save it as .xlsx");
	buf_clear(&bytes);
	zipped_bytes(&bytes, &other, 1);
	expect_no_book(
		bytes.data, bytes.len, "cannot read 'x.xlsx': the zip archive holds no workbook");
	expect_no_book(bytes.data, bytes.len / 2,
		"cannot read 'x.xlsx': the zip archive is cut off or damaged");
	expect_no_book("", 0, "cannot read 'x.xlsx': this is no zip archive");
	buf_release(&bytes);
}

static void expect_format(const char *code, bool has_date, bool has_time, bool is_elapsed)
{
	struct date_format format = date_format_read(code);

	cr_expect(format.has_date == has_date && format.has_time == has_time &&
			  format.is_elapsed == is_elapsed,
		"%s", code);
}

Test(xlsx, format_codes)
{
	expect_format("General", false, false, false);
	expect_format("0.00E+00", false, false, false);
	expect_format("[Red]#,##0.00;[Blue]-#,##0.00", false, false, false);
	expect_format("[DBNum1][$-804]General", false, false, false);
	expect_format("0\"days\"", false, false, false);
	expect_format("#\\d", false, false, false);
	expect_format("yyyy/m/d;@", true, false, false);
	expect_format("[$-804]yyyy\"年\"m\"月\";@", true, false, false);
	expect_format("mmm-yy", true, false, false);
	expect_format("上午/下午h\"时\"mm\"分\"", false, true, false);
	expect_format("h:mm AM/PM", false, true, false);
	expect_format("m/d/yy h:mm", true, true, false);
	expect_format("[h]:mm:ss", false, true, true);
	expect_format("@", false, false, false);
}

static void expect_serial(double serial, bool is_1904, const char *expected)
{
	struct date_format format = {.has_date = true};
	struct buf out = {0};

	cr_expect(date_serial_write(format, serial, is_1904, &out) == (*expected != 0));
	cr_expect(eq(str, (char *)buf_text(&out), (char *)expected));
	buf_release(&out);
}

/* The false leap day of 1900, and both ends of both systems. */
Test(xlsx, serial_numbers)
{
	expect_serial(1, false, "1900-01-01");
	expect_serial(59, false, "1900-02-28");
	expect_serial(60, false, "");
	expect_serial(61, false, "1900-03-01");
	expect_serial(2958465, false, "9999-12-31");
	expect_serial(2958466, false, "");
	expect_serial(0, true, "1904-01-01");
	expect_serial(39385, true, "2011-10-31");
	expect_serial(2957004, true, "");
}

/* --- books of other programs --- */

static size_t count_rows(const char *path, size_t *n_filled, struct err *err)
{
	int fd = open(path, O_RDONLY);
	struct book_in *book = xlsx_open(fd, path, err);
	struct sheet_row row;
	size_t n = 0;
	int status = 1;

	close(fd);
	*n_filled = 0;
	for (size_t i = 0; book && status >= 0 && i < book_in_sheets(book); i++) {
		status = book_in_start(book, i, err) < 0 ? -1 : 1;
		while (status > 0 && (status = book_in_row(book, &row, err)) > 0) {
			n++;
			*n_filled += row.n > 0;
		}
	}
	if (!book || status < 0)
		n = SIZE_MAX;
	book_in_close(book);
	return n;
}

static void expect_filled(const char *path, size_t expected)
{
	struct err err;
	size_t n_filled;

	if (access(path, R_OK) != 0)
		cr_skip_test("'%s' is not here", path);
	count_rows(path, &n_filled, &err);
	cr_expect(eq(sz, n_filled, expected));
}

Test(xlsx, civic_messages_2)
{
	expect_filled("../shared/data/exports/taidi_2.xlsx", 1 + 495);
}

Test(xlsx, civic_messages_4)
{
	expect_filled("../shared/data/exports/taidi_4.xlsx", 1 + 2816);
}

static void expect_readable(const char *pattern, size_t n_books, size_t n_refused)
{
	glob_t found = {0};
	struct err err;
	size_t n_filled;

	if (glob(pattern, 0, NULL, &found) != 0)
		cr_skip_test("'%s' is not here", pattern);
	cr_expect(ge(sz, found.gl_pathc, n_books));
	for (size_t i = 0; i < found.gl_pathc; i++)
		if (count_rows(found.gl_pathv[i], &n_filled, &err) == SIZE_MAX && n_refused-- == 0)
			cr_expect(false, "%s", err.text);
	globfree(&found);
}

Test(xlsx, books_of_excel_2007)
{
	expect_readable(
		"../shared/data/excel/libxlsxwriter/test/functional/xlsx_files/*.xlsx", 741, 0);
}

Test(xlsx, books_of_readxl)
{
	expect_readable("../shared/data/excel/readxl/tests/testthat/sheets/*.xlsx", 38, 0);
}

/* Two of these are broken on purpose: no list of sheets, no sheets. */
Test(xlsx, books_of_tealeg)
{
	expect_readable("../shared/data/excel/tealeg/testdocs/*.xlsx", 29, 2);
}
