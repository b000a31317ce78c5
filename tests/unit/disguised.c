/* Files that are not what their name says: web pages and XML saved as .xls, text under gzip. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "input/rows.h"
#include "spreadsheet/html_scan.h"
#include "tests/unit/zipped.h"

/* "line|cell|...\n" of every row of a sheet, and the message if there is one. */
static void read_rows(const char *path, size_t sheet, struct buf *out)
{
	struct rows_choice choice = {0};
	struct arena arena = {0};
	struct err err;
	struct row row;
	struct rows *rows = rows_open(path, &choice, &err);
	int status = -1;

	if (rows && rows_start(rows, sheet, &err) == 0)
		while ((status = rows_next(rows, &arena, &row, &err)) > 0) {
			buf_format(out, "%d", (int)row.line);
			for (size_t i = 0; i < row.n; i++) {
				buf_add_char(out, '|');
				buf_add(out, row.cells[i].text, row.cells[i].n);
			}
			if (row.is_bad)
				buf_format(out, "|bad at %d", (int)row.bad_byte);
			buf_add_char(out, '\n');
		}
	if (status < 0) /* without the name, which is none of ours */
		buf_add_text(out,
			strchr(err.text, '\'') == err.text ? strchr(err.text + 1, '\'') : err.text);
	rows_close(rows);
	arena_release(&arena);
}

static void expect_sheet(const char *bytes, size_t n, size_t sheet, const char *expected)
{
	int fd = bytes_file(bytes, n);
	char *path = mem_format("/proc/self/fd/%d", fd);
	struct buf out = {0};

	read_rows(path, sheet, &out);
	cr_expect(eq(str, (char *)buf_text(&out), (char *)expected));
	buf_release(&out);
	free(path);
	close(fd);
}

static void expect_rows(const char *text, const char *expected)
{
	expect_sheet(text, strlen(text), 0, expected);
}

/* --- web pages --- */

Test(disguised, a_page_with_a_table)
{
	expect_rows("<html><head><title>x</title><style>td{a:'<td>'}</style></head><body>\n"
		    "<table border=\"1>\"><tr><th>单号</th><th> 内容\n</th></tr>\n"
		    "<!-- <tr><td>no</td></tr> --><tr><td>A-1</td><td>太&nbsp;慢 &lt;3&amp;&#20013;"
		    "&bogus; a&b</td></tr></table></body></html>",
		"1|单号|内容\n2|A-1|太\xc2\xa0慢 <3&中&bogus; a&b\n");
}

Test(disguised, lines_within_a_cell_and_tags_left_open)
{
	expect_rows("<TABLE><TR><TD>a<br>b<BR/>c<TD><p>d</p><p>e</p>"
		    "<TR><TD><b>f</b><i>g</i><TD></TABLE>",
		"1|a\nb\nc|d\ne\n2|fg\n");
}

Test(disguised, cells_that_span)
{
	expect_rows("<table><tr><td rowspan=2>a<td colspan='2'>b<td>c<tr><td>d<td>e<td>f"
		    "<tr><td>g</table>",
		"1|a|b||c\n2||d|e|f\n3|g\n");
}

Test(disguised, tables_within_tables_are_sheets_of_their_own)
{
	static const char PAGE[] = "<table><tr><td>x<table><tr><td>1</td></tr></table>y</td></tr>"
				   "<tr><td>z</td></tr></table>";

	expect_sheet(PAGE, sizeof PAGE - 1, 0, "1|xy\n2|z\n");
	expect_sheet(PAGE, sizeof PAGE - 1, 1, "1|1\n");
}

/* 慢 in GBK, said so or not; E9 alone is none of it. */
Test(disguised, pages_of_other_encodings)
{
	expect_rows("<meta charset=gb2312><table><tr><td>\xc2\xfd</table>", "1|慢\n");
	expect_rows("<meta charset=utf-8><table><tr><td>\xcc\xab\xc2\xfd\xc1\xcb</table>",
		"1|太慢了\n");
	expect_rows("<meta charset=gbk><table><tr><td>a</td><td>\xc2\xfd\xe9</table>",
		"1|a|慢\\xE9|bad at 43\n");
	expect_rows("<meta charset=gb2312><table><tr><td>慢</table>", "1|慢\n");
	expect_sheet("\xff\xfe<\0t\0a\0b\0l\0e\0>\0<\0t\0d\0>\0\x62\x61", 26, 0, "1|慢\n");
}

Test(disguised, pages_that_cannot_be_read)
{
	expect_rows(
		"<html><body>Login failed</body></html>", "': it is a web page without a table");
	expect_rows("<table><tr><td>a</td></tr><tr><td>b", "1|a\nsheet 'table 1': the page is cut "
							   "off in row 2");
	expect_rows("<table><tr><td>a</td></tr><tr><td",
		"1|a\nsheet 'table 1': the page is cut off "
		"in row 2");
}

static void expect_text(const char *text, const char *expected)
{
	struct buf out = {0};

	html_unescape(text, strlen(text), &out);
	cr_expect(eq(str, (char *)buf_text(&out), (char *)expected));
	buf_release(&out);
}

Test(disguised, entities)
{
	expect_text("&amp;&lt;&gt;&quot;&apos;", "&<>\"'");
	expect_text("&yen;5 &yuml; &eacute; &mdash;", "¥5 ÿ é —");
	expect_text("&#65;&#x4E2d;&#128; &#xD800; &#1114112; &#; &#x; &;",
		"A中€ &#xD800; &#1114112; "
		"&#; &#x; &;");
	expect_text("AT&T &amp", "AT&T &amp");
}

/* --- XML --- */

#define XML_HEAD                                                                                   \
	"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?>"                            \
	"<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'"                           \
	" xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'>"                                \
	"<Styles><Style ss:ID='d'><NumberFormat ss:Format='yyyy\\-mm\\-dd'/></Style>"              \
	"<Style ss:ID='t' ss:Parent='d'><NumberFormat ss:Format='General Date'/></Style>"          \
	"<Style ss:ID='f'><NumberFormat ss:Format='Fixed'/></Style></Styles>"
#define XML_SHEET(rows)  "<Worksheet ss:Name='投诉'><Table>" rows "</Table></Worksheet>"
#define DATA(type, text) "<Data ss:Type='" type "'>" text "</Data>"

Test(disguised, cells_of_an_xml_spreadsheet)
{
	expect_rows(XML_HEAD XML_SHEET("<Row><Cell>" DATA(
			    "String", "a<B>b</B>\n") "</Cell><Cell ss:StyleID='f'>" DATA("Number",
			    "0.10000000000000001") "</Cell><Cell>" DATA("Boolean",
			    "1") "<Comment>" DATA("String",
			    "note") "</Comment></Cell><Cell>" DATA("Error",
			    "#N/A") "</Cell></Row>") "</Workbook>",
		"1|ab\n|0.1|TRUE|#N/A\n");
}

Test(disguised, dates_of_an_xml_spreadsheet)
{
	expect_rows(
		XML_HEAD XML_SHEET("<Row><Cell ss:StyleID='d'>" DATA("DateTime",
			"2025-10-01T00:00:00.000") "</Cell><Cell ss:StyleID='t'>" DATA("DateTime",
			"2025-10-01T00:00:00.000") "</Cell><Cell>" DATA("DateTime",
			"2025-10-01T08:30:00.000") "</Cell><Cell>" DATA("DateTime",
			"1899-12-31T08:30:00.000") "</Cell><Cell ss:StyleID='d'>" DATA("DateTime",
			"1900-02-28T00:00:00.000") "</Cell><Cell ss:StyleID='d'>" DATA("Number",
			"45931") "</Cell><Cell>" DATA("DateTime",
			"soon") "</Cell></Row>") "</Workbook>",
		"1|2025-10-01|2025-10-01 00:00:00|2025-10-01 "
		"08:30:00|08:30:00|1900-02-28|2025-10-01"
		"|soon\n");
}

Test(disguised, places_of_an_xml_spreadsheet)
{
	expect_rows(
		XML_HEAD XML_SHEET(
			"<Row ss:Index='3' ss:Span='1'><Cell ss:Index='2' ss:MergeAcross='1'>" DATA(
				"String", "b") "</Cell><Cell>" DATA("String",
				"d") "</Cell></Row>"
				     "<Row><Cell>" DATA(
					     "String", "a") "</Cell></Row>") "</Workbook>",
		"3||b||d\n5|a\n");
}

Test(disguised, sheets_of_an_xml_spreadsheet)
{
	static const char BOOK[] = XML_HEAD XML_SHEET("<Row><Cell>" DATA("String",
		"1") "</Cell></Row>") "<Worksheet ss:Name='old'><Table><Row><Cell>" DATA("String",
		"2") "</Cell></Row></Table><WorksheetOptions><Visible>SheetHidden</Visible>"
		     "</WorksheetOptions></Worksheet></Workbook>";
	int fd = bytes_file(BOOK, sizeof BOOK - 1);
	char *path = mem_format("/proc/self/fd/%d", fd);
	struct rows_choice choice = {0};
	struct err err;
	struct rows *rows = rows_open(path, &choice, &err);

	cr_assert(not(zero(ptr, rows)), "%s", err.text);
	cr_expect(eq(str, (char *)rows_kind(rows), "xml"));
	cr_expect(eq(sz, rows_sheets(rows), 2));
	cr_expect(eq(str, (char *)rows_sheet(rows, 0), "投诉"));
	cr_expect(not(rows_is_hidden(rows, 0)));
	cr_expect(rows_is_hidden(rows, 1));
	rows_close(rows);
	free(path);
	close(fd);
	expect_sheet(BOOK, sizeof BOOK - 1, 1, "1|2\n");
}

Test(disguised, xml_that_cannot_be_read)
{
	expect_rows(XML_HEAD XML_SHEET("<Row>"), "': its XML is damaged in line 1: mismatched tag");
	expect_rows(XML_HEAD "</Workbook>", "': the workbook has no worksheet");
	expect_rows("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'y'>]><Workbook a='office:"
		    "spreadsheet'/>",
		"': it has a DOCTYPE, which no workbook has");
	expect_rows("<?xml version='1.0'?><feed/>", "' is an XML document, not a table");
}

/* 慢 in GBK, as its head says. */
Test(disguised, xml_of_another_encoding)
{
	expect_rows(
		"<?xml version='1.0' encoding='gb2312'?><Workbook "
		"xmlns='urn:schemas-microsoft-com:office:spreadsheet'><Worksheet><Table><Row><Cell>"
		"<Data>\xc2\xfd</Data></Cell></Row></Table></Worksheet></Workbook>",
		"1|慢\n");
}

/* --- gzip --- */

static void zip_text(const char *text, struct buf *out)
{
	z_stream z = {.next_in = (Bytef *)text, .avail_in = (uInt)strlen(text)};

	buf_reserve(out, 1000);
	z.next_out = (Bytef *)out->data + out->len;
	z.avail_out = 1000;
	deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
	cr_expect(eq(int, deflate(&z, Z_FINISH), Z_STREAM_END));
	out->len += z.total_out;
	deflateEnd(&z);
}

Test(disguised, members_of_gzip_follow_one_another)
{
	struct buf bytes = {0}, twice = {0};

	zip_text("id,text\n1,sl", &bytes);
	zip_text("ow\n", &bytes);
	expect_sheet(bytes.data, bytes.len, 0, "1|id|text\n2|1|slow\n");
	expect_sheet(bytes.data, bytes.len - 3, 0, "': the gzip file is cut off");
	bytes.data[bytes.len - 6] ^= 1;
	expect_sheet(bytes.data, bytes.len, 0, "': the gzip file is damaged");
	zip_text("\x1f\x8b", &twice);
	expect_sheet(twice.data, twice.len, 0, "' is compressed by gzip twice: unpack it first");
	buf_release(&bytes);
	buf_release(&twice);
}

Test(disguised, a_page_under_gzip)
{
	struct buf bytes = {0};

	zip_text("<table><tr><td>a</table>", &bytes);
	expect_sheet(bytes.data, bytes.len, 0, "1|a\n");
	buf_release(&bytes);
}

Test(disguised, tabs_and_old_workbooks)
{
	expect_rows("a\tb\n1\t2\n", "1|a|b\n2|1|2\n");
	expect_sheet("\x09\0\4\0\0\0\0\0", 8, 0, "' is a workbook of Excel 2: save it as .xlsx");
}
