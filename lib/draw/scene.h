#pragma once
/* A picture as data: shapes in points, y downwards, drawn in the order they were added. Layouts
 * make scenes and are tested on their numbers; draw/picture.h and draw/pdf.h turn them into bytes.
 *
 *	struct scene scene = {.width = 760, .height = 436};
 *	scene_rect(&scene, 20, 30, 100, 50, MAIN);
 *	scene_text(&scene, 20, 100, ALIGN_LEFT, "1,284", (struct type){.size = 10, .colour = INK});
 *	scene_release(&scene); */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

/* The colours of the house (REPORTS.md, visual rules), 0xRRGGBB. */
enum colour {
	NO_COLOUR = -1,
	INK = 0x1F2933,
	MUTED = 0x66727F,
	GRID = 0xE3E7EB,
	ZERO_AXIS = 0xB8C1CA,
	BAND = 0xEEF3F8,
	MAIN = 0x2F6DA8,
	REST = 0xA9C4DE,
	DEEP = 0x123F6E,
	ALERT = 0xC8501E,
	GOOD = 0x0B7461,
	SECOND = 0xD9920A,
	SECOND_TEXT = 0x9A6700,
	WHITE = 0xFFFFFF,
};

struct point {
	double x, y;
};

/* How a text looks. */
struct type {
	double size; /* points */
	bool bold, italic;
	int colour;
};

enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

/* Which corners of a rectangle are round. */
enum corners { CORNERS_ALL, CORNERS_TOP, CORNERS_RIGHT, CORNERS_BOTTOM, CORNERS_LEFT };

enum shape_type {
	SHAPE_RECT,
	SHAPE_POLYLINE,
	SHAPE_POLYGON,
	SHAPE_CIRCLE,
	SHAPE_TEXT,
	SHAPE_LINK,
	SHAPE_BEGIN, /* of what a PDF's reader calls a paragraph, a heading, a table, ... */
	SHAPE_END,
};

struct shape {
	enum shape_type type;
	double x, y;          /* top left; centre of a circle; baseline of a text at its `align` */
	double width, height; /* rectangles and links; width of a text where it was measured */
	double radius;        /* circles, round corners */
	enum corners corners;
	const struct point *points;
	size_t n_points;
	int fill, stroke; /* NO_COLOUR: none */
	double line_width;
	bool dashed;
	enum align align;
	const char *text; /* of a text; target of a link: URL or "#anchor"; name of a tag */
	const char *alt;  /* of a figure that begins: its words */
	struct type type_of_text;
};

struct scene {
	double width, height;
	struct shape *shapes;
	size_t n_shapes;
	size_t capacity;
	struct arena arena; /* texts and points */
};

void scene_release(struct scene *scene);

/* Each returns the new shape, valid until the next one is added, for what the call leaves out. */
struct shape *scene_rect(
	struct scene *scene, double x, double y, double width, double height, int fill);
struct shape *scene_line(struct scene *scene, double x1, double y1, double x2, double y2,
	double line_width, int stroke);
struct shape *scene_polyline(
	struct scene *scene, const struct point *points, size_t n, double line_width, int stroke);
struct shape *scene_polygon(struct scene *scene, const struct point *points, size_t n, int fill);
struct shape *scene_circle(struct scene *scene, double x, double y, double radius, int fill);
/* Control characters of the text become blanks. */
struct shape *scene_text(struct scene *scene, double x, double y, enum align align,
	const char *text, struct type type);
/* An area that leads to a URL or, with '#' in front, to an anchor of the same PDF. */
struct shape *scene_link(
	struct scene *scene, double x, double y, double width, double height, const char *target);

/* What is drawn between them is of that kind, by the names of ISO 32000-1, 14.8.4 ("P", "H1",
 * "Table"). Kinds nest, and may go on over pages; what stands in those that hold others, or in
 * none, is decoration. The name is a literal. */
void scene_begin(struct scene *scene, const char *name, const char *alt);
void scene_end(struct scene *scene, const char *name);

/* Copies all shapes of `from` into `scene`, scaled and then moved. */
void scene_place(struct scene *scene, const struct scene *from, double x, double y, double scale);
