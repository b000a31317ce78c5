#include "draw/pdf.h"

#include <cairo-pdf.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "draw/pdf_pack.h"
#include "draw/render.h"
#include "draw/subset.h"

enum { MAX_LEVEL = 8 };

static cairo_status_t take_bytes(void *context, const unsigned char *bytes, unsigned int n)
{
	buf_add(context, bytes, n);
	return CAIRO_STATUS_SUCCESS;
}

static void set_metadata(cairo_surface_t *surface, const struct pdf *pdf)
{
	char date[DATE_TEXT], created[DATE_TEXT + 16];

	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, pdf->title);
	if (pdf->author)
		cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, pdf->author);
	if (pdf->subject)
		cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, pdf->subject);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "kesu");
	snprintf(created, sizeof created, "%sT00:00:00Z", date_write(date, pdf->day));
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, created);
}

/* Destinations are named by number: an anchor's own name may hold any character. */
static size_t find_anchor(const struct pdf *pdf, const char *name)
{
	for (size_t i = 0; i < pdf->n_anchors; i++)
		if (!strcmp(pdf->anchors[i].name, name))
			return i;
	return SIZE_MAX;
}

static void add_uri(struct buf *attributes, const char *uri)
{
	for (const unsigned char *p = (const unsigned char *)uri; *p; p++) {
		if (*p <= ' ' || *p >= 0x7F || *p == '\'' || *p == '\\')
			buf_format(attributes, "%%%02X", *p);
		else
			buf_add_char(attributes, (char)*p);
	}
}

static void add_link(cairo_t *cr, const struct pdf *pdf, const struct shape *link)
{
	struct buf attributes = {0};

	buf_format(&attributes, "rect=[%f %f %f %f] ", link->x, link->y, link->width, link->height);
	if (link->text[0] == '#') {
		size_t anchor = find_anchor(pdf, link->text + 1);

		if (anchor == SIZE_MAX) {
			buf_release(&attributes);
			return;
		}
		buf_format(&attributes, "dest='a%zu'", anchor);
	} else {
		buf_add_text(&attributes, "uri='");
		add_uri(&attributes, link->text);
		buf_add_char(&attributes, '\'');
	}
	cairo_tag_begin(cr, CAIRO_TAG_LINK, buf_text(&attributes));
	cairo_tag_end(cr, CAIRO_TAG_LINK);
	buf_release(&attributes);
}

static void add_destinations(cairo_t *cr, const struct pdf *pdf, size_t page)
{
	for (size_t i = 0; i < pdf->n_anchors; i++) {
		struct buf attributes = {0};

		if (pdf->anchors[i].page != page)
			continue;
		buf_format(&attributes, "name='a%zu' x=0 y=%f", i, pdf->anchors[i].y);
		cairo_tag_begin(cr, CAIRO_TAG_DEST, buf_text(&attributes));
		cairo_tag_end(cr, CAIRO_TAG_DEST);
		buf_release(&attributes);
	}
}

static void add_outline(cairo_surface_t *surface, const struct pdf *pdf)
{
	int parents[MAX_LEVEL + 1] = {CAIRO_PDF_OUTLINE_ROOT};

	for (size_t i = 0; i < pdf->n_anchors; i++) {
		const struct pdf_anchor *anchor = &pdf->anchors[i];
		int level = anchor->level < MAX_LEVEL ? anchor->level : MAX_LEVEL;
		char target[32];
		int id;

		if (!anchor->title)
			continue;
		snprintf(target, sizeof target, "dest='a%zu'", i);
		id = cairo_pdf_surface_add_outline(surface, parents[level - 1], anchor->title,
			target, CAIRO_PDF_OUTLINE_FLAG_OPEN);
		for (int below = level; below <= MAX_LEVEL; below++)
			parents[below] = id;
	}
}

/* A link within a paragraph would make it one that holds others: cairo writes links behind it. */
static void draw_shapes(
	cairo_t *cr, const struct pdf *pdf, const struct scene *scene, struct fonts *fonts)
{
	size_t linked = 0;

	for (size_t i = 0; i <= scene->n_shapes; i++) {
		const struct shape *shape = &scene->shapes[i];
		bool is_last = i == scene->n_shapes;

		if (!is_last && shape->type == SHAPE_BEGIN)
			cairo_tag_begin(cr, shape->text, NULL);
		else if (!is_last && shape->type == SHAPE_END)
			cairo_tag_end(cr, shape->text);
		else if (!is_last)
			render_shape(cr, shape, fonts);
		if (!is_last && shape->type != SHAPE_END)
			continue;
		for (; linked < i; linked++)
			if (scene->shapes[linked].type == SHAPE_LINK)
				add_link(cr, pdf, &scene->shapes[linked]);
	}
}

static void draw_page(
	cairo_t *cr, cairo_surface_t *surface, const struct pdf *pdf, size_t i, struct fonts *fonts)
{
	const struct scene *scene = pdf->pages[i].scene;

	cairo_pdf_surface_set_size(surface, scene->width, scene->height);
	if (pdf->pages[i].label)
		cairo_pdf_surface_set_page_label(surface, pdf->pages[i].label);
	if (i == 0) /* setting the size forgets what was on the page, tags too */
		cairo_tag_begin(cr, "Document", NULL);
	add_destinations(cr, pdf, i);
	draw_shapes(cr, pdf, scene, fonts);
	cairo_show_page(cr);
}

static void pack(const struct pdf *pdf, struct buf *out)
{
	struct pdf_words words = {.lang = pdf->lang};
	size_t capacity = 0;
	const char **alts = NULL;

	for (size_t i = 0; i < pdf->n_pages; i++)
		for (size_t s = 0; s < pdf->pages[i].scene->n_shapes; s++) {
			const struct shape *shape = &pdf->pages[i].scene->shapes[s];

			if (shape->type != SHAPE_BEGIN || strcmp(shape->text, "Figure") != 0)
				continue;
			alts = mem_grow(alts, words.n_alts, &capacity, sizeof *alts);
			alts[words.n_alts++] = shape->alt ? shape->alt : "";
		}
	words.alts = alts;
	pdf_pack(out, &words);
	free(alts);
}

static int draw_pages(const struct pdf *pdf, struct fonts *fonts, struct buf *out, struct err *err)
{
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take_bytes, out, 595, 842);
	cairo_t *cr;
	cairo_status_t status;

	cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
	set_metadata(surface, pdf);
	cr = cairo_create(surface);
	for (size_t i = 0; i < pdf->n_pages; i++)
		draw_page(cr, surface, pdf, i, fonts);
	if (pdf->n_pages)
		cairo_tag_end(cr, "Document");
	add_outline(surface, pdf);
	status = cairo_status(cr);
	cairo_destroy(cr);
	cairo_surface_finish(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	if (status != CAIRO_STATUS_SUCCESS)
		return err_set(err, "cannot draw: %s", cairo_status_to_string(status));
	pack(pdf, out);
	return 0;
}

int pdf_write(const struct pdf *pdf, struct fonts *fonts, struct buf *out, struct err *err)
{
	const struct scene **scenes = mem_alloc((pdf->n_pages ? pdf->n_pages : 1) * sizeof *scenes);
	struct fonts *subset = NULL;
	int status;

	for (size_t i = 0; i < pdf->n_pages; i++)
		scenes[i] = pdf->pages[i].scene;
	status = fonts_check(fonts, scenes, pdf->n_pages, err);
	if (status == 0) {
		subset = fonts_subset(fonts, scenes, pdf->n_pages, err);
		status = subset ? draw_pages(pdf, subset, out, err) : -1;
	}
	fonts_close(subset);
	free(scenes);
	return status;
}
