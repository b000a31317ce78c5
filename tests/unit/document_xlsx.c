#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "document/document.h"

static struct table *causes(size_t n)
{
	struct table *t = table_new("pareto");

	table_add_column(t, "cause", CELL_TEXT, NULL);
	table_add_column(t, "complaints", CELL_INTEGER, "count");
	table_add_column(t, "growth", CELL_REAL, "growth");
	for (size_t i = 0; i < n; i++) {
		table_add_row(t);
		table_set_text(t, i, 0, i % 2 ? "product" : "物流延误");
		table_set_integer(t, i, 1, (int64_t)(100 - i % 100));
		table_set_real(t, i, 2, 0.182 - 0.1 * (double)(i % 3));
	}
	return t;
}

#define TEXT(s) .runs = (struct text_run[]){{.text = (s)}}, .n_runs = 1

static int write_document(const char *path, const struct table *table, const char *query)
{
	static char *labels[] = {"物流延误", "product"};
	static double y[] = {100, 99};
	static struct series series[] = {{.name = "件数", .y = y}};
	static struct chart chart = {.type = CHART_PARETO,
		.title = "前两类",
		.n_labels = 2,
		.labels = labels,
		.n_series = 1,
		.series = series};
	static const struct kpi kpis[] = {{"投诉总量", "3,594", "件", "环比 +7.2%", -1}};
	static const struct table_column columns[] = {
		{0, "投诉原因", "text", 0, false, 0},
		{1, "件数", "int", 0, true, 0},
		{2, "环比", "delta", 0, true, -1},
	};
	static const char *const total[] = {"合计", "3,594", ""};
	const struct block blocks[] = {
		{.type = BLOCK_HEADING, .level = 1, TEXT("总体情况")},
		{.type = BLOCK_KPI, .kpis = kpis, .n_kpis = 1},
		{.type = BLOCK_PARAGRAPH, TEXT("10月共登记投诉 3,594 件。")},
		{.type = BLOCK_HEADING, .level = 1, TEXT("原因")},
		{.type = BLOCK_CHART, .chart = &chart, .query = query},
		{.type = BLOCK_TABLE, .table = {query, "按原因/统计", table, columns, 3, total}},
		{.type = BLOCK_HEADING, .level = 1, TEXT("口径说明")},
		{.type = BLOCK_LIST_ITEM, .level = 1, TEXT("按受理日期统计")},
	};
	const struct document document = {.title = "客户投诉分析月报",
		.lang = "zh-CN",
		.as_of = "2026-10-31",
		.period = "2026-10",
		.day = 20757,
		.blocks = blocks,
		.n_blocks = sizeof blocks / sizeof *blocks};
	struct err err;
	struct outfile *out = outfile_open(path, &err);
	int result = write_xlsx(&document, out, &err);

	cr_assert_eq(result, 0, "%s", err.text);
	return outfile_commit(out, &err);
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

static void has(const char *path, const char *part, const char *want)
{
	char *xml = part_of(path, part);

	cr_expect(xml && strstr(xml, want), "%s is not in %s of %s", want, part, xml);
	free(xml);
}

Test(document_xlsx, sheets_of_a_report)
{
	char path[] = "/tmp/kesu-report-XXXXXX";
	struct table *t = causes(8);

	close(mkstemp(path));
	cr_assert_eq(write_document(path, t, "causes"), 0);
	has(path, "xl/workbook.xml",
		"<sheet name=\"总览\" sheetId=\"1\" r:id=\"rId1\"/>"
		"<sheet name=\"按原因 统计\" sheetId=\"2\" r:id=\"rId2\"/>"
		"<sheet name=\"口径\" sheetId=\"3\" r:id=\"rId3\"/>");
	has(path, "xl/worksheets/sheet1.xml", "location=\"'按原因 统计'!A1\"");
	has(path, "xl/worksheets/sheet2.xml", "location=\"'总览'!A1\"");
	has(path, "xl/worksheets/sheet2.xml", "<autoFilter ref=\"A4:C12\"/>");
	has(path, "xl/worksheets/sheet2.xml", "<v>3594</v>");
	has(path, "xl/styles.xml", "formatCode=\"▲ 0.0%;▼ 0.0%;0.0%\"");
	has(path, "xl/charts/chart2.xml", "<c:f>'按原因 统计'!$F$5:$F$6</c:f>");
	unlink(path);
	table_free(t);
}

Test(document_xlsx, detail_of_many_rows)
{
	char path[] = "/tmp/kesu-report-XXXXXX";
	struct table *t = causes(50000);

	close(mkstemp(path));
	cr_assert_eq(write_document(path, t, "detail"), 0);
	has(path, "xl/workbook.xml", "<sheet name=\"明细\" sheetId=\"2\"");
	has(path, "xl/worksheets/sheet2.xml", "<c r=\"A50004\"");
	has(path, "xl/worksheets/sheet2.xml", "<c r=\"F5\"");
	unlink(path);
	table_free(t);
}
