/* Headings, paragraphs, lists and call-outs. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/pdf.h"
#include "document/words.h"

static const double BODY_SIZE = 10, BODY_SPACE = 7, INDENT = 16, BOX_PAD = 10;
static const int BOX_GROUND = 0xFBF3EF, CODE_GROUND = 0xEEF3F8;

static const struct heading_style {
	double size, leading, before, after;
	int colour;
	const char *tag;
} HEADINGS[] = {
	{16, 24, 26, 9, DEEP, "H1"},
	{12.5, 19, 18, 6, INK, "H2"},
	{11, 17, 13, 4, INK, "H3"},
	{10, 16, 10, 3, MUTED, "H4"},
};

enum { N_HEADINGS = sizeof HEADINGS / sizeof *HEADINGS };

static double body_leading(const struct flow *flow)
{
	return words_is_chinese(flow->document->lang) ? 17.5 : 15.5;
}

static const struct wrapped *wrap(const struct flow *flow, const struct paragraph *p)
{
	struct span *spans = mem_alloc((p->n_runs ? p->n_runs : 1) * sizeof *spans);
	const struct wrapped *wrapped;

	for (size_t i = 0; i < p->n_runs; i++)
		spans[i] = (struct span){p->runs[i].text, p->bold || p->runs[i].bold};
	wrapped = fonts_wrap(flow->fonts, spans, p->n_runs, p->size, p->width);
	free(spans);
	return wrapped;
}

size_t paragraph_lines(const struct flow *flow, const struct paragraph *paragraph)
{
	return wrap(flow, paragraph)->n_lines;
}

static void put_piece(struct flow *flow, const struct paragraph *p, const struct piece *piece)
{
	const struct text_run *run = &p->runs[piece->span];
	struct scene *page = flow_page(flow);
	char *text = mem_text_n(run->text + piece->from, piece->to - piece->from);
	double x = p->x + piece->x, baseline = flow->y + p->leading / 2 + 0.36 * p->size;
	struct type type = {.size = p->size,
		.bold = p->bold || run->bold,
		.italic = run->italic,
		.colour = run->link ? MAIN : p->colour};

	if (run->code)
		scene_rect(page, x - 1, baseline - p->size, piece->width + 2, p->size * 1.35,
			CODE_GROUND)
			->radius = 2;
	scene_text(page, x, baseline, ALIGN_LEFT, text, type);
	if (run->link)
		scene_link(page, x, flow->y, piece->width, p->leading, run->link);
	free(text);
}

/* No line alone at the foot or the head of a page. */
static bool breaks_before(const struct flow *flow, const struct paragraph *p, size_t line, size_t n)
{
	double room = flow_room(flow);
	size_t left = n - line;

	if (left <= 1)
		return line == 0 && room < p->leading;
	if (line == 0)
		return room < 2 * p->leading || (n == 3 && room < 3 * p->leading);
	if (left == 2)
		return room < 2 * p->leading;
	return room < p->leading;
}

void paragraph_put(struct flow *flow, const struct paragraph *p)
{
	const struct wrapped *wrapped = wrap(flow, p);
	size_t n_lines = wrapped->n_lines, k = 0;

	scene_begin(flow_page(flow), p->tag, NULL);
	for (size_t line = 0; line < n_lines; line++) {
		if (breaks_before(flow, p, line, n_lines) && flow->y > PAGE_TOP + BOX_PAD + 1) {
			/* the margins of a page are no part of its paragraphs */
			scene_end(flow_page(flow), p->tag);
			flow_new_page(flow);
			scene_begin(flow_page(flow), p->tag, NULL);
		}
		for (; k < wrapped->n_pieces && wrapped->pieces[k].line == line; k++)
			put_piece(flow, p, &wrapped->pieces[k]);
		flow->y += p->leading;
	}
	scene_end(flow_page(flow), p->tag);
}

static const struct heading_style *style_of(const struct block *block)
{
	int level = block->level < 1 ? 1 : block->level;

	return &HEADINGS[(level < N_HEADINGS ? level : N_HEADINGS) - 1];
}

static struct paragraph heading_paragraph(const struct block *block)
{
	const struct heading_style *style = style_of(block);

	return (struct paragraph){.runs = block->runs,
		.n_runs = block->n_runs,
		.x = PAGE_LEFT,
		.width = flow_width(),
		.size = style->size,
		.leading = style->leading,
		.tag = style->tag,
		.bold = true,
		.colour = style->colour};
}

static double space_above(const struct heading_style *style, bool after_heading)
{
	return after_heading ? style->before / 3 : style->before;
}

double heading_height(const struct flow *flow, const struct block *block, bool after_heading)
{
	const struct heading_style *style = style_of(block);
	struct paragraph paragraph = heading_paragraph(block);

	return space_above(style, after_heading) + style->after +
	       (double)paragraph_lines(flow, &paragraph) * style->leading;
}

static char *plain_text(struct flow *flow, const struct block *block)
{
	struct buf text = {0};
	char *kept;

	for (size_t i = 0; i < block->n_runs; i++)
		buf_add_text(&text, block->runs[i].text);
	kept = arena_text(&flow->arena, buf_text(&text), text.len);
	buf_release(&text);
	return kept;
}

void heading_put(struct flow *flow, const struct block *block)
{
	const struct heading_style *style = style_of(block);
	struct paragraph paragraph = heading_paragraph(block);

	flow_space(flow, space_above(style, flow->after_heading));
	flow->anchors = mem_grow(
		flow->anchors, flow->n_anchors, &flow->anchor_capacity, sizeof *flow->anchors);
	flow->anchors[flow->n_anchors++] = (struct pdf_anchor){.name = block->anchor,
		.title = plain_text(flow, block),
		.level = block->level < 1 ? 1 : block->level,
		.page = flow->n_pages - 1,
		.y = fmax(0, flow->y - 8)};
	paragraph_put(flow, &paragraph);
	flow->y += style->after;
	flow->after_heading = true;
}

static bool is_quoted(const struct block *block)
{
	return block->type == BLOCK_QUOTE || block->is_quoted;
}

static struct paragraph body_paragraph(const struct flow *flow, const struct block *block)
{
	double indent =
		block->type == BLOCK_LIST_ITEM ? INDENT * (block->level > 1 ? block->level : 1) : 0;
	double pad = is_quoted(block) ? BOX_PAD + 4 : 0;

	return (struct paragraph){.runs = block->runs,
		.n_runs = block->n_runs,
		.x = PAGE_LEFT + indent + pad,
		.width = flow_width() - indent - 2 * pad,
		.size = BODY_SIZE,
		.leading = body_leading(flow),
		.tag = block->type == BLOCK_LIST_ITEM ? "LBody" : "P",
		.colour = INK};
}

static double space_below(const struct block *block)
{
	return block->type == BLOCK_LIST_ITEM || is_quoted(block) ? 3 : BODY_SPACE;
}

double text_block_height(const struct flow *flow, const struct block *block)
{
	struct paragraph paragraph = body_paragraph(flow, block);

	return (double)paragraph_lines(flow, &paragraph) * paragraph.leading + space_below(block);
}

double text_block_start(const struct flow *flow, const struct block *block)
{
	struct paragraph paragraph = body_paragraph(flow, block);
	size_t n = paragraph_lines(flow, &paragraph);

	return (double)(n < 4 ? n : 2) * paragraph.leading + (is_quoted(block) ? 2 * BOX_PAD : 0);
}

static void put_bullet(struct flow *flow, const struct block *block, const struct paragraph *p)
{
	const struct type type = {.size = BODY_SIZE, .colour = block->number ? INK : MAIN};
	double baseline = flow->y + p->leading / 2 + 0.36 * p->size;
	char number[16];

	if (!block->number) {
		scene_circle(flow_page(flow), p->x - 9, flow->y + p->leading / 2, 1.6, MAIN);
		return;
	}
	snprintf(number, sizeof number, "%d.", block->number);
	scene_begin(flow_page(flow), "Lbl", NULL);
	scene_text(flow_page(flow), p->x - 5, baseline, ALIGN_RIGHT, number, type);
	scene_end(flow_page(flow), "Lbl");
}

void text_block_put(struct flow *flow, const struct block *block)
{
	struct paragraph paragraph = body_paragraph(flow, block);
	bool is_item = block->type == BLOCK_LIST_ITEM;

	if (is_item) {
		flow_need(flow, text_block_start(flow, block));
		scene_begin(flow_page(flow), "LI", NULL);
		put_bullet(flow, block, &paragraph);
	}
	paragraph_put(flow, &paragraph);
	if (is_item)
		scene_end(flow_page(flow), "LI");
	flow->y += space_below(block);
}

/* Its ground is drawn first and gets its height at the end. */
void call_out_open(struct flow *flow)
{
	struct scene *page = flow_page(flow);

	flow->in_box = true;
	flow->box = page->n_shapes;
	scene_rect(page, PAGE_LEFT, flow->y, flow_width(), 0, BOX_GROUND);
	scene_rect(page, PAGE_LEFT, flow->y, 3, 0, ALERT);
	flow->y += BOX_PAD - 3;
}

void call_out_close(struct flow *flow)
{
	struct shape *ground = &flow_page(flow)->shapes[flow->box];

	flow->y += BOX_PAD - 6;
	ground[0].height = ground[1].height = flow->y - ground[0].y;
	flow->y += BODY_SPACE;
	flow->in_box = false;
}
