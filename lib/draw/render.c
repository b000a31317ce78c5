#include "draw/render.h"

#include <math.h>

#include "draw/font_set.h"

static void set_colour(cairo_t *cr, int colour)
{
	cairo_set_source_rgb(cr, (colour >> 16 & 255) / 255.0, (colour >> 8 & 255) / 255.0,
		(colour & 255) / 255.0);
}

static bool is_round(enum corners corners, enum corners side, enum corners other)
{
	return corners == CORNERS_ALL || corners == side || corners == other;
}

/* Clockwise from the top right corner; a corner that is not round gets no arc. */
static void rect_path(cairo_t *cr, const struct shape *s)
{
	double right = s->x + s->width, bottom = s->y + s->height;
	double limit = fmin(s->width, s->height) / 2, r = fmin(s->radius, limit);
	double tr = is_round(s->corners, CORNERS_TOP, CORNERS_RIGHT) ? r : 0;
	double br = is_round(s->corners, CORNERS_BOTTOM, CORNERS_RIGHT) ? r : 0;
	double bl = is_round(s->corners, CORNERS_BOTTOM, CORNERS_LEFT) ? r : 0;
	double tl = is_round(s->corners, CORNERS_TOP, CORNERS_LEFT) ? r : 0;

	if (r <= 0) {
		cairo_rectangle(cr, s->x, s->y, s->width, s->height);
		return;
	}
	cairo_new_sub_path(cr);
	cairo_arc(cr, right - tr, s->y + tr, tr, -M_PI / 2, 0);
	cairo_arc(cr, right - br, bottom - br, br, 0, M_PI / 2);
	cairo_arc(cr, s->x + bl, bottom - bl, bl, M_PI / 2, M_PI);
	cairo_arc(cr, s->x + tl, s->y + tl, tl, M_PI, 3 * M_PI / 2);
	cairo_close_path(cr);
}

static void points_path(cairo_t *cr, const struct shape *s)
{
	for (size_t i = 0; i < s->n_points; i++)
		cairo_line_to(cr, s->points[i].x, s->points[i].y);
	if (s->type == SHAPE_POLYGON)
		cairo_close_path(cr);
}

static void circle_path(cairo_t *cr, const struct shape *s)
{
	cairo_new_sub_path(cr);
	cairo_arc(cr, s->x, s->y, s->radius, 0, 2 * M_PI);
	cairo_close_path(cr);
}

static void paint_path(cairo_t *cr, const struct shape *s)
{
	double dash[] = {4 * s->line_width, 3 * s->line_width};

	if (s->fill != NO_COLOUR) {
		set_colour(cr, s->fill);
		cairo_fill_preserve(cr);
	}
	if (s->stroke != NO_COLOUR) {
		set_colour(cr, s->stroke);
		cairo_set_line_width(cr, s->line_width);
		cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
		cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
		cairo_set_dash(cr, dash, s->dashed ? 2 : 0, 0);
		cairo_stroke_preserve(cr);
	}
}

/* No face of ours is slanted: italics are sheared. */
static const cairo_matrix_t SLANT = {1, 0, -0.2, 1, 0, 0};

static void paint_text(cairo_t *cr, const struct shape *s, struct fonts *fonts)
{
	const struct type *type = &s->type_of_text;
	double x = s->x, width;

	if (!*s->text)
		return;
	width = line_set(fonts, s->text, type->size, type->bold);
	if (s->align != ALIGN_LEFT)
		x -= s->align == ALIGN_CENTRE ? width / 2 : width;
	cairo_save(cr);
	cairo_translate(cr, x, s->y);
	if (type->italic)
		cairo_transform(cr, &SLANT);
	set_colour(cr, type->colour);
	cairo_move_to(cr, 0, 0);
	line_show(fonts, s->text, type->size, type->bold, cr);
	cairo_restore(cr);
}

void render_shape(cairo_t *cr, const struct shape *shape, struct fonts *fonts)
{
	static void (*const PATHS[])(cairo_t *, const struct shape *) = {
		[SHAPE_RECT] = rect_path,
		[SHAPE_POLYLINE] = points_path,
		[SHAPE_POLYGON] = points_path,
		[SHAPE_CIRCLE] = circle_path,
	};

	if (shape->type == SHAPE_TEXT) {
		paint_text(cr, shape, fonts);
	} else if ((size_t)shape->type < sizeof PATHS / sizeof *PATHS) {
		cairo_new_path(cr); /* text leaves its point behind */
		PATHS[shape->type](cr, shape);
		paint_path(cr, shape);
	}
}

void render_scene(cairo_t *cr, const struct scene *scene, struct fonts *fonts)
{
	for (size_t i = 0; i < scene->n_shapes; i++)
		render_shape(cr, &scene->shapes[i], fonts);
}
