/* Markdown for mail and wikis: values filled in, tables as pipe tables, charts as SVG files beside
 * it ("monthly-2026-10-1.svg"). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "document/document.h"
#include "document/words.h"

struct markdown {
	const struct document *document;
	const char *path;
	struct outfile *file;
	struct buf out;
	int n_charts;
	struct err *err;
};

/* Data must not become markup: what Markdown would read is escaped. */
static void add_escaped(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("\\`*_[]<>|#~", *text))
			buf_add_char(out, '\\');
		if (*text == '\n')
			buf_add_text(out, "<br>");
		else
			buf_add_char(out, *text);
	}
}

static void add_runs(struct buf *out, const struct text_run *runs, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct text_run *run = &runs[i];
		const char *mark = run->bold ? "**" : run->italic ? "*" : run->code ? "`" : "";

		if (run->link)
			buf_add_char(out, '[');
		buf_add_text(out, mark);
		if (run->code)
			buf_add_text(out, run->text);
		else
			add_escaped(out, run->text);
		buf_add_text(out, mark);
		if (run->link)
			buf_format(out, "](%s)", run->link);
	}
}

static void add_kpis(struct markdown *md, const struct block *block)
{
	bool is_chinese = words_is_chinese(md->document->lang);

	for (size_t i = 0; i < block->n_kpis; i++) {
		const struct kpi *kpi = &block->kpis[i];

		buf_add_text(&md->out, "- ");
		add_escaped(&md->out, kpi->name);
		buf_add_text(&md->out, is_chinese ? "：**" : ": **");
		add_escaped(&md->out, kpi->value);
		buf_add_text(&md->out, "**");
		if (*kpi->unit) {
			buf_add_char(&md->out, ' ');
			add_escaped(&md->out, kpi->unit);
		}
		if (*kpi->change) {
			buf_add_text(&md->out, is_chinese ? "（" : " (");
			add_escaped(&md->out, kpi->change);
			buf_add_text(&md->out, is_chinese ? "）" : ")");
		}
		buf_add_char(&md->out, '\n');
	}
}

static void add_cell(struct markdown *md, const char *text, size_t column, bool is_total)
{
	const char *mark = is_total && *text ? "**" : "";

	buf_format(&md->out, "%s%s", column ? " | " : "| ", mark);
	add_escaped(&md->out, text);
	buf_add_text(&md->out, mark);
}

static void add_table(struct markdown *md, const struct table_block *table)
{
	struct buf cell = {0};

	if (*table->caption) {
		buf_add_text(&md->out, "**");
		add_escaped(&md->out, table->caption);
		buf_add_text(&md->out, "**\n\n");
	}
	for (size_t i = 0; i < table->n_columns; i++) {
		add_cell(md, table->columns[i].title, i, false);
	}
	buf_add_text(&md->out, " |\n");
	for (size_t i = 0; i < table->n_columns; i++)
		buf_add_text(&md->out, table->columns[i].right ? "|---:" : "|---");
	buf_add_text(&md->out, "|\n");
	for (size_t row = 0; row < table_rows(table->table); row++) {
		for (size_t i = 0; i < table->n_columns; i++) {
			buf_clear(&cell);
			document_cell(md->document, table, row, i, &cell);
			add_cell(md, buf_text(&cell), i, document_is_total(table, row));
		}
		buf_add_text(&md->out, " |\n");
	}
	for (size_t i = 0; table->total && i < table->n_columns; i++)
		add_cell(md, table->total[i], i, true);
	if (table->total)
		buf_add_text(&md->out, " |\n");
	buf_release(&cell);
}

/* "out/monthly.md", 2 -> "out/monthly-2.svg"; standard output has no place beside it. */
static char *picture_path(const char *path, int number)
{
	const char *name = strcmp(path, "-") ? path : "kesu-report.md";
	const char *dot = strrchr(file_name(name), '.');
	int n = (int)(dot ? (size_t)(dot - name) : strlen(name));

	return mem_format("%.*s-%d.svg", n, name, number);
}

static int add_chart(struct markdown *md, const struct chart *chart)
{
	char *path = picture_path(md->path, ++md->n_charts);
	struct buf svg = {0};
	int status = chart_picture(chart, PICTURE_SVG, 0, 0, 1, md->document->lang, &svg, md->err);

	if (status == 0)
		status = outfile_add_companion(md->file, path, svg.data, svg.len, md->err);
	buf_add_text(&md->out, "![");
	add_escaped(&md->out, chart->title ? chart->title : "");
	buf_add_text(&md->out, "](<");
	for (const char *p = file_name(path); *p; p++) {
		if (strchr("<>\\", *p))
			buf_add_char(&md->out, '\\');
		buf_add_char(&md->out, *p);
	}
	buf_add_text(&md->out, ">)\n");
	buf_release(&svg);
	free(path);
	return status;
}

static bool is_list(const struct block *block)
{
	return block->type == BLOCK_LIST_ITEM;
}

static int add_block(struct markdown *md, const struct block *block)
{
	switch (block->type) {
	case BLOCK_HEADING:
		for (int i = 0; i < block->level; i++)
			buf_add_char(&md->out, '#');
		buf_add_char(&md->out, ' ');
		break;
	case BLOCK_QUOTE:
		buf_add_text(&md->out, "> ");
		break;
	case BLOCK_LIST_ITEM:
		buf_format(&md->out, "%s%*s", block->is_quoted ? "> " : "", 2 * (block->level - 1),
			"");
		if (block->number)
			buf_format(&md->out, "%d. ", block->number);
		else
			buf_add_text(&md->out, "- ");
		break;
	case BLOCK_RULE:
		buf_add_text(&md->out, "---\n");
		return 0;
	case BLOCK_KPI:
		add_kpis(md, block);
		return 0;
	case BLOCK_CHART:
		return add_chart(md, block->chart);
	case BLOCK_TABLE:
		add_table(md, &block->table);
		return 0;
	case BLOCK_DETAIL:
		return 0;
	case BLOCK_PARAGRAPH:
	case BLOCK_PAGE_BREAK:
		break;
	}
	add_runs(&md->out, block->runs, block->n_runs);
	buf_add_char(&md->out, '\n');
	return 0;
}

static int add_blocks(struct markdown *md)
{
	const struct document *document = md->document;

	buf_add_text(&md->out, "# ");
	add_escaped(&md->out, document->title);
	buf_add_text(&md->out, "\n\n");
	if (*document->subtitle) {
		add_escaped(&md->out, document->subtitle);
		buf_add_text(&md->out, "\n\n");
	}
	for (size_t i = 0; i < document->n_blocks; i++) {
		const struct block *block = &document->blocks[i];

		if (add_block(md, block) < 0)
			return -1;
		if (i + 1 < document->n_blocks && !(is_list(block) && is_list(block + 1)))
			buf_add_char(&md->out, '\n');
	}
	return 0;
}

int write_markdown(
	const struct document *document, const char *path, struct outfile *out, struct err *err)
{
	struct markdown md = {.document = document, .path = path, .file = out, .err = err};
	int status = add_blocks(&md);

	if (status == 0 && fwrite(md.out.data, 1, md.out.len, outfile_stream(out)) != md.out.len)
		status = err_errno(err, "cannot write '%s'", path);
	buf_release(&md.out);
	return status;
}
