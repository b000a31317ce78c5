#include "draw/picture.h"

#include <cairo-svg.h>
#include <ctype.h>
#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "draw/render.h"

static cairo_status_t take_bytes(void *context, const unsigned char *bytes, unsigned int n)
{
	buf_add(context, bytes, n);
	return CAIRO_STATUS_SUCCESS;
}

static int check_status(cairo_status_t status, struct err *err)
{
	if (status == CAIRO_STATUS_SUCCESS)
		return 0;
	return err_set(err, "cannot draw: %s", cairo_status_to_string(status));
}

/* Draws on the surface, finishes it and frees it. */
static int paint(cairo_surface_t *surface, const struct scene *scene, struct fonts *fonts,
	double scale, struct err *err)
{
	cairo_t *cr = cairo_create(surface);

	cairo_scale(cr, scale, scale);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	render_scene(cr, scene, fonts);
	cairo_show_page(cr);
	if (check_status(cairo_status(cr), err) < 0) {
		cairo_destroy(cr);
		return -1;
	}
	cairo_destroy(cr);
	return 0;
}

static void add_element(struct buf *out, const char *name, const char *text)
{
	char *escaped = g_markup_escape_text(text ? text : "", -1);

	buf_format(out, "<%s>%s</%s>\n", name, escaped, name);
	g_free(escaped);
}

/* Cairo numbers its surfaces through the life of the process: the second picture of a report would
 * differ from the same picture alone. The number becomes 1. */
static const char *copy_surface_id(const char *at, struct buf *out)
{
	static const char ID[] = "id=\"surface";
	const char *digits = at + sizeof ID - 1;

	buf_add_text(out, "id=\"surface1");
	while (isdigit((unsigned char)*digits))
		digits++;
	return digits;
}

static void finish_svg(const char *svg, const char *title, const char *description, struct buf *out)
{
	const char *start = strstr(svg, "<svg "), *end, *id;

	end = start ? strchr(start, '>') : NULL;
	if (!end) {
		buf_add_text(out, svg);
		return;
	}
	buf_add(out, svg, (size_t)(start - svg));
	buf_add_text(out, "<svg role=\"img\" ");
	start += strlen("<svg ");
	buf_add(out, start, (size_t)(end + 1 - start));
	buf_add_char(out, '\n');
	add_element(out, "title", title);
	add_element(out, "desc", description);
	for (start = end + 1; *start == '\n'; start++)
		;
	while ((id = strstr(start, "id=\"surface"))) {
		buf_add(out, start, (size_t)(id - start));
		start = copy_surface_id(id, out);
	}
	buf_add_text(out, start);
}

int picture_svg(const struct scene *scene, struct fonts *fonts, const char *title,
	const char *description, struct buf *out, struct err *err)
{
	struct buf svg = {0};
	cairo_surface_t *surface;
	int status;

	if (fonts_check(fonts, &scene, 1, err) < 0)
		return -1;
	surface =
		cairo_svg_surface_create_for_stream(take_bytes, &svg, scene->width, scene->height);
	status = paint(surface, scene, fonts, 1, err);
	cairo_surface_finish(surface);
	if (status == 0)
		status = check_status(cairo_surface_status(surface), err);
	cairo_surface_destroy(surface);
	if (status == 0)
		finish_svg(buf_text(&svg), title, description, out);
	buf_release(&svg);
	return status;
}

int picture_png(const struct scene *scene, struct fonts *fonts, double scale, struct buf *out,
	struct err *err)
{
	cairo_surface_t *surface;
	int status;

	if (fonts_check(fonts, &scene, 1, err) < 0)
		return -1;
	surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(scene->width * scale),
		(int)ceil(scene->height * scale));
	status = paint(surface, scene, fonts, scale, err);
	if (status == 0)
		status = check_status(
			cairo_surface_write_to_png_stream(surface, take_bytes, out), err);
	cairo_surface_destroy(surface);
	return status;
}
