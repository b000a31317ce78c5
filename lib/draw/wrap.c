/* Paragraphs broken into lines. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "draw/font_set.h"

/* Of a line, in type sizes: what is a paragraph, and what of it is too little to stand alone. */
static const double WIDE = 20, SHORT = 2.6;

/* The spans as one text with weights; *starts gets n_spans + 1 byte positions. */
static void set_paragraph(
	struct fonts *fonts, const struct span *spans, size_t n_spans, size_t *starts)
{
	PangoAttrList *styles = pango_attr_list_new();
	struct buf text = {0};

	for (size_t i = 0; i < n_spans; i++) {
		starts[i] = text.len;
		buf_add_text(&text, spans[i].text);
		if (spans[i].bold) {
			PangoAttribute *bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);

			bold->start_index = (guint)starts[i];
			bold->end_index = (guint)text.len;
			pango_attr_list_insert(styles, bold);
		}
	}
	starts[n_spans] = text.len;
	pango_layout_set_single_paragraph_mode(fonts->layout, FALSE);
	pango_layout_set_text(fonts->layout, buf_text(&text), (int)text.len);
	pango_layout_set_attributes(fonts->layout, styles);
	pango_attr_list_unref(styles);
	buf_release(&text);
}

static double x_of(PangoLayoutLine *line, size_t index)
{
	int x;

	pango_layout_line_index_to_x(line, (int)index, FALSE, &x);
	return (double)x / PANGO_SCALE;
}

static double last_line(PangoLayout *layout)
{
	PangoRectangle extent;
	int last = pango_layout_get_line_count(layout) - 1;

	pango_layout_line_get_extents(pango_layout_get_line_readonly(layout, last), NULL, &extent);
	return (double)extent.width / PANGO_SCALE;
}

/* A last line of a character or two gets company: lines break a little earlier, where that makes
 * no more of them. Columns of tables are too narrow for it. */
static void join_last_line(PangoLayout *layout, double size, double width)
{
	enum { STEPS = 3 };
	int n_lines = pango_layout_get_line_count(layout);

	if (n_lines < 2 || width < WIDE * size || last_line(layout) > SHORT * size)
		return;
	for (int step = 1; step <= STEPS; step++) {
		pango_layout_set_width(layout, (int)((width - step * size) * PANGO_SCALE));
		if (pango_layout_get_line_count(layout) > n_lines)
			break;
		if (last_line(layout) > SHORT * size)
			return;
	}
	pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
}

struct wrapping {
	struct wrapped result;
	size_t capacity;
};

static void add_piece(struct wrapping *wrapping, struct piece piece)
{
	struct wrapped *result = &wrapping->result;

	result->pieces = mem_grow(
		result->pieces, result->n_pieces, &wrapping->capacity, sizeof *result->pieces);
	result->pieces[result->n_pieces++] = piece;
}

/* What fits needs no layout, but one knows about the blanks at the end of a line. */
static bool is_one_line(struct fonts *fonts, const struct span *span, double size, double width)
{
	size_t n = strlen(span->text);

	return (!n || span->text[n - 1] != ' ') && line_is_simple(span->text) &&
	       fonts_width(fonts, span->text, size, span->bold) <=
		       floor(width * PANGO_SCALE) / PANGO_SCALE;
}

static void set_one_line(
	struct fonts *fonts, const struct span *span, double size, struct wrapping *wrapping)
{
	wrapping->result.n_lines = 1;
	if (*span->text)
		add_piece(wrapping,
			(struct piece){.to = strlen(span->text),
				.width = fonts_width(fonts, span->text, size, span->bold)});
}

/* What stands between two bytes of the paragraph, which is on one line. */
static void add_line(PangoLayoutLine *layout, size_t line, size_t from, size_t to,
	const size_t *starts, size_t n_spans, struct wrapping *wrapping)
{
	for (size_t s = 0; s < n_spans; s++) {
		size_t low = starts[s] > from ? starts[s] : from;
		size_t high = starts[s + 1] < to ? starts[s + 1] : to;

		if (low < high)
			add_piece(wrapping,
				(struct piece){line, s, low - starts[s], high - starts[s],
					x_of(layout, low), x_of(layout, high) - x_of(layout, low)});
	}
}

static void set_lines(struct fonts *fonts, const struct span *spans, size_t n_spans, double size,
	double width, struct wrapping *wrapping)
{
	size_t *starts = mem_alloc((n_spans + 1) * sizeof *starts), n_lines;
	const char *text;

	fonts_set_font(fonts, size, false);
	pango_layout_set_width(fonts->layout, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(fonts->layout, PANGO_WRAP_WORD_CHAR);
	set_paragraph(fonts, spans, n_spans, starts);
	join_last_line(fonts->layout, size, width);
	text = pango_layout_get_text(fonts->layout);
	n_lines = (size_t)pango_layout_get_line_count(fonts->layout);
	for (size_t i = 0; i < n_lines; i++) {
		PangoLayoutLine *line = pango_layout_get_line_readonly(fonts->layout, (int)i);
		size_t from = (size_t)line->start_index, to = from + (size_t)line->length;

		while (to > from && (text[to - 1] == ' ' || text[to - 1] == '\n'))
			to--;
		add_line(line, i, from, to, starts, n_spans, wrapping);
	}
	wrapping->result.n_lines = n_lines;
	free(starts);
}

static void set_key(
	struct buf *key, const struct span *spans, size_t n_spans, double size, double width)
{
	buf_clear(key);
	buf_add(key, &size, sizeof size);
	buf_add(key, &width, sizeof width);
	for (size_t i = 0; i < n_spans; i++) {
		buf_add_char(key, spans[i].bold ? 'b' : 'r');
		buf_add(key, spans[i].text, strlen(spans[i].text) + 1);
	}
}

static struct wrapped *wrap(
	struct fonts *fonts, const struct span *spans, size_t n_spans, double size, double width)
{
	struct wrapping wrapping = {0};
	struct wrapped *kept = arena_alloc(&fonts->arena, sizeof *kept);

	if (n_spans == 1 && is_one_line(fonts, spans, size, width))
		set_one_line(fonts, spans, size, &wrapping);
	else
		set_lines(fonts, spans, n_spans, size, width, &wrapping);
	*kept = wrapping.result;
	if (kept->n_pieces) {
		size_t n = kept->n_pieces * sizeof *kept->pieces;

		kept->pieces = memcpy(arena_alloc(&fonts->arena, n), wrapping.result.pieces, n);
	}
	free(wrapping.result.pieces);
	return kept;
}

/* A paragraph is asked for its height, maybe more than once, before it is put on a page. */
const struct wrapped *fonts_wrap(
	struct fonts *fonts, const struct span *spans, size_t n_spans, double size, double width)
{
	struct buf key = {0};
	struct wrapped *wrapped;

	set_key(&key, spans, n_spans, size, width);
	wrapped = map_get(fonts->wrapped, key.data, key.len);
	if (!wrapped) {
		wrapped = wrap(fonts, spans, n_spans, size, width);
		map_put(fonts->wrapped, key.data, key.len, wrapped);
	}
	buf_release(&key);
	return wrapped;
}
