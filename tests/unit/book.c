#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "book/book.h"
#include "book/celltext.h"
#include "book/combine.h"

static struct table *sample(void)
{
	static const char *const CAUSES[] = {
		"物流延误", "=cmd|' /C calc'!A0", "_x0041_", "bad \xff"};
	struct table *t = table_new("pareto");

	table_add_column(t, "cause", CELL_TEXT, NULL);
	table_add_column(t, "complaints", CELL_INTEGER, "count");
	table_add_column(t, "growth", CELL_REAL, "growth");
	table_add_column(t, "complaint_id", CELL_TEXT, "id");
	table_add_column(t, "received_at", CELL_TEXT, "date");
	for (size_t i = 0; i < 4; i++) {
		table_add_row(t);
		table_set_text(t, i, 0, CAUSES[i]);
		table_set_integer(t, i, 1, (int64_t)(1284 / (i + 1)));
		table_set_real(t, i, 2, i == 3 ? NAN : 0.1 - 0.07 * (double)i);
		table_set_text(t, i, 3, "0001234567890123456789");
		table_set_text(t, i, 4, i % 2 ? "2026-10-01" : "2026-10-01 12:00:00");
	}
	table_add_note(t, "2026-10 不完整");
	return t;
}

static struct chart *sample_chart(void)
{
	static char *labels[] = {"物流延误", "质量", "态度"};
	static double y[] = {1284, NAN, 428};
	static struct series series[] = {{.name = "件数", .role = ROLE_VALUE, .y = y}};
	static struct chart chart = {.type = CHART_BAR,
		.title = "前三类原因占 78%",
		.n_labels = 3,
		.labels = labels,
		.n_series = 1,
		.series = series};

	return &chart;
}

static void save(const char *path, bool constant_memory)
{
	static const struct book_kpi KPIS[] = {
		{"投诉总量", "3,594 件", "环比 +7.2%", -1},
		{"按期办结率", "92.4%", "+1.1 个百分点", 1},
	};
	struct table *t = sample();
	struct err err;
	struct outfile *out = outfile_open(path, &err);
	struct book *book = book_new(&(struct book_info){.title = "月报",
					     .lang = "zh-CN",
					     .day = 20757,
					     .constant_memory = constant_memory},
		&err);
	const char *overview = book_name_sheet(book, "总览");
	const char *causes = book_name_sheet(book, "按原因");

	book_start_sheet(book, overview);
	book_add_heading(book, "月报", 1);
	book_add_kpis(book, KPIS, 2);
	book_add_text(book, "2026年10月共登记投诉 3,594 件。");
	book_add_chart(book, sample_chart());
	book_add_link(book, "按原因", causes);
	book_start_sheet(book, causes);
	book_add_table(book, &(struct book_block){.caption = "按原因统计", .table = t});
	book_add_chart(book, sample_chart());
	cr_assert_eq(book_save(book, out, &err), 0, "%s", err.text);
	book_free(book);
	cr_assert_eq(outfile_commit(out, &err), 0, "%s", err.text);
	table_free(t);
}

static void same_bytes(bool constant_memory)
{
	char folder[] = "/tmp/kesu-book-XXXXXX";
	char *first, *second;
	struct buf a = {0}, b = {0};
	struct err err;

	cr_assert_not_null(mkdtemp(folder));
	first = mem_format("%s/1.xlsx", folder);
	second = mem_format("%s/2.xlsx", folder);
	setenv("TZ", "America/New_York", 1);
	tzset();
	save(first, constant_memory);
	setenv("TZ", "Asia/Shanghai", 1);
	tzset();
	save(second, constant_memory);
	cr_assert_eq(file_read(first, &a, &err), 0);
	cr_assert_eq(file_read(second, &b, &err), 0);
	cr_expect(a.len > 4000 && a.len == b.len && !memcmp(a.data, b.data, a.len));
	unlink(first);
	unlink(second);
	rmdir(folder);
	free(first);
	free(second);
	buf_release(&a);
	buf_release(&b);
}

Test(book, same_bytes_in_any_time_zone)
{
	same_bytes(false);
	same_bytes(true);
}

static char *part_of(const char *path, const char *part)
{
	char *command = mem_format("unzip -p '%s' '%s'", path, part);
	FILE *pipe = popen(command, "r");
	struct buf out = {0};
	char piece[4096];
	size_t n;

	while ((n = fread(piece, 1, sizeof piece, pipe)) > 0)
		buf_add(&out, piece, n);
	pclose(pipe);
	free(command);
	return buf_take(&out);
}

static void has(const char *xml, const char *want)
{
	cr_expect_not_null(strstr(xml, want), "%s is not in %s", want, xml);
}

Test(book, parts)
{
	char path[] = "/tmp/kesu-book-XXXXXX";
	char *strings, *sheet, *chart;

	close(mkstemp(path));
	save(path, false);
	strings = part_of(path, "xl/sharedStrings.xml");
	sheet = part_of(path, "xl/worksheets/sheet2.xml");
	chart = part_of(path, "xl/charts/chart2.xml");
	has(strings, "<t>_x005F_x0041_</t>");
	has(strings, "<t>=cmd|' /C calc'!A0</t>");
	has(strings, "<t>bad \xef\xbf\xbd</t>");
	has(strings, "<t>0001234567890123456789</t>");
	has(sheet, "<autoFilter ref=\"A2:E6\"/>");
	has(sheet, "<pane ySplit=\"2\" topLeftCell=\"A3\"");
	has(sheet, "<pageSetup paperSize=\"9\" orientation=\"landscape\"/>");
	has(sheet, "<oddFooter>&amp;C第 &amp;P 页 / 共 &amp;N 页</oddFooter>");
	has(sheet, "<v>46296.5</v>");
	cr_expect_null(strstr(sheet, "<f>"), "no formula");
	has(chart, "<c:f>'按原因'!$H$3:$H$5</c:f>");
	has(chart, "<c:barDir val=\"col\"/>");
	free(strings);
	free(sheet);
	free(chart);
	unlink(path);
}

static void named(const char *text, const char *want)
{
	struct buf out = {0};

	celltext_sheet_name(text, &out);
	cr_expect_str_eq(buf_text(&out), want);
	buf_release(&out);
}

Test(book, sheet_names)
{
	struct err err;
	struct book *book = book_new(&(struct book_info){0}, &err);

	named("a/b:c", "a b c");
	named("Outcomes: received", "Outcomes received");
	named("Customers to look after, of the last three months", "Customers to look after");
	named("Outcomes of it all (those that were received)", "Outcomes of it all");
	named("Complaints received in the month, by department", "Complaints received in the");
	named("abcdefghijklmnopqrstuvwxyzabcdefghi", "abcdefghijklmnopqrstuvwxyzabcde");
	named("'quoted'", "quoted");
	named("", "Sheet");
	named("history", "history_");
	named("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三",
		"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一");
	cr_expect_str_eq(book_name_sheet(book, "Causes"), "Causes");
	cr_expect_str_eq(book_name_sheet(book, "causes"), "causes (2)");
	book_free(book);
}

Test(book, text_of_cells)
{
	struct buf out = {0};
	char *longest = mem_alloc(40001);

	celltext_add("a\r\nb\rc\x01_x0_ _x00e9_", CELL_LONGEST, &out);
	cr_expect_str_eq(buf_text(&out), "a\nb\nc\xef\xbf\xbd_x0_ _x005F_x00e9_");
	memset(longest, 'x', 40000);
	longest[40000] = 0;
	buf_clear(&out);
	cr_expect(celltext_add(longest, CELL_LONGEST, &out));
	cr_expect_eq(out.len, 32767);
	buf_clear(&out);
	cr_expect(celltext_add("😀😀", 3, &out), "an emoji is two of Excel's characters");
	cr_expect_str_eq(buf_text(&out), "😀");
	free(longest);
	buf_release(&out);
}

Test(book, tables_without_rows_or_columns)
{
	char path[] = "/tmp/kesu-book-XXXXXX";
	struct err err;
	struct book *book = book_new(&(struct book_info){0}, &err);
	struct table *none = table_new("x"), *empty = table_new("x");
	struct outfile *out;

	close(mkstemp(path));
	table_add_column(empty, "a", CELL_TEXT, NULL);
	book_start_sheet(book, book_name_sheet(book, "none"));
	book_add_table(book, &(struct book_block){.table = none});
	book_start_sheet(book, book_name_sheet(book, "empty"));
	book_add_table(book, &(struct book_block){.table = empty});
	out = outfile_open(path, &err);
	cr_assert_eq(book_save(book, out, &err), 0, "%s", err.text);
	cr_assert_eq(outfile_commit(out, &err), 0);
	book_free(book);
	unlink(path);
	table_free(none);
	table_free(empty);
}

/* The numbers of the last two series become error bars of the first. */
Test(book, dots_and_whiskers)
{
	static const char dots[] =
		"<c:chartSpace><c:style "
		"val=\"46\"/><c:lineChart><c:ser><c:cat></c:cat><c:val>1</c:val></c:ser>"
		"<c:ser><c:cat></c:cat><c:val>2</c:val></c:ser><c:ser><c:cat></c:cat><c:val>3</"
		"c:val></c:ser>"
		"<c:axId val=\"1\"/></c:lineChart></c:chartSpace>";
	struct buf out = {0};

	cr_assert(combine_whiskers(dots, sizeof dots - 1, &out));
	cr_expect(strstr(out.data, "<c:chartSpace><c:lineChart><c:ser><c:errBars>"));
	cr_expect(strstr(out.data, "<c:plus>3</c:plus><c:minus>2</c:minus>"));
	cr_expect(strstr(out.data, "</c:errBars><c:cat></c:cat><c:val>1</c:val></c:ser><c:axId"));
	buf_clear(&out);
	cr_expect_not(combine_whiskers(dots + 40, sizeof dots - 41, &out));
	cr_expect_eq(out.len, 0);
	buf_release(&out);
}

/* As long as before, and what has no level labels is not changed. */
Test(book, level_labels)
{
	char level[] =
		"<c:catAx><a:bodyPr rot=\"0\" vert=\"horz\"/></c:catAx><a:bodyPr rot=\"0\"/>";
	char other[] = "<c:catAx><a:bodyPr rot=\"-5400000\" vert=\"horz\"/></c:catAx>";

	cr_assert(combine_level_labels(level, sizeof level - 1));
	cr_expect_str_eq(level,
		"<c:catAx><a:bodyPr rot=\"1\" vert=\"horz\"/></c:catAx><a:bodyPr rot=\"1\"/>");
	cr_expect_not(combine_level_labels(other, sizeof other - 1));
	cr_expect(strstr(other, "-5400000"));
}

/* The last series becomes a line on the right; a chart without the mark stays as it is. */
Test(book, columns_and_a_line)
{
	static const char bars[] =
		"<c:chartSpace><c:style val=\"47\"/><c:barChart><c:ser>1</c:ser><c:ser>2</c:ser>"
		"<c:axId val=\"1\"/></c:barChart><c:catAx/><c:valAx></c:valAx></c:chartSpace>";
	struct buf out = {0};

	cr_assert(combine_last_series(bars, sizeof bars - 1, &out));
	cr_expect(strstr(out.data, "<c:barChart><c:ser>1</c:ser><c:axId"));
	cr_expect(strstr(out.data, "<c:lineChart><c:grouping val=\"standard\"/><c:ser>2</c:ser>"));
	cr_expect(strstr(out.data, "<c:crosses val=\"max\"/>"));
	cr_expect_null(strstr(out.data, "c:style"));
	buf_clear(&out);
	cr_expect_not(combine_last_series(bars + 40, sizeof bars - 41, &out));
	cr_expect_eq(out.len, 0);
	buf_release(&out);
}
