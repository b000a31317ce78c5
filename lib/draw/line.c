/* One line of text, shaped. A layout of pango's would also look for places to break it at, and for
 * the ink of each letter, for which it loads the letter's outline. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "draw/font_set.h"

enum { LONG = 1 << 16 }; /* bytes of a text that is no line of a page */

/* Runs from left to right, and is nothing that only a layout knows how to show. */
static bool is_simple_code(uint32_t code)
{
	return (code >= ' ' && code < 0x7F) || (code >= 0xA0 && code < 0x590 && code != 0xAD) ||
	       (code >= 0x2010 && code < 0x2028) || (code >= 0x2030 && code < 0x2060) ||
	       (code >= 0x20A0 && code < 0xA000) || (code >= 0xFF00 && code < 0xFFF0);
}

bool line_is_simple(const char *text)
{
	size_t n = strlen(text), length;
	uint32_t code;

	if (text_valid(text, n) < n)
		return false;
	for (size_t i = 0; i < n; i += length) {
		length = text_decode(text + i, n - i, &code);
		if (!is_simple_code(code))
			return false;
	}
	return true;
}

static PangoGlyphItem *shape_item(const char *text, size_t n, PangoItem *item)
{
	PangoGlyphItem *run = g_slice_new0(PangoGlyphItem);

	run->item = item;
	run->glyphs = pango_glyph_string_new();
	pango_shape_full(
		text + item->offset, item->length, text, (int)n, &item->analysis, run->glyphs);
	return run;
}

static void free_run(gpointer run)
{
	pango_glyph_item_free(run);
}

void line_release(struct fonts *fonts)
{
	g_slist_free_full(fonts->runs, free_run);
	fonts->runs = NULL;
}

static void shape(struct fonts *fonts, const char *text, double size, bool bold)
{
	PangoFontDescription *font = fonts_describe(fonts, size, bold);
	size_t n = strlen(text);
	GList *items;

	pango_context_set_font_description(fonts->context, font);
	pango_font_description_free(font);
	items = pango_itemize(fonts->context, text, 0, (int)n, NULL, NULL);
	for (GList *item = items; item; item = item->next)
		fonts->runs = g_slist_prepend(fonts->runs, shape_item(text, n, item->data));
	g_list_free(items);
	fonts->runs = g_slist_reverse(fonts->runs);
}

static void lay_out(struct fonts *fonts, const char *text, double size, bool bold)
{
	fonts_set_font(fonts, size, bold);
	pango_layout_set_attributes(fonts->layout, NULL);
	pango_layout_set_width(fonts->layout, -1);
	pango_layout_set_single_paragraph_mode(fonts->layout, TRUE);
	pango_layout_set_text(fonts->layout, text, -1);
}

static PangoLayoutLine *laid_out(const struct fonts *fonts)
{
	return pango_layout_get_line_readonly(fonts->layout, 0);
}

static int runs_width(const GSList *runs)
{
	int width = 0;

	for (; runs; runs = runs->next)
		width += pango_glyph_string_get_width(((PangoGlyphItem *)runs->data)->glyphs);
	return width;
}

double line_set(struct fonts *fonts, const char *text, double size, bool bold)
{
	bool simple = line_is_simple(text);

	line_release(fonts);
	if (simple)
		shape(fonts, text, size, bold);
	else
		lay_out(fonts, text, size, bold);
	return (double)runs_width(simple ? fonts->runs : laid_out(fonts)->runs) / PANGO_SCALE;
}

/* Pango's whole numbers would overflow: piece by piece. */
static double long_width(struct fonts *fonts, const char *text, size_t n, double size, bool bold)
{
	double width = 0;

	for (size_t from = 0, to; from < n; from = to) {
		char *piece;

		to = n - from > LONG ? from + LONG : n;
		while (to < n && to > from + 1 && ((unsigned char)text[to] & 0xC0) == 0x80)
			to--;
		piece = mem_text_n(text + from, to - from);
		width += fonts_width(fonts, piece, size, bold);
		free(piece);
	}
	return width;
}

/* The same cells are measured for the width of their column, for the height of their row, and for
 * what fits on the page. */
double fonts_width(struct fonts *fonts, const char *text, double size, bool bold)
{
	size_t n = strlen(text);
	struct buf key = {0};
	double *width;

	if (n > LONG)
		return long_width(fonts, text, n, size, bold);
	buf_add(&key, &size, sizeof size);
	buf_add_char(&key, bold ? 'b' : 'r');
	buf_add_text(&key, text);
	width = map_get(fonts->widths, key.data, key.len);
	if (!width) {
		width = arena_alloc(&fonts->arena, sizeof *width);
		*width = line_set(fonts, text, size, bold);
		map_put(fonts->widths, key.data, key.len, width);
	}
	buf_release(&key);
	return *width;
}

static PangoFont *font_of(const GSList *run)
{
	return ((const PangoGlyphItem *)run->data)->item->analysis.font;
}

/* Of several fonts a layout brings the base lines together. */
static bool have_one_font(const GSList *runs)
{
	const GSList *run = runs;

	while (run && font_of(run) == font_of(runs))
		run = run->next;
	return runs && !run;
}

/* Each run stands where the one before it ends, to which a point of cairo's is too coarse. */
static void show_runs(const GSList *runs, const char *text, cairo_t *cr)
{
	int x = 0;

	for (; runs; runs = runs->next) {
		PangoGlyphItem *run = runs->data;
		int width = pango_glyph_string_get_width(run->glyphs);

		for (int i = 0; i < run->glyphs->num_glyphs; i++)
			run->glyphs->glyphs[i].geometry.x_offset += x;
		pango_cairo_show_glyph_item(cr, text, run);
		x += width;
	}
}

void line_show(struct fonts *fonts, const char *text, double size, bool bold, cairo_t *cr)
{
	if (have_one_font(fonts->runs)) {
		show_runs(fonts->runs, text, cr);
		return;
	}
	if (fonts->runs)
		lay_out(fonts, text, size, bold);
	pango_cairo_show_layout_line(cr, laid_out(fonts));
}
