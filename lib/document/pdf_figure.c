/* Key figures on cards, and charts. */
#include <math.h>

#include "chart/paint.h"
#include "document/pdf.h"

static const double CARD_HEIGHT = 58, CARD_GAP = 10, CARD_SPACE = 12, CARD_PAD = 12,
		    CHANGE_LINE = 10;
/* A chart is laid out as for a screen and then made smaller: its letters match the text's. */
static const double CHART_WIDTH = 640, CHART_SPACE = 12, CHART_LEAST = 0.62;

enum { MOST_CARDS = 4 };

/* Rows of up to four, as even as can be: six are three and three. */
static size_t cards_in_row(size_t n)
{
	size_t rows = (n + MOST_CARDS - 1) / MOST_CARDS;

	return rows ? (n + rows - 1) / rows : 1;
}

static struct paragraph change_paragraph(const struct kpi *kpi, struct text_run *run, double width)
{
	*run = (struct text_run){.text = kpi->change};
	return (struct paragraph){.runs = run,
		.n_runs = 1,
		.width = width - 2 * CARD_PAD,
		.size = 8,
		.leading = CHANGE_LINE,
		.tag = "P",
		.bold = true,
		.colour = tone_colour(kpi->tone)};
}

static double card_width(const struct block *block)
{
	size_t in_row = cards_in_row(block->n_kpis);

	return (flow_width() - (double)(in_row - 1) * CARD_GAP) / (double)in_row;
}

/* All cards are as high as the one with the longest change. */
static double card_height(const struct flow *flow, const struct block *block)
{
	size_t most = 1;

	for (size_t i = 0; i < block->n_kpis; i++) {
		struct text_run run;
		struct paragraph change =
			change_paragraph(&block->kpis[i], &run, card_width(block));
		size_t n = paragraph_lines(flow, &change);

		most = n > most ? n : most;
	}
	return CARD_HEIGHT + (double)(most - 1) * CHANGE_LINE;
}

double kpi_height(const struct flow *flow, const struct block *block)
{
	size_t in_row = cards_in_row(block->n_kpis), rows = (block->n_kpis + in_row - 1) / in_row;

	return (double)rows * (card_height(flow, block) + CARD_GAP) - CARD_GAP + CARD_SPACE;
}

static void put_value(struct flow *flow, const struct kpi *kpi, double x, double y, double inside)
{
	struct type value = {.size = 17, .bold = true, .colour = INK};
	const struct type unit = {.size = 10, .bold = true, .colour = INK};
	double units = *kpi->unit ? fonts_width(flow->fonts, kpi->unit, unit.size, true) + 4 : 0;
	double numbers = fonts_width(flow->fonts, kpi->value, value.size, true);

	if (numbers + units > inside) {
		value.size *= fmax(0.5, (inside - units) / numbers);
		numbers = fonts_width(flow->fonts, kpi->value, value.size, true);
	}
	flow_text(flow, x, y, ALIGN_LEFT, kpi->value, value, inside);
	if (*kpi->unit)
		flow_text(flow, x + numbers + 4, y, ALIGN_LEFT, kpi->unit, unit, inside);
}

static void put_card(
	struct flow *flow, const struct kpi *kpi, double x, double width, double height)
{
	const struct type name = {.size = 8.5, .colour = MUTED};
	struct text_run run;
	struct paragraph change = change_paragraph(kpi, &run, width);
	double inside = width - 2 * CARD_PAD, left = x + CARD_PAD, top = flow->y;

	scene_rect(flow_page(flow), x, top, width, height, BAND);
	scene_rect(flow_page(flow), x, top, 3, height, MAIN);
	scene_begin(flow_page(flow), "P", NULL);
	flow_text(flow, left, top + 16, ALIGN_LEFT, kpi->name, name, inside);
	put_value(flow, kpi, left, top + 35, inside);
	scene_end(flow_page(flow), "P");
	change.x = left;
	flow->y = top + 41;
	paragraph_put(flow, &change);
	flow->y = top;
}

void kpi_put(struct flow *flow, const struct block *block)
{
	size_t in_row = cards_in_row(block->n_kpis);
	double width = card_width(block), height = card_height(flow, block);

	flow_need(flow, kpi_height(flow, block));
	for (size_t i = 0; i < block->n_kpis; i++) {
		put_card(flow, &block->kpis[i],
			PAGE_LEFT + (double)(i % in_row) * (width + CARD_GAP), width, height);
		if ((i + 1) % in_row == 0 || i + 1 == block->n_kpis)
			flow->y += height + CARD_GAP;
	}
	flow->y += CARD_SPACE - CARD_GAP;
}

static double chart_scale(void)
{
	return flow_width() / CHART_WIDTH;
}

static void lay_out(
	const struct flow *flow, const struct chart *chart, double height, struct scene *scene)
{
	chart_scene(chart, CHART_WIDTH, height, 0, flow->document->lang, flow->fonts, scene);
}

void chart_prepare(struct flow *flow)
{
	const struct document *document = flow->document;
	double most = (PAGE_BOTTOM - PAGE_TOP - CHART_SPACE) / chart_scale();

	flow->charts = mem_zalloc((document->n_blocks + 1) * sizeof *flow->charts);
	for (size_t i = 0; i < document->n_blocks; i++) {
		struct scene *scene = &flow->charts[i];

		if (document->blocks[i].type != BLOCK_CHART)
			continue;
		lay_out(flow, document->blocks[i].chart, 0, scene);
		if (scene->height > most) {
			scene_release(scene);
			lay_out(flow, document->blocks[i].chart, most, scene);
		}
	}
}

/* A chart may be lower than its own height where that saves a page from being half empty. */
double chart_start(const struct flow *flow, size_t block)
{
	return flow->charts[block].height * chart_scale() * CHART_LEAST + CHART_SPACE;
}

void chart_put(struct flow *flow, size_t block)
{
	struct scene *scene = &flow->charts[block];
	double scale = chart_scale(), room;
	struct buf words = {0};

	flow_need(flow, chart_start(flow, block));
	room = (flow_room(flow) - CHART_SPACE) / scale;
	if (scene->height > room) {
		scene_release(scene);
		lay_out(flow, flow->document->blocks[block].chart, room, scene);
	}
	chart_describe(flow->document->blocks[block].chart, &words);
	scene_begin(flow_page(flow), "Figure", buf_text(&words));
	scene_place(flow_page(flow), scene, PAGE_LEFT, flow->y, scale);
	scene_end(flow_page(flow), "Figure");
	buf_release(&words);
	flow->y += scene->height * scale + CHART_SPACE;
}
