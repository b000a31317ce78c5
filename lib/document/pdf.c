/* The document as a PDF: blocks flow down the pages, then contents, headers and footers are added,
 * for which all page numbers must be known. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "document/pdf.h"
#include "document/words.h"

static const double LIST_SPACE = 6; /* below the last item */

/* --- blocks --- */

static bool is_quoted(const struct block *block)
{
	return block->type == BLOCK_QUOTE || (block->type == BLOCK_LIST_ITEM && block->is_quoted);
}

static bool is_item(const struct block *block)
{
	return block->type == BLOCK_LIST_ITEM;
}

static bool starts_list(const struct document *document, size_t i)
{
	return is_item(&document->blocks[i]) && !(i && is_item(&document->blocks[i - 1]));
}

static bool ends_list(const struct block *last, const struct block *block)
{
	return is_item(last) && !is_item(block);
}

/* What must stand on one page from the start of block `i` on: a heading takes the next one's, and
 * so does a text between a heading and its table. */
static double start_height(struct flow *flow, size_t i, bool after_heading)
{
	const struct document *document = flow->document;
	const struct block *block;

	if (i >= document->n_blocks)
		return 0;
	block = &document->blocks[i];
	switch (block->type) {
	case BLOCK_HEADING:
		return heading_height(flow, block, after_heading) + start_height(flow, i + 1, true);
	case BLOCK_PARAGRAPH:
		if (after_heading && i + 1 < document->n_blocks &&
			document->blocks[i + 1].type == BLOCK_TABLE)
			return text_block_height(flow, block) + start_height(flow, i + 1, false);
		return text_block_start(flow, block);
	case BLOCK_LIST_ITEM:
	case BLOCK_QUOTE:
		return text_block_start(flow, block);
	case BLOCK_KPI:
		return kpi_height(flow, block);
	case BLOCK_CHART:
		return chart_start(flow, i);
	case BLOCK_TABLE:
		return table_start(flow, block);
	case BLOCK_RULE:
	case BLOCK_PAGE_BREAK:
	case BLOCK_DETAIL:
		break;
	}
	return 0;
}

/* The last heading of a form that ends with what is signed; n_blocks where there is none. */
static size_t find_signed(const struct document *document)
{
	size_t i = document->n_blocks;

	if (!i || !document->blocks[i - 1].table.is_form)
		return i;
	while (i-- > 0)
		if (document->blocks[i].type == BLOCK_HEADING)
			return i;
	return document->n_blocks;
}

/* Signatures stand below what is signed, never alone on a page; 0 where that is too much for one.
 */
static double signed_height(struct flow *flow, size_t i)
{
	const struct document *document = flow->document;
	double height = heading_height(flow, &document->blocks[i], flow->after_heading);

	while (++i < document->n_blocks) {
		const struct block *block = &document->blocks[i];

		height += block->type == BLOCK_TABLE ? table_start(flow, block)
						     : text_block_height(flow, block);
	}
	return height < PAGE_BOTTOM - PAGE_TOP ? height : 0;
}

static void put_rule(struct flow *flow)
{
	flow_space(flow, 6);
	scene_line(flow_page(flow), PAGE_LEFT, flow->y, PAGE_RIGHT, flow->y, 0.7, ZERO_AXIS);
	flow->y += 12;
}

static void put_block(struct flow *flow, size_t i)
{
	const struct block *block = &flow->document->blocks[i];

	switch (block->type) {
	case BLOCK_HEADING:
		heading_put(flow, block);
		break;
	case BLOCK_PARAGRAPH:
	case BLOCK_LIST_ITEM:
	case BLOCK_QUOTE:
		text_block_put(flow, block);
		break;
	case BLOCK_KPI:
		kpi_put(flow, block);
		break;
	case BLOCK_CHART:
		chart_put(flow, i);
		break;
	case BLOCK_TABLE:
		table_put(flow, block);
		break;
	case BLOCK_RULE:
		put_rule(flow);
		break;
	case BLOCK_PAGE_BREAK:
		if (flow->y > PAGE_TOP)
			flow_new_page(flow);
		break;
	case BLOCK_DETAIL:
		break;
	}
}

static void put_blocks(struct flow *flow)
{
	const struct document *document = flow->document;
	size_t signing = find_signed(document);

	for (size_t i = 0; i < document->n_blocks; i++) {
		const struct block *block = &document->blocks[i];

		if (i == signing)
			flow_need(flow, signed_height(flow, i));
		if (flow->in_box && !is_quoted(block))
			call_out_close(flow);
		if (i && ends_list(block - 1, block)) {
			flow_space(flow, LIST_SPACE);
			scene_end(flow_page(flow), "L");
		}
		if (!flow->in_box)
			flow_need(flow, start_height(flow, i, flow->after_heading));
		if (!flow->in_box && is_quoted(block))
			call_out_open(flow);
		if (block->type != BLOCK_HEADING)
			flow->after_heading = false;
		if (starts_list(document, i))
			scene_begin(flow_page(flow), "L", NULL);
		put_block(flow, i);
	}
	if (flow->in_box)
		call_out_close(flow);
	if (document->n_blocks && is_item(&document->blocks[document->n_blocks - 1]))
		scene_end(flow_page(flow), "L");
}

/* --- headers and footers --- */

static const struct type MARGIN_TYPE = {.size = 8.5, .colour = MUTED};

static void put_header(struct scene *page, const char *title, const char *period)
{
	scene_text(page, PAGE_LEFT, 46, ALIGN_LEFT, title, MARGIN_TYPE);
	scene_text(page, PAGE_RIGHT, 46, ALIGN_RIGHT, period, MARGIN_TYPE);
	scene_line(page, PAGE_LEFT, 53, PAGE_RIGHT, 53, 0.7, ZERO_AXIS);
}

static void put_footer(struct flow *flow, struct scene *page, size_t number)
{
	struct buf text = {0};

	words_page(flow->document->lang, number, flow->n_pages, &text);
	scene_text(page, PAPER_WIDTH / 2, 806, ALIGN_CENTRE, buf_text(&text), MARGIN_TYPE);
	buf_release(&text);
}

static void put_margins(struct flow *flow)
{
	const char *title = flow_cut(flow, flow->document->title ? flow->document->title : "",
		MARGIN_TYPE, flow_width() * 0.7);
	struct buf period = {0};

	if (flow->document->period)
		words_period_alone(flow->document->lang, flow->document->period, &period);
	for (size_t i = 0; i < flow->n_pages; i++) {
		if (i > 0)
			put_header(&flow->pages[i], title, buf_text(&period));
		put_footer(flow, &flow->pages[i], i + 1);
	}
	buf_release(&period);
}

/* --- the file --- */

static int write_pages(struct flow *flow, struct outfile *out, struct err *err)
{
	struct pdf_page *pages = mem_zalloc(flow->n_pages * sizeof *pages);
	const struct document *document = flow->document;
	struct pdf pdf = {.title = document->title ? document->title : "",
		.author = document->author,
		.subject = document->subtitle,
		.lang = document->lang,
		.day = document->day,
		.pages = pages,
		.n_pages = flow->n_pages,
		.anchors = flow->anchors,
		.n_anchors = flow->n_anchors};
	struct buf bytes = {0};
	int status;

	for (size_t i = 0; i < flow->n_pages; i++)
		pages[i] = (struct pdf_page){
			&flow->pages[i], arena_format(&flow->arena, "%zu", i + 1)};
	status = pdf_write(&pdf, flow->fonts, &bytes, err);
	if (status == 0 && fwrite(bytes.data, 1, bytes.len, outfile_stream(out)) != bytes.len)
		status = err_errno(err, "cannot write the pdf");
	buf_release(&bytes);
	free(pages);
	return status;
}

static void release_flow(struct flow *flow)
{
	for (size_t i = 0; i < flow->n_pages; i++)
		scene_release(&flow->pages[i]);
	free(flow->pages);
	for (size_t i = 0; i < flow->document->n_blocks; i++)
		scene_release(&flow->charts[i]);
	free(flow->charts);
	free(flow->anchors);
	arena_release(&flow->arena);
}

int write_pdf(const struct document *document, struct outfile *out, struct err *err)
{
	struct flow flow = {.document = document, .fonts = fonts_open(document->lang, err)};
	int status;

	if (!flow.fonts)
		return -1;
	chart_prepare(&flow);
	front_reserve(&flow);
	put_blocks(&flow);
	front_fill(&flow);
	put_margins(&flow);
	status = write_pages(&flow, out, err);
	release_flow(&flow);
	fonts_close(flow.fonts);
	return status;
}
