#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/file.h"
#include "base/mem.h"
#include "document/document.h"

static const char *const CAUSES[] = {
	"物流延误", "产品质量", "退款缓慢", "客服态度", "账单错误", "安装问题", "网站故障", "其他"};
static const int COUNTS[] = {1284, 967, 541, 318, 204, 131, 87, 62};
static const double GROWTH[] = {0.182, -0.041, 0.337, -0.119, 0.024, -0.008, 0.061, -0.205};

/* A document made by hand, of every kind of block. */
struct sample {
	struct document document;
	struct block blocks[64];
	struct table *causes, *months, *details, *none;
	struct chart *pareto, *line, *bar;
};

static struct table *cause_table(void)
{
	struct table *table = table_new("causes");

	table_add_column(table, "cause", CELL_TEXT, NULL);
	table_add_column(table, "complaints", CELL_INTEGER, "count");
	table_add_column(table, "growth", CELL_REAL, "growth");
	for (size_t i = 0; i < 8; i++) {
		size_t row = table_add_row(table);

		table_set_text(table, row, 0, CAUSES[i]);
		table_set_integer(table, row, 1, COUNTS[i]);
		table_set_real(table, row, 2, GROWTH[i]);
	}
	return table;
}

static struct table *month_table(void)
{
	struct table *table = table_new("months");
	char label[16];

	table_add_column(table, "period", CELL_TEXT, NULL);
	table_add_column(table, "cause", CELL_TEXT, NULL);
	table_add_column(table, "complaints", CELL_INTEGER, "count");
	for (int i = 0; i < 24; i++)
		for (int c = 0; c < 5; c++) {
			size_t row = table_add_row(table);

			snprintf(label, sizeof label, "%d-%02d", 2024 + (10 + i) / 12,
				(10 + i) % 12 + 1);
			table_set_text(table, row, 0, label);
			table_set_text(table, row, 1, CAUSES[c]);
			table_set_integer(table, row, 2, COUNTS[c] / 12 + (i * 7 + c * 5) % 13);
		}
	return table;
}

static struct table *detail_table(size_t n)
{
	struct table *table = table_new("details");
	char id[32], date[DATE_TEXT];

	table_add_column(table, "complaint_id", CELL_TEXT, "id");
	table_add_column(table, "received_at", CELL_TEXT, "date");
	table_add_column(table, "cause", CELL_TEXT, NULL);
	table_add_column(table, "text", CELL_TEXT, NULL);
	table_add_column(table, "growth", CELL_REAL, "growth");
	for (size_t i = 0; i < n; i++) {
		size_t row = table_add_row(table);

		snprintf(id, sizeof id, "TS-202610-%04zu", i + 1);
		table_set_text(table, row, 0, id);
		date_write(date, date_day(2026, 10, 1) + (int)(i / 8));
		table_set_text(table, row, 1, date);
		table_set_text(table, row, 2, CAUSES[i % 8]);
		table_set_text(table, row, 3,
			i % 9 ? "快递三天没有更新"
			      : "冰箱送来就有划痕，联系客服说要等总部处理，已经等了两个星期没有任何"
				"答复");
		table_set_real(table, row, 4, GROWTH[i % 8]);
	}
	return table;
}

static struct chart *chart_of(const struct table *table, enum chart_type type, const char *title)
{
	struct chart_choice choice = {.lang = "zh-CN",
		.title = title,
		.subtitle = "2024 年 11 月—2026 年 10 月·每月投诉件数"};
	struct err err;
	struct chart *chart = chart_from_table(table, type, &choice, &err);

	cr_assert_not_null(chart, "%s", err.text);
	return chart;
}

static const struct table_column CAUSE_COLUMNS[] = {
	{.column = 0, .title = "投诉原因", .format = "text"},
	{.column = 1, .title = "件数", .format = "int", .right = true},
	{.column = 2, .title = "环比", .format = "delta", .right = true, .good = -1},
};
static const char *const CAUSE_TOTAL[] = {"合计", "3,594", "+7.2%"};
static const struct table_column DETAIL_COLUMNS[] = {
	{.column = 0, .title = "投诉编号", .format = "text"},
	{.column = 1, .title = "登记日期", .format = "text"},
	{.column = 2, .title = "原因", .format = "text"},
	{.column = 3, .title = "投诉内容", .format = "text"},
	{.column = 4, .title = "环比", .format = "delta", .right = true, .good = -1},
};
static const struct kpi KPIS[] = {
	{"投诉总量", "3,594", "件", "环比 +7.2%", -1},
	{"按期办结率", "92.4%", "", "环比 +1.3 个百分点", 1},
	{"平均处理时长", "3.8", "天", "环比 −0.4 天", 1},
	{"重复投诉率", "6.1%", "", "环比 −0.6 个百分点", 1},
};
static const struct text_run PROSE[] = {
	{.text = "本月共登记投诉 "},
	{.text = "3,594", .bold = true},
	{.text = " 件，环比上升 "},
	{.text = "7.2%", .bold = true},
	{.text = "，同比上升 11.8%。其中物流延误 1,284 件，占 35.7%；产品质量 967 件，占 "
		 "26.9%；退款缓慢 541 "
		 "件，占 15.1%。前三类原因合计占全部投诉的 "
		 "78%，与上月基本持平。受“双十一”预售影响，华东与华南"
		 "地区的物流类投诉自 10 月 20 日起明显增加，详见"},
	{.text = "《物流延误》", .link = "#原因"},
	{.text = "一节（参见 "},
	{.text = "KPI dashboard", .link = "https://example.com/a?b='c'"},
	{.text = " 与 CRM 导出数据 "},
	{.text = "kesu growth", .code = true},
	{.text = "）。"},
};
static const struct text_run ITEM[] = {
	{.text = "环比、同比", .bold = true}, {.text = "：与上月、上年同月相比；本月未结束时按相同"
						       "天数比较。区间为 95% 精确区间，基数小于 10 "
						       "件的不作结论，只作为线索。"}};
static const struct text_run ALARM[] = {
	{.text = "需要关注：", .bold = true}, {.text = "本期共有 2 个指标超出控制限。"}};

#define RUNS(array) .runs = array, .n_runs = sizeof array / sizeof *array

static struct block *add(struct sample *s, struct block block)
{
	s->blocks[s->document.n_blocks] = block;
	return &s->blocks[s->document.n_blocks++];
}

static void add_heading(
	struct sample *s, int level, const struct text_run *title, const char *anchor)
{
	add(s, (struct block){.type = BLOCK_HEADING,
		       .level = level,
		       .anchor = anchor,
		       .runs = title,
		       .n_runs = 1});
}

static void add_table(struct sample *s, const char *caption, const struct table *table,
	const struct table_column *columns, size_t n, const char *const *total)
{
	add(s, (struct block){.type = BLOCK_TABLE,
		       .table = {.query = "q",
			       .caption = caption,
			       .table = table,
			       .columns = columns,
			       .n_columns = n,
			       .total = total}});
}

static void add_first_chapter(struct sample *s)
{
	static const struct text_run title[] = {{.text = "一、总体情况"}};
	static const struct text_run trend[] = {{.text = "1.1 投诉趋势"}};

	add_heading(s, 1, title, "总体");
	add(s, (struct block){.type = BLOCK_KPI, .kpis = KPIS, .n_kpis = 4});
	add(s, (struct block){.type = BLOCK_PARAGRAPH, RUNS(PROSE)});
	add(s, (struct block){.type = BLOCK_PARAGRAPH, RUNS(PROSE)});
	add(s, (struct block){.type = BLOCK_QUOTE, RUNS(ALARM)});
	add(s, (struct block){.type = BLOCK_LIST_ITEM, .level = 1, .is_quoted = true, RUNS(ITEM)});
	add(s, (struct block){.type = BLOCK_LIST_ITEM, .level = 1, .is_quoted = true, RUNS(ITEM)});
	add_heading(s, 2, trend, "趋势");
	add(s, (struct block){.type = BLOCK_CHART, .chart = s->line, .query = "months"});
}

static void add_second_chapter(struct sample *s)
{
	static const struct text_run title[] = {{.text = "二、投诉原因"}};
	static const struct text_run causes[] = {{.text = "2.1 原因构成"}};
	static const struct text_run ranking[] = {{.text = "2.2 原因排名"}};

	add_heading(s, 1, title, "原因");
	add_heading(s, 2, causes, "构成");
	add(s, (struct block){.type = BLOCK_CHART, .chart = s->pareto, .query = "causes"});
	add_table(s, "按原因统计", s->causes, CAUSE_COLUMNS, 3, CAUSE_TOTAL);
	add_table(s, "没有行的表", s->none, CAUSE_COLUMNS, 3, NULL);
	add_heading(s, 2, ranking, "排名");
	add(s, (struct block){.type = BLOCK_CHART, .chart = s->bar, .query = "causes"});
}

static void add_last_chapter(struct sample *s)
{
	static const struct text_run title[] = {{.text = "三、明细附表"}};
	static const struct text_run terms[] = {{.text = "四、口径说明"}};

	add_heading(s, 1, title, "明细");
	add_table(s, "重点投诉明细", s->details, DETAIL_COLUMNS, 5, NULL);
	add_heading(s, 1, terms, "口径");
	for (int i = 0; i < 6; i++)
		add(s, (struct block){.type = BLOCK_LIST_ITEM,
			       .level = 1 + i % 2,
			       .number = i % 2 ? 0 : i / 2 + 1,
			       RUNS(ITEM)});
	add(s, (struct block){.type = BLOCK_RULE});
	add(s, (struct block){.type = BLOCK_PARAGRAPH, RUNS(PROSE)});
}

static void make_sample(struct sample *s, size_t n_details)
{
	*s = (struct sample){.document = {.title = "客户投诉分析月报",
				     .subtitle = "2026 年 10 月 · 数据截至 2026 年 10 月 31 日",
				     .author = "客户服务分析组",
				     .lang = "zh-CN",
				     .as_of = "2026-10-31",
				     .period = "2026-10",
				     .toc = 2}};
	s->document.day = date_day(2026, 10, 31);
	s->document.blocks = s->blocks;
	s->causes = cause_table();
	s->months = month_table();
	s->details = detail_table(n_details);
	s->none = table_slice(s->causes, 0, 0);
	s->pareto = chart_of(s->causes, CHART_PARETO, "前三类原因占全部投诉的 78%");
	s->line = chart_of(s->months, CHART_LINE, "投诉量总体平稳");
	s->bar = chart_of(s->causes, CHART_BAR, "物流延误最多");
	add_first_chapter(s);
	add_second_chapter(s);
	add_last_chapter(s);
}

static void free_sample(struct sample *s)
{
	table_free(s->causes);
	table_free(s->months);
	table_free(s->details);
	table_free(s->none);
	chart_free(s->pareto);
	chart_free(s->line);
	chart_free(s->bar);
}

static char *write_sample(const struct sample *s)
{
	char *path = mem_text("/tmp/kesu-test-XXXXXX.pdf");
	struct outfile *out;
	struct err err;
	int fd = mkstemps(path, 4);

	cr_assert(fd >= 0);
	close(fd);
	out = outfile_open(path, &err);
	cr_assert_not_null(out);
	cr_assert_eq(write_pdf(&s->document, out, &err), 0, "%s", err.text);
	cr_assert_eq(outfile_commit(out, &err), 0);
	return path;
}

static char *output_of(const char *format, const char *path)
{
	char *command = mem_format(format, path);
	struct buf text = {0};
	FILE *pipe = popen(command, "r");
	size_t n;

	cr_assert_not_null(pipe);
	do {
		buf_reserve(&text, 4096);
		n = fread(text.data + text.len, 1, 4096, pipe);
		text.len += n;
		text.data[text.len] = 0;
	} while (n);
	cr_assert_eq(pclose(pipe), 0, "'%s' failed: %s", command, text.data);
	free(command);
	return buf_take(&text);
}

static void expect(const char *text, const char *what)
{
	cr_assert(strstr(text, what), "no '%s' in:\n%s", what, text);
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)); text += strlen(what))
		n++;
	return n;
}

Test(document_pdf, a_document_of_every_kind_of_block)
{
	struct sample sample;
	char *path, *text, *outline, *info;
	struct buf bytes = {0};
	struct err err;

	make_sample(&sample, 200);
	path = write_sample(&sample);
	free(output_of("qpdf --check %s", path));
	info = output_of("pdfinfo %s", path);
	expect(info, "Pages:           10");
	expect(info, "客户投诉分析月报");
	expect(info, "2026");
	text = output_of("pdftotext -layout -nopgbrk %s -", path);
	expect(text, "目录");
	expect(text, "第 1 页，共 10 页");
	expect(text, "第 10 页，共 10 页");
	expect(text, "按原因统计");
	expect(text, "重点投诉明细（续）");
	expect(text, "本期没有数据。");
	expect(text, "合计");
	expect(text, "−11.9%");
	cr_assert_eq(count(text, "TS-202610-"), 200);
	outline = output_of("qpdf --json --json-key=outlines %s", path);
	expect(outline, "2.2 原因排名");
	cr_assert_eq(count(outline, "\"title\""), 7);
	cr_assert_eq(file_read(path, &bytes, &err), 0);
	cr_assert(bytes.len < 200 * 1000, "%zu bytes", bytes.len);
	unlink(path);
	free(path);
	free(info);
	free(text);
	free(outline);
	buf_release(&bytes);
	free_sample(&sample);
}

enum { WIDE = 14 };

/* More columns, longer words and longer titles than a page can take as they are. */
static void make_wide(struct sample *s, struct table_column *columns)
{
	static const struct text_run title[] = {
		{.text = "一个很长很长的标题，比一行宽得多，因为写报告的人把结论、时间、范围和口径"
			 "全都放进了标题里面"}};
	static const struct kpi kpis[] = {
		{"一个名字很长很长很长很长很长的指标", "123,456,789,012,345", "件",
			"与上一个统计期相比 +7.2%", -1},
		{"b", "1", "", "", 0}, {"c", "2", "", "", 0}, {"d", "3", "", "", 0},
		{"e", "4", "", "", 0}};

	*s = (struct sample){.document = {.title = title->text,
				     .subtitle = title->text,
				     .lang = "zh-TW",
				     .period = "2026-10",
				     .day = date_day(2026, 10, 31),
				     .toc = 3}};
	s->document.blocks = s->blocks;
	s->details = table_new("wide");
	for (size_t c = 0; c < WIDE; c++) {
		table_add_column(s->details, "c", c % 2 ? CELL_INTEGER : CELL_TEXT, NULL);
		columns[c] = (struct table_column){
			.column = c, .title = "很長的欄位標題", .format = "text", .right = c % 2};
	}
	for (size_t r = 0; r < 60; r++) {
		size_t row = table_add_row(s->details);

		for (size_t c = 0; c < WIDE; c++)
			if (c % 2)
				table_set_integer(s->details, row, c, 123456789);
			else
				table_set_text(s->details, row, c,
					"Donaudampfschifffahrtsgesellschaft 多瑙河輪船公司");
	}
	add_heading(s, 1, title, "long");
	add(s, (struct block){.type = BLOCK_KPI, .kpis = kpis, .n_kpis = 5});
	add_heading(s, 3, title, "longer");
	add_table(s, title->text, s->details, columns, WIDE, NULL);
}

/* Every word of `pdftotext -bbox` lies on its page. */
static void check_on_page(const char *boxes)
{
	const char *p = boxes;
	double left, top, right, bottom;
	size_t n = 0;

	while ((p = strstr(p, "<word xMin="))) {
		cr_assert_eq(sscanf(p, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"",
				     &left, &top, &right, &bottom),
			4);
		cr_assert(left >= 40 && right <= 596 && top >= 20 && bottom <= 830, "%.120s", p);
		p++;
		n++;
	}
	cr_assert(n > 100);
}

Test(document_pdf, nothing_leaves_the_page)
{
	struct table_column columns[WIDE];
	struct sample sample;
	char *path, *boxes;

	make_wide(&sample, columns);
	path = write_sample(&sample);
	free(output_of("qpdf --check %s", path));
	boxes = output_of("pdftotext -bbox %s -", path);
	check_on_page(boxes);
	unlink(path);
	free(path);
	free(boxes);
	free_sample(&sample);
}

Test(document_pdf, the_same_document_gives_the_same_bytes)
{
	struct sample sample;
	struct buf one = {0}, two = {0};
	char *first, *second;
	struct err err;

	make_sample(&sample, 20);
	first = write_sample(&sample);
	second = write_sample(&sample);
	cr_assert_eq(file_read(first, &one, &err), 0);
	cr_assert_eq(file_read(second, &two, &err), 0);
	cr_assert(one.len == two.len && !memcmp(one.data, two.data, one.len));
	unlink(first);
	unlink(second);
	free(first);
	free(second);
	buf_release(&one);
	buf_release(&two);
	free_sample(&sample);
}

Test(document_pdf, a_document_without_blocks_is_one_page)
{
	struct document document = {.title = "Complaints",
		.lang = "en",
		.period = "2026-10",
		.as_of = "2026-10-31",
		.day = date_day(2026, 10, 31),
		.toc = 2};
	struct sample sample = {.document = document};
	char *path = write_sample(&sample);
	char *text = output_of("qpdf --check %1$s && pdftotext -layout -nopgbrk %1$s -", path);

	expect(text, "October 2026 · data as of 31 October 2026");
	expect(text, "Page 1 of 1");
	unlink(path);
	free(path);
	free(text);
}

/* The row of all is bold, so its numbers are the widest: they stay on one line. */
static void check_total(size_t n_columns, int64_t number)
{
	struct sample sample = {.document = {.title = "T", .lang = "en", .period = "2026-10"}};
	struct table_column columns[12];
	char *path, *text, *wanted = mem_format("%lld", (long long)number);

	sample.document.blocks = sample.blocks;
	sample.details = table_new("totals");
	for (size_t c = 0; c < n_columns; c++) {
		table_add_column(sample.details, "c", c ? CELL_INTEGER : CELL_TEXT, NULL);
		columns[c] = (struct table_column){
			.column = c, .title = "c", .format = "text", .right = c > 0};
	}
	table_add_row(sample.details);
	table_set_text(sample.details, 0, 0, "(total)");
	for (size_t c = 1; c < n_columns; c++)
		table_set_integer(sample.details, 0, c, number);
	add_table(&sample, "t", sample.details, columns, n_columns, NULL);
	path = write_sample(&sample);
	text = output_of("pdftotext -layout %s -", path);
	cr_expect_eq(count(text, wanted), n_columns - 1, "%zu columns of %s:\n%s", n_columns,
		wanted, text);
	unlink(path);
	free(path);
	free(text);
	free(wanted);
	free_sample(&sample);
}

Test(document_pdf, numbers_of_the_row_of_all_stay_whole)
{
	for (size_t n = 6; n <= 10; n++)
		for (int64_t number = 88888; number < 8888888888; number = number * 10 + 8)
			check_total(n, number);
}

/* Texts break between words before numbers of complaints and headers break within one. */
Test(document_pdf, long_texts_give_way_to_words)
{
	static const char *const row[] = {"WS261001360", "a vacuum cleaner without a cord",
		"fire or shock, vulnerable people", "a department of a longer name"};
	struct sample sample = {.document = {.title = "T", .lang = "en", .period = "2026-10"}};
	struct table_column columns[6];
	char *path, *text;

	sample.document.blocks = sample.blocks;
	sample.details = table_new("words");
	for (size_t c = 0; c < 6; c++) {
		table_add_column(sample.details, "c", c < 4 ? CELL_TEXT : CELL_INTEGER, NULL);
		columns[c] = (struct table_column){
			.column = c, .title = "Severity", .format = "text", .right = c > 3};
	}
	table_add_row(sample.details);
	for (size_t c = 0; c < 6; c++)
		if (c < 4)
			table_set_text(sample.details, 0, c, row[c]);
		else
			table_set_integer(sample.details, 0, c, 4);
	add_table(&sample, "t", sample.details, columns, 6, NULL);
	path = write_sample(&sample);
	text = output_of("pdftotext -layout %s -", path);
	cr_expect_eq(count(text, "Severity"), 6, "%s", text);
	expect(text, "WS261001360");
	cr_expect_eq(count(text, "fire or shock, vulnerable people"), 0, "%s", text);
	unlink(path);
	free(path);
	free(text);
	free_sample(&sample);
}
