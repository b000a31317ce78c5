/* Paragraphs broken into lines. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "draw/font_set.h"

/* Of a line, in type sizes: what is a paragraph, and what of it is too little to stand alone. */
static const double WIDE = 20, SHORT = 2.6;

/* Bytes that are laid out at a time: pango's time for a paragraph without blanks grows with the
 * square of its length. */
enum { CHUNK = 1 << 12 };

struct paragraph {
	const struct span *spans;
	size_t n_spans;
	size_t *starts; /* of the spans in the text, and its end */
	struct buf text;
};

static void paragraph_init(struct paragraph *p, const struct span *spans, size_t n_spans)
{
	*p = (struct paragraph){.spans = spans,
		.n_spans = n_spans,
		.starts = mem_alloc((n_spans + 1) * sizeof *p->starts)};
	for (size_t i = 0; i < n_spans; i++) {
		p->starts[i] = p->text.len;
		buf_add_text(&p->text, spans[i].text);
	}
	p->starts[n_spans] = p->text.len;
}

static void paragraph_release(struct paragraph *p)
{
	free(p->starts);
	buf_release(&p->text);
}

static size_t chunk_end(const struct paragraph *p, size_t from)
{
	size_t to = from + CHUNK;

	if (to >= p->text.len)
		return p->text.len;
	while (to > from + 1 && ((unsigned char)p->text.data[to] & 0xC0) == 0x80)
		to--;
	return to;
}

/* The bytes from..to-1 with their weights. */
static void set_chunk(struct fonts *fonts, const struct paragraph *p, size_t from, size_t to)
{
	PangoAttrList *styles = pango_attr_list_new();

	for (size_t i = 0; i < p->n_spans; i++) {
		size_t low = p->starts[i] > from ? p->starts[i] : from;
		size_t high = p->starts[i + 1] < to ? p->starts[i + 1] : to;
		PangoAttribute *bold;

		if (!p->spans[i].bold || low >= high)
			continue;
		bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
		bold->start_index = (guint)(low - from);
		bold->end_index = (guint)(high - from);
		pango_attr_list_insert(styles, bold);
	}
	pango_layout_set_single_paragraph_mode(fonts->layout, FALSE);
	pango_layout_set_text(fonts->layout, buf_text(&p->text) + from, (int)(to - from));
	pango_layout_set_attributes(fonts->layout, styles);
	pango_attr_list_unref(styles);
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

/* What stands between two bytes of a chunk, which is on one line. */
static void add_line(PangoLayoutLine *layout, size_t line, size_t chunk, size_t from, size_t to,
	const struct paragraph *p, struct wrapping *wrapping)
{
	for (size_t s = 0; s < p->n_spans; s++) {
		size_t start = p->starts[s], end = p->starts[s + 1];
		size_t low = start > chunk + from ? start : chunk + from;
		size_t high = end < chunk + to ? end : chunk + to;
		double x;

		if (low >= high)
			continue;
		x = x_of(layout, low - chunk);
		add_piece(wrapping, (struct piece){line, s, low - start, high - start, x,
					    x_of(layout, high - chunk) - x});
	}
}

/* The first n lines of the chunk that is laid out. */
static void add_lines(struct fonts *fonts, size_t n, size_t chunk, const struct paragraph *p,
	struct wrapping *wrapping)
{
	const char *text = pango_layout_get_text(fonts->layout);

	for (size_t i = 0; i < n; i++) {
		PangoLayoutLine *line = pango_layout_get_line_readonly(fonts->layout, (int)i);
		size_t from = (size_t)line->start_index, to = from + (size_t)line->length;

		while (to > from && (text[to - 1] == ' ' || text[to - 1] == '\n'))
			to--;
		add_line(line, wrapping->result.n_lines++, chunk, from, to, p, wrapping);
	}
}

/* The last line of a chunk may have room for more: the next chunk begins with it. */
static void set_lines(struct fonts *fonts, const struct span *spans, size_t n_spans, double size,
	double width, struct wrapping *wrapping)
{
	struct paragraph p;
	size_t from = 0, to;

	paragraph_init(&p, spans, n_spans);
	fonts_set_font(fonts, size, false);
	pango_layout_set_width(fonts->layout, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(fonts->layout, PANGO_WRAP_WORD_CHAR);
	for (;;) {
		size_t n;

		to = chunk_end(&p, from);
		set_chunk(fonts, &p, from, to);
		if (to == p.text.len)
			break;
		n = (size_t)pango_layout_get_line_count(fonts->layout);
		add_lines(fonts, n > 1 ? n - 1 : n, from, &p, wrapping);
		from = n > 1 ? from + (size_t)pango_layout_get_line_readonly(
					      fonts->layout, (int)n - 1)
					       ->start_index
			     : to;
	}
	join_last_line(fonts->layout, size, width);
	add_lines(fonts, (size_t)pango_layout_get_line_count(fonts->layout), from, &p, wrapping);
	paragraph_release(&p);
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
