/* Templates to documents: the language, its errors, and that data never becomes markup. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "report/report.h"
#include "document/svg.h"

static struct share *share;

static const struct labels *load_labels(void *context, const char *lang, struct err *err)
{
	struct labels **labels = context;

	if (!*labels)
		*labels = labels_load(share, lang, err);
	return *labels;
}

/* Three causes of two periods' summary, or nothing, by the name in the command line. */
static struct table *run(void *context, const char *line, bool is_whole, struct err *err)
{
	static const struct {
		const char *cause;
		int n;
		double share, growth;
	} rows[] = {{"product", 7, 7.0 / 15, 0.5}, {"*logistics*", 6, 6.0 / 15, -0.041},
		{"a|b <i>", 2, 2.0 / 15, 0}};
	struct table *table = table_new("causes");

	(void)context;
	(void)is_whole;
	table_add_column(table, "cause", CELL_TEXT, "text");
	table_add_column(table, "complaints", CELL_INTEGER, "count");
	table_add_column(table, "share", CELL_REAL, "share");
	table_add_column(table, "growth", CELL_REAL, "growth");
	if (!strncmp(line, "nothing", 7))
		return table;
	if (strncmp(line, "causes", 6) != 0) {
		table_free(table);
		err_set(err, "unknown query '%s'", line);
		return NULL;
	}
	for (size_t i = 0; i < 3; i++) {
		size_t row = table_add_row(table);

		table_set_text(table, row, 0, rows[i].cause);
		table_set_integer(table, row, 1, rows[i].n);
		table_set_real(table, row, 2, rows[i].share);
		if (rows[i].growth != 0)
			table_set_real(table, row, 3, rows[i].growth);
	}
	return table;
}

#define HEAD                                                                                       \
	"---\nkesu-report: 1\nlang: zh-CN\ntitle: 月报（{{period | month}}）\nperiod: month\n" \
	"params:\n  top: 2\nqueries:\n  causes: causes --top {{params.top}}\n  none: "             \
	"nothing\n---\n"

static struct document *fill(const char *body, struct labels **labels, struct err *err)
{
	static const char *const folders[] = {".", NULL};
	char path[] = "/tmp/kesu-template-XXXXXX";
	struct report_source source = {.run = run,
		.context = labels,
		.labels = load_labels,
		.period = "2026-10",
		.as_of = "2026-10-31"};
	struct document *document;
	struct buf text = {0};

	share = share_new(NULL, folders);
	close(mkstemp(path));
	buf_format(&text, "%s%s", strncmp(body, "---", 3) ? HEAD : "", body);
	cr_assert(zero(int, file_write(path, text.data, text.len, err)));
	document = report_fill(path, &source, err);
	unlink(path);
	share_free(share);
	buf_release(&text);
	return document;
}

/* The document as one line of text: blocks separated by " / ", bold in [..]. */
static char *outline(const struct document *document)
{
	struct buf out = {0};

	for (size_t i = 0; i < document->n_blocks; i++) {
		const struct block *block = &document->blocks[i];

		buf_format(
			&out, "%s%c%d", i ? " / " : "", "HPLQ-KCTX"[block->type], block -> level);
		for (size_t k = 0; k < block->n_runs; k++)
			buf_format(&out, block->runs[k].bold ? "[%s]" : " %s", block->runs[k].text);
	}
	return buf_take(&out);
}

static void check(const char *body, const char *expected)
{
	struct labels *labels = NULL;
	struct err err = {""};
	struct document *document = fill(body, &labels, &err);
	char *text;

	cr_assert(ne(ptr, document, NULL), "%s", err.text);
	text = outline(document);
	cr_assert(eq(str, text, (char *)expected));
	free(text);
	document_free(document);
	labels_free(labels);
}

static void check_error(const char *body, const char *expected)
{
	struct labels *labels = NULL;
	struct err err = {""};
	struct document *document = fill(body, &labels, &err);

	cr_assert(zero(ptr, document), "'%s' was accepted", body);
	cr_assert(
		ne(ptr, strstr(err.text, expected), NULL), "'%s' has no '%s'", err.text, expected);
	document_free(document);
	labels_free(labels);
}

Test(report, values_and_filters)
{
	check("{{period | month}}，{{as_of | date}}", "P0 2026 年 10 月，2026 年 10 月 31 日");
	check("{{causes.complaints | int}} {{causes[1].share | pct1}}", "P0 7 40.0%");
	check("{{causes[0].growth | change}}、{{causes[1].growth | delta}}",
		"P0 上升 50.0%、−4.1%");
	check("{{causes[2].growth | pct1}} {{causes[2].growth | default 无}}", "P0 – 无");
	check("{{causes[0].cause | start 1}} {{causes[0].cause | start 99}}", "P0 p… product");
	check("{{causes[0:2].share | sum | pct0}} {{causes | count}}", "P0 87% 3");
	check("{{causes[0:1].cause | label | join}} {{causes[9].cause}}", "P0 产品 –");
	check("{{params.top | int}}", "P0 2");
	check("{{period | back 12 | first}} {{period | last}}", "P0 2025-10-01 2026-10-31");
}

Test(report, emphasis_works_beside_chinese)
{
	check("占**78%**的，**{{causes.complaints}}**件。**括号（a）**后",
		"P0 占[78%] 的，[7] 件。[括号（a）] 后");
	check("> **注意：** 共", "Q0[注意：]  共");
}

Test(report, data_is_never_markup)
{
	check("x {{causes[1].cause}} y", "P0 x *logistics* y");
	check("{{causes[2].cause}}", "P0 a|b <i>");
}

Test(report, conditions_and_loops)
{
	check("{{#if causes}}\n有\n{{else}}\n无\n{{/if}}", "P0 有");
	check("{{#if none}}\n有\n{{else}}\n无\n{{/if}}", "P0 无");
	check("{{#if not none}}\n无\n{{/if}}", "P0 无");
	check("{{#if causes[0].growth > 0.2}}\n升\n{{/if}}", "P0 升");
	check("{{#if causes[2].growth > 0}}\n升\n{{else}}\n不明\n{{/if}}", "P0 不明");
	check("{{#if causes[0].cause == 'product'}}\n是\n{{/if}}", "P0 是");
	check("{{#each causes}}\n- {{complaints}}\n{{/each}}", "L1 7 / L1 6 / L1 2");
	check("{{#each none}}\n- {{complaints}}\n{{else}}\n无\n{{/each}}", "P0 无");
	check("{{#each causes[0:1]}}\n{{#if complaints >= 7}}\n> - 多\n{{/if}}\n{{/each}}",
		"L1 多");
}

Test(report, blocks)
{
	check("# 一\n\n文字\n接着\n\n1. a\n2. b\n\n---\n",
		"H1 一 / P0 文字接着 / L1 a / L1 b / -0");
	check("```kpi\nquery: causes\ncomplaints \"量\" int unit=\"件\" delta=growth "
	      "good=down\n```\n",
		"K0");
	check("```table\nquery: causes\ntotal: complaints\ncause \"原因\" label width=30%\n"
	      "complaints \"件数\" int\n```\n",
		"T0");
	check("```chart\ntype: bar # a comment\nquery: causes\nlabel: cause\n```\n", "C0");
	check("```table\nquery: none\ncause \"原因\" label\n```\n", "P0 本期没有数据。");
	check("a\n\n{{page}}\nb\n", "P0 a / X0 / P0 b");
	check("| a | b |\n|---|---|\n| 1 | 2 |\n", "T0");
}

Test(report, errors_say_where)
{
	check_error("{{nosuch}}", ":12:3: unknown name 'nosuch'");
	check_error("投诉 {{causes.nosuch}}", "'causes' has no column 'nosuch'");
	check_error("{{causes.share | nosuch}}", ":12:18: unknown filter 'nosuch'");
	check_error("{{causes.cause | pct1}}", "'pct1' takes a number, not 'product'");
	check_error("{{causes.share", "'{{' without '}}'");
	check_error("{{#if causes}}\n", ":12:1: {{#if}} is never closed");
	check_error("{{/each}}\n", ":12:1: {{/each}} without its beginning");
	check_error("```nosuch\n```\n", ":12:4: unknown fence 'nosuch'");
	check_error("```kpi\n", "the fence has no closing");
	check_error("```kpi\nquery: nosuch\n```\n", ":13:1: unknown query 'nosuch'");
	check_error("```kpi\nquery: causes\ncomplaints \"n\" nosuch\n```\n", ":14:1:");
	check_error("```table\nquery: causes\ntotal: share\ncause \"n\" text\n```\n",
		"total: 'share' is no column shown");
	check_error("```chart\ntype: pie\nquery: causes\n```\n", "unknown chart type 'pie'");
	check_error("---\nkesu-report: 1\nnosuch: 1\n---\n", ":3:1: unknown setting 'nosuch'");
	check_error("---\nkesu-report: 1\nqueries:\n  a: nosuch\n---\n",
		":4:1: query 'a': unknown query 'nosuch'");
	check_error("---\nkesu-report: 1\nperiod: week\n---\n", "'2026-10' is no week");
}

Test(svg, ids_get_their_prefix)
{
	static const char svg[] =
		"<?xml version=\"1.0\"?>\n<svg><g id=\"a1\"/><use xlink:href=\"#a1\"/>"
		"<path clip-path=\"url(#clip)\"/></svg>";
	struct buf out = {0};

	svg_embed(svg, sizeof svg - 1, "c2", &out);
	cr_assert(eq(str, out.data,
		"<svg><g id=\"c2-a1\"/><use xlink:href=\"#c2-a1\"/>"
		"<path clip-path=\"url(#c2-clip)\"/></svg>"));
	buf_release(&out);
}
