/* Pages, one under construction, and the cursor on it. */
#include <stdlib.h>
#include <string.h>

#include "document/pdf.h"

struct scene *flow_page(const struct flow *flow)
{
	return &flow->pages[flow->n_pages - 1];
}

double flow_width(void)
{
	return PAGE_RIGHT - PAGE_LEFT;
}

double flow_room(const struct flow *flow)
{
	return PAGE_BOTTOM - flow->y;
}

/* A call-out goes on with new ground on the new page. */
void flow_new_page(struct flow *flow)
{
	bool was_in_box = flow->in_box;

	if (was_in_box)
		call_out_close(flow);
	flow->pages =
		mem_grow(flow->pages, flow->n_pages, &flow->page_capacity, sizeof *flow->pages);
	flow->pages[flow->n_pages++] = (struct scene){.width = PAPER_WIDTH, .height = PAPER_HEIGHT};
	flow->y = PAGE_TOP;
	if (was_in_box)
		call_out_open(flow);
}

void flow_need(struct flow *flow, double height)
{
	if (height > flow_room(flow) && flow->y > PAGE_TOP + 1)
		flow_new_page(flow);
}

void flow_space(struct flow *flow, double height)
{
	if (flow->y > PAGE_TOP)
		flow->y += height;
}

/* Bytes of the longest start that fits with "…" behind it: halving, as texts may be long. */
static size_t fitting(
	const struct flow *flow, const char *text, struct type type, double width, struct buf *cut)
{
	size_t low = 0, high = strlen(text);

	while (low < high) {
		size_t middle = low + (high - low + 1) / 2, n = middle;

		while (n > low && (text[n] & 0xC0) == 0x80)
			n--;
		if (n == low) {
			high = middle - 1;
			continue;
		}
		buf_clear(cut);
		buf_format(cut, "%.*s…", (int)n, text);
		if (fonts_width(flow->fonts, buf_text(cut), type.size, type.bold) <= width)
			low = n;
		else
			high = n - 1;
	}
	return low;
}

const char *flow_cut(struct flow *flow, const char *text, struct type type, double width)
{
	struct buf cut = {0};
	size_t n;

	if (fonts_width(flow->fonts, text, type.size, type.bold) <= width)
		return text;
	n = fitting(flow, text, type, width, &cut);
	buf_release(&cut);
	return arena_format(&flow->arena, "%.*s…", (int)n, text);
}

void flow_text(struct flow *flow, double x, double baseline, enum align align, const char *text,
	struct type type, double width)
{
	scene_text(flow_page(flow), x, baseline, align, flow_cut(flow, text, type, width), type);
}

int tone_colour(int tone)
{
	return tone > 0 ? GOOD : tone < 0 ? ALERT : MUTED;
}
