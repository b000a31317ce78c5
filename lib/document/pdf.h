#pragma once
/* Inside lib/document: pages being filled from the top down, and what the parts of the PDF writer
 * put on them. */
#include "base/buf.h"
#include "draw/font.h"
#include "draw/pdf.h"
#include "draw/scene.h"
#include "document/document.h"

/* A4 in points. */
static const double PAPER_WIDTH = 595.28, PAPER_HEIGHT = 841.89;
static const double PAGE_LEFT = 57, PAGE_RIGHT = 538.28, PAGE_TOP = 76, PAGE_BOTTOM = 772;

struct flow {
	const struct document *document;
	struct fonts *fonts;
	struct arena arena; /* texts of anchors and labels */
	struct scene *pages;
	size_t n_pages, page_capacity;
	double y; /* the next thing's top, on the last page */
	struct pdf_anchor *anchors;
	size_t n_anchors, anchor_capacity;
	struct scene *charts; /* one per block, laid out in its natural size; empty for others */
	int n_tables;         /* captions are numbered */
	bool after_heading;   /* nothing stands below the last heading yet */
	bool in_box;          /* inside a call-out: its ground is shape `box` of the last page */
	size_t box;
};

struct scene *flow_page(const struct flow *flow); /* the last one */
double flow_width(void);
double flow_room(const struct flow *flow); /* left on the page */
void flow_new_page(struct flow *flow);
/* A new page unless `height` fits or the page is still empty. */
void flow_need(struct flow *flow, double height);
/* Blank space, but not at a page's top. */
void flow_space(struct flow *flow, double height);

/* The text, or as much of it as is at most `width` wide with "…" behind it. */
const char *flow_cut(struct flow *flow, const char *text, struct type type, double width);
/* One line, so cut, on the last page. */
void flow_text(struct flow *flow, double x, double baseline, enum align align, const char *text,
	struct type type, double width);

/* Runs as lines of text. */
struct paragraph {
	const struct text_run *runs;
	size_t n_runs;
	double x, width;      /* of its lines */
	double size, leading; /* points */
	const char *tag;      /* what it is to readers of the structure: "P" */
	bool bold;            /* all of it */
	int colour;
};

size_t paragraph_lines(const struct flow *flow, const struct paragraph *paragraph);
void paragraph_put(struct flow *flow, const struct paragraph *paragraph);

void heading_put(struct flow *flow, const struct block *block);
/* Less blank space above it when it follows another heading. */
double heading_height(const struct flow *flow, const struct block *block, bool after_heading);
void text_block_put(struct flow *flow, const struct block *block);
double text_block_height(const struct flow *flow, const struct block *block); /* all of it */
/* What must stay together at the start of a paragraph, list item or call-out. */
double text_block_start(const struct flow *flow, const struct block *block);
void call_out_open(struct flow *flow);
void call_out_close(struct flow *flow);

double kpi_height(const struct flow *flow, const struct block *block);
void kpi_put(struct flow *flow, const struct block *block);

/* Lays out all charts once, in their natural size. */
void chart_prepare(struct flow *flow);
double chart_start(const struct flow *flow, size_t block);
void chart_put(struct flow *flow, size_t block);

double table_start(struct flow *flow, const struct block *block);
void table_put(struct flow *flow, const struct block *block);

/* The title page: how many pages it and the contents take, and filling them. */
size_t front_pages(const struct document *document);
void front_reserve(struct flow *flow);
void front_fill(struct flow *flow);

/* The colours of tones: good, bad, neutral. */
int tone_colour(int tone);
