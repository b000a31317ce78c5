/* One HTML file: no scripts, nothing fetched, charts inline, readable on a phone and in print. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "document/document.h"
#include "document/svg.h"
#include "document/words.h"
#include "table/write.h"

/* Points; narrower than a page of paper, so that letters stay readable on a phone. */
enum { CHART_WIDTH = 560 };

static const char STYLE[] =
	":root{--ink:#1F2933;--muted:#66727F;--grid:#E3E7EB;--band:#EEF3F8;--main:#2F6DA8;"
	"--alert:#C8501E;--good:#0B7461}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0 auto;max-width:52rem;padding:1rem;color:var(--ink);background:#fff;"
	"line-height:1.7;font-family:\"Noto Sans SC\",\"Noto Sans CJK SC\",\"PingFang SC\","
	"\"Microsoft YaHei\",\"Noto Sans\",sans-serif;overflow-wrap:anywhere}\n"
	":lang(zh-TW){font-family:\"Noto Sans TC\",\"Noto Sans CJK TC\",\"PingFang TC\","
	"\"Microsoft JhengHei\",sans-serif}\n"
	":lang(en){font-family:\"Noto Sans\",\"Segoe UI\",Arial,sans-serif}\n"
	"h1,h2,h3,h4{line-height:1.35;margin:1.8em 0 .6em;break-after:avoid}\n"
	"h1{font-size:1.35rem;color:#123F6E}h2{font-size:1.15rem}h3{font-size:1rem}\n"
	"header h1{font-size:1.7rem;margin:.4em 0 .2em}\n"
	"header p,figcaption,.muted{color:var(--muted);margin:.2em 0}\n"
	"nav ul{list-style:none;padding:0}nav .l2{padding-left:1.2em}nav .l3{padding-left:2.4em}\n"
	"a{color:var(--main)}\n"
	".kpis{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.6rem;"
	"margin:1rem 0}\n"
	".kpi{background:var(--band);border-left:4px solid var(--main);padding:.6rem .8rem}\n"
	".kpi b{display:block;font-size:1.4rem;line-height:1.4}.kpi small{color:var(--muted)}\n"
	".good,.kpi .good{color:var(--good)}.bad,.kpi .bad{color:var(--alert)}\n"
	"blockquote{margin:1em 0;padding:.5rem 1rem;border-left:4px solid var(--alert);"
	"background:#FBF3EF}\n"
	".scroll{overflow-x:auto}.scroll+.scroll{margin-top:1.2rem}"
	"table{border-collapse:collapse;width:100%;font-size:.92rem}\n"
	"caption{text-align:left;font-weight:bold;padding:.4rem 0}\n"
	"th,td{padding:.35rem .6rem;text-align:left;border-bottom:1px solid var(--grid);"
	"vertical-align:top;overflow-wrap:normal}\n"
	"th{background:#E4EDF6;word-break:keep-all}.n{text-align:right}"
	"td.n{white-space:nowrap}td:first-child:not(.n){min-width:6.5em}\n"
	"tr.total td{font-weight:bold;border-top:2px solid #B8C1CA}\n"
	"figure{margin:1.2rem 0;break-inside:avoid}figure svg{max-width:100%;height:auto}\n"
	"details{font-size:.85rem;color:var(--muted)}\n"
	"@media(max-width:600px){.scroll>table{width:max-content;min-width:100%}td{max-width:12em}"
	"main>ul{padding-left:1.3em}figure{overflow-x:auto}figure "
	"svg{max-width:none;width:40rem}}\n"
	"@media print{body{max-width:none;padding:0}details{display:none}tr{break-inside:avoid}"
	"thead{display:table-header-group}}\n";

struct html {
	const struct document *document;
	struct buf out;
	int n_charts;
	int list_depth; /* lists that are open */
	bool in_quote;
	struct err *err;
};

static void add_escaped(struct buf *out, const char *text)
{
	for (; *text; text++)
		switch (*text) {
		case '&':
			buf_add_text(out, "&amp;");
			break;
		case '<':
			buf_add_text(out, "&lt;");
			break;
		case '>':
			buf_add_text(out, "&gt;");
			break;
		case '"':
			buf_add_text(out, "&quot;");
			break;
		case '\n':
			buf_add_text(out, "<br>");
			break;
		default:
			if ((unsigned char)*text >= ' ' || *text == '\t')
				buf_add_char(out, *text);
		}
}

/* A link of a template may lead to a place of the document, the web or a mail address only. */
static bool is_safe(const char *link)
{
	return *link == '#' || !strncmp(link, "https://", 8) || !strncmp(link, "http://", 7) ||
	       !strncmp(link, "mailto:", 7);
}

static void add_runs(struct buf *out, const struct text_run *runs, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct text_run *run = &runs[i];
		const char *tag = run->bold     ? "strong"
				  : run->italic ? "em"
				  : run->code   ? "code"
						: NULL;
		bool is_link = run->link && is_safe(run->link);

		if (is_link) {
			buf_add_text(out, "<a href=\"");
			add_escaped(out, run->link);
			buf_add_text(out, "\">");
		}
		if (tag)
			buf_format(out, "<%s>", tag);
		add_escaped(out, run->text);
		if (tag)
			buf_format(out, "</%s>", tag);
		if (is_link)
			buf_add_text(out, "</a>");
	}
}

static const char *tone_class(int tone)
{
	return tone > 0 ? "good" : tone < 0 ? "bad" : "muted";
}

static void add_kpis(struct html *html, const struct block *block)
{
	buf_add_text(&html->out, "<div class=\"kpis\">\n");
	for (size_t i = 0; i < block->n_kpis; i++) {
		const struct kpi *kpi = &block->kpis[i];

		buf_add_text(&html->out, "<div class=\"kpi\"><small>");
		add_escaped(&html->out, kpi->name);
		buf_add_text(&html->out, "</small><b>");
		add_escaped(&html->out, kpi->value);
		if (*kpi->unit) {
			buf_add_char(&html->out, ' ');
			add_escaped(&html->out, kpi->unit);
		}
		buf_format(&html->out, "</b><small class=\"%s\">", tone_class(kpi->tone));
		add_escaped(&html->out, kpi->change);
		buf_add_text(&html->out, "</small></div>\n");
	}
	buf_add_text(&html->out, "</div>\n");
}

static void add_row(struct html *html, const struct table_block *table, size_t row)
{
	struct buf cell = {0};

	buf_add_text(&html->out, document_is_total(table, row) ? "<tr class=\"total\">" : "<tr>");
	for (size_t i = 0; i < table->n_columns; i++) {
		int tone = document_tone(table, row, i);

		buf_clear(&cell);
		document_cell(html->document, table, row, i, &cell);
		buf_add_text(
			&html->out, table->columns[i].right ? "<td class=\"n" : "<td class=\"");
		buf_format(&html->out, "%s\">", tone > 0 ? " good" : tone < 0 ? " bad" : "");
		add_escaped(&html->out, buf_text(&cell));
		buf_add_text(&html->out, "</td>");
	}
	buf_add_text(&html->out, "</tr>\n");
	buf_release(&cell);
}

static void add_header(struct html *html, const struct table_block *table)
{
	bool has_titles = document_has_header(table);

	buf_add_text(&html->out, has_titles ? "<thead><tr>" : "<colgroup>");
	for (size_t i = 0; i < table->n_columns; i++) {
		const struct table_column *column = &table->columns[i];

		buf_format(&html->out, "<%s%s", has_titles ? "th" : "col",
			column->right ? " class=\"n\"" : "");
		if (column->width > 0)
			buf_format(&html->out, " style=\"width:%.0f%%\"", column->width * 100);
		buf_add_char(&html->out, '>');
		if (!has_titles)
			continue;
		add_escaped(&html->out, column->title);
		buf_add_text(&html->out, "</th>");
	}
	buf_add_text(&html->out, has_titles ? "</tr></thead>\n" : "</colgroup>\n");
}

static void add_table(struct html *html, const struct table_block *table)
{
	buf_add_text(&html->out, "<div class=\"scroll\"><table>");
	if (*table->caption) {
		buf_add_text(&html->out, "<caption>");
		add_escaped(&html->out, table->caption);
		buf_add_text(&html->out, "</caption>");
	}
	add_header(html, table);
	buf_add_text(&html->out, "<tbody>\n");
	for (size_t row = 0; row < table_rows(table->table); row++)
		add_row(html, table, row);
	if (table->total) {
		buf_add_text(&html->out, "<tr class=\"total\">");
		for (size_t i = 0; i < table->n_columns; i++) {
			buf_format(&html->out, "<td%s>",
				table->columns[i].right ? " class=\"n\"" : "");
			add_escaped(&html->out, table->total[i]);
			buf_add_text(&html->out, "</td>");
		}
		buf_add_text(&html->out, "</tr>\n");
	}
	buf_add_text(&html->out, "</tbody></table></div>\n");
}

/* The letters of the picture are outlines: its numbers stand as a table below it. */
static void add_chart_data(struct html *html, const struct chart *chart)
{
	buf_format(&html->out,
		"<details><summary>%s</summary><div class=\"scroll\"><table><tr><th></th>",
		words_data(html->document->lang));
	for (size_t s = 0; s < chart->n_series; s++) {
		if (chart->series[s].role == ROLE_ALARM)
			continue;
		buf_add_text(&html->out, "<th class=\"n\">");
		add_escaped(&html->out, chart->series[s].name ? chart->series[s].name : "");
		buf_add_text(&html->out, "</th>");
	}
	buf_add_text(&html->out, "</tr>\n");
	for (size_t i = 0; i < chart->n_labels; i++) {
		buf_add_text(&html->out, "<tr><td>");
		add_escaped(&html->out, chart->labels[i]);
		for (size_t s = 0; s < chart->n_series; s++) {
			const struct series *series = &chart->series[s];

			if (series->role == ROLE_ALARM)
				continue; /* a mark, no number */
			buf_add_text(&html->out, "</td><td class=\"n\">");
			if (isfinite(series->y[i]))
				chart_value_text(chart, series, series->y[i], &html->out);
		}
		buf_add_text(&html->out, "</td></tr>\n");
	}
	buf_add_text(&html->out, "</table></div></details>\n");
}

static int add_chart(struct html *html, const struct chart *chart)
{
	struct buf svg = {0};
	char prefix[16];
	int status = chart_picture(
		chart, PICTURE_SVG, CHART_WIDTH, 0, 1, html->document->lang, &svg, html->err);

	snprintf(prefix, sizeof prefix, "c%d", ++html->n_charts);
	buf_add_text(&html->out, "<figure>\n");
	if (status == 0)
		svg_embed(svg.data, svg.len, prefix, &html->out);
	add_chart_data(html, chart);
	buf_add_text(&html->out, "</figure>\n");
	buf_release(&svg);
	return status;
}

/* Lists and call-outs are several blocks: opened and closed where their run begins and ends. */
static void set_list(struct html *html, int depth, bool is_ordered)
{
	for (; html->list_depth > depth; html->list_depth--)
		buf_add_text(&html->out, "</ul>\n");
	for (; html->list_depth < depth; html->list_depth++)
		buf_add_text(&html->out, is_ordered ? "<ul class=\"ordered\">\n" : "<ul>\n");
}

static void set_context(struct html *html, const struct block *block)
{
	bool is_item = block && block->type == BLOCK_LIST_ITEM;
	bool in_quote = block && (block->type == BLOCK_QUOTE || (is_item && block->is_quoted));

	if (!is_item || in_quote != html->in_quote)
		set_list(html, 0, false);
	if (html->in_quote && !in_quote)
		buf_add_text(&html->out, "</blockquote>\n");
	if (!html->in_quote && in_quote)
		buf_add_text(&html->out, "<blockquote>\n");
	html->in_quote = in_quote;
	if (is_item)
		set_list(html, block->level, block->number > 0);
}

static void add_text_block(struct html *html, const struct block *block)
{
	const char *tag = "p";
	char heading[16];

	if (block->type == BLOCK_HEADING) {
		snprintf(heading, sizeof heading, "h%d", block->level < 4 ? block->level : 4);
		tag = heading;
		buf_format(&html->out, "<%s id=\"%s\">", tag, block->anchor);
	} else if (block->type == BLOCK_LIST_ITEM) {
		tag = "li";
		if (block->number)
			buf_format(&html->out,
				"<li style=\"list-style:none\"><span class=\"muted\">%d.</span> ",
				block->number);
		else
			buf_add_text(&html->out, "<li>");
	} else {
		buf_add_text(&html->out, "<p>");
	}
	add_runs(&html->out, block->runs, block->n_runs);
	buf_format(&html->out, "</%s>\n", tag);
}

static int add_block(struct html *html, const struct block *block)
{
	set_context(html, block);
	switch (block->type) {
	case BLOCK_KPI:
		add_kpis(html, block);
		break;
	case BLOCK_TABLE:
		add_table(html, &block->table);
		break;
	case BLOCK_CHART:
		return add_chart(html, block->chart);
	case BLOCK_RULE:
		buf_add_text(&html->out, "<hr>\n");
		break;
	case BLOCK_PAGE_BREAK:
	case BLOCK_DETAIL:
		break;
	case BLOCK_HEADING:
	case BLOCK_PARAGRAPH:
	case BLOCK_LIST_ITEM:
	case BLOCK_QUOTE:
		add_text_block(html, block);
		break;
	}
	return 0;
}

static void add_contents(struct html *html)
{
	const struct document *document = html->document;

	if (!document->toc)
		return;
	buf_format(&html->out, "<nav><h2>%s</h2><ul>\n",
		!words_is_chinese(document->lang)  ? "Contents"
		: !strcmp(document->lang, "zh-TW") ? "目錄"
						   : "目录");
	for (size_t i = 0; i < document->n_blocks; i++) {
		const struct block *block = &document->blocks[i];

		if (block->type != BLOCK_HEADING || block->level > document->toc)
			continue;
		buf_format(&html->out, "<li class=\"l%d\"><a href=\"#%s\">", block->level,
			block->anchor);
		for (size_t k = 0; k < block->n_runs; k++)
			add_escaped(&html->out, block->runs[k].text);
		buf_add_text(&html->out, "</a></li>\n");
	}
	buf_add_text(&html->out, "</ul></nav>\n");
}

static void add_head(struct html *html)
{
	const struct document *document = html->document;

	buf_format(&html->out,
		"<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
		document->lang);
	add_escaped(&html->out, document->title);
	buf_format(&html->out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>\n<h1>",
		STYLE);
	add_escaped(&html->out, document->title);
	buf_add_text(&html->out, "</h1>\n");
	if (*document->subtitle) {
		buf_add_text(&html->out, "<p>");
		add_escaped(&html->out, document->subtitle);
		buf_add_text(&html->out, "</p>\n");
	}
	buf_add_text(&html->out, "</header>\n");
}

int write_html(const struct document *document, struct outfile *out, struct err *err)
{
	struct html html = {.document = document, .err = err};
	int status = 0;

	add_head(&html);
	add_contents(&html);
	buf_add_text(&html.out, "<main>\n");
	for (size_t i = 0; i < document->n_blocks && status == 0; i++)
		status = add_block(&html, &document->blocks[i]);
	set_context(&html, NULL);
	buf_add_text(&html.out, "</main>\n</body>\n</html>\n");
	if (status == 0 &&
		fwrite(html.out.data, 1, html.out.len, outfile_stream(out)) != html.out.len)
		status = err_errno(err, "cannot write the HTML report");
	buf_release(&html.out);
	return status;
}
