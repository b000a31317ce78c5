/* The first page: what the report is, and its contents. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/pdf.h"
#include "document/words.h"

static const double TITLE_TOP = 118, ENTRY = 21, CONTENTS_TOP = 262;
/* How much higher the title and the text stand where there are no contents: pages are short. */
static const double RAISED = 42, SUBTITLE_BELOW = 16, TEXT_BELOW = 38, AUTHOR = 20;

static bool is_listed(const struct document *document, const struct block *block)
{
	return block->type == BLOCK_HEADING && block->level <= document->toc;
}

static size_t count_entries(const struct document *document)
{
	size_t n = 0;

	for (size_t i = 0; i < document->n_blocks; i++)
		n += is_listed(document, &document->blocks[i]);
	return n;
}

static size_t entries_on(bool is_first)
{
	return (size_t)((PAGE_BOTTOM - (is_first ? CONTENTS_TOP : PAGE_TOP)) / ENTRY);
}

size_t front_pages(const struct document *document)
{
	size_t n = count_entries(document), first = entries_on(true), later = entries_on(false);

	return n <= first ? 1 : 1 + (n - first + later - 1) / later;
}

static void put_line(struct flow *flow, double y, const char *text, double size)
{
	scene_begin(flow_page(flow), "P", NULL);
	flow_text(flow, PAGE_LEFT, y, ALIGN_LEFT, text,
		(struct type){.size = size, .colour = MUTED}, flow_width());
	scene_end(flow_page(flow), "P");
}

static void put_subtitle(struct flow *flow, double y)
{
	const struct document *document = flow->document;
	struct buf text = {0};

	document_subtitle(document, &text);
	put_line(flow, y, buf_text(&text), 12);
	buf_release(&text);
}

/* The largest type in which the title takes two lines at most. */
static void put_name(struct flow *flow)
{
	static const double SIZES[] = {25, 20, 16};
	const char *name = flow->document->title ? flow->document->title : "";
	const struct text_run run = {.text = name};
	struct paragraph title = {.runs = &run,
		.n_runs = 1,
		.x = PAGE_LEFT,
		.width = flow_width(),
		.tag = "H1",
		.bold = true,
		.colour = DEEP};

	for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
		title.size = SIZES[i];
		title.leading = SIZES[i] * 1.44;
		if (paragraph_lines(flow, &title) <= 2) {
			paragraph_put(flow, &title);
			return;
		}
	}
	scene_begin(flow_page(flow), title.tag, NULL);
	flow_text(flow, PAGE_LEFT, flow->y + title.size, ALIGN_LEFT, name,
		(struct type){.size = title.size, .bold = true, .colour = DEEP}, flow_width());
	scene_end(flow_page(flow), title.tag);
	flow->y += title.leading;
}

/* At the top of the first page; leaves the cursor where a text may begin. */
static void put_title(struct flow *flow)
{
	const char *author = flow->document->author;
	bool has_author = author && *author;

	flow->y = TITLE_TOP - (count_entries(flow->document) ? 0 : RAISED);
	scene_rect(flow_page(flow), PAGE_LEFT, flow->y - 26, 46, 4, MAIN);
	put_name(flow);
	put_subtitle(flow, flow->y + SUBTITLE_BELOW);
	if (has_author)
		put_line(flow, flow->y + SUBTITLE_BELOW + AUTHOR, author, 10);
	flow->y += TEXT_BELOW + (has_author ? AUTHOR : 0);
}

/* Without contents the text begins below the title. */
void front_reserve(struct flow *flow)
{
	size_t n = front_pages(flow->document);

	flow_new_page(flow);
	put_title(flow);
	for (size_t i = 1; i < n; i++)
		flow_new_page(flow);
	if (count_entries(flow->document))
		flow_new_page(flow);
}

static void put_entry(struct flow *flow, size_t page, double y, const struct pdf_anchor *anchor)
{
	struct scene *scene = &flow->pages[page];
	bool is_top = anchor->level == 1;
	const struct type type = {.size = is_top ? 11 : 10, .bold = is_top, .colour = INK};
	double x = PAGE_LEFT + 18 * (anchor->level - 1), baseline = y + 14, from, to;
	const char *title = flow_cut(flow, anchor->title, type, PAGE_RIGHT - x - 50);
	char number[24], *target;

	snprintf(number, sizeof number, "%zu", anchor->page + 1);
	scene_begin(scene, "TOCI", NULL);
	scene_text(scene, x, baseline, ALIGN_LEFT, title, type);
	scene_text(scene, PAGE_RIGHT, baseline, ALIGN_RIGHT, number, type);
	target = mem_format("#%s", anchor->name);
	scene_link(scene, PAGE_LEFT, y, flow_width(), ENTRY, target);
	free(target);
	scene_end(scene, "TOCI");
	from = x + fonts_width(flow->fonts, title, type.size, type.bold) + 8;
	to = PAGE_RIGHT - fonts_width(flow->fonts, number, type.size, type.bold) - 8;
	if (from < to)
		scene_line(scene, from, baseline - 2, to, baseline - 2, 0.7, GRID);
}

void front_fill(struct flow *flow)
{
	size_t n = 0, first = entries_on(true), later = entries_on(false);

	if (!count_entries(flow->document))
		return;
	scene_begin(&flow->pages[0], "TOC", NULL);
	scene_begin(&flow->pages[0], "Caption", NULL);
	scene_text(&flow->pages[0], PAGE_LEFT, CONTENTS_TOP - 16, ALIGN_LEFT,
		words_contents(flow->document->lang),
		(struct type){.size = 12.5, .bold = true, .colour = INK});
	scene_end(&flow->pages[0], "Caption");
	for (size_t i = 0; i < flow->n_anchors; i++) {
		size_t page = n < first ? 0 : 1 + (n - first) / later;
		size_t line = n < first ? n : (n - first) % later;

		if (flow->anchors[i].level > flow->document->toc)
			continue;
		put_entry(flow, page, (page ? PAGE_TOP : CONTENTS_TOP) + (double)line * ENTRY,
			&flow->anchors[i]);
		n++;
	}
	scene_end(&flow->pages[front_pages(flow->document) - 1], "TOC");
}
