#include "draw/scene.h"

#include <stdlib.h>
#include <string.h>

void scene_release(struct scene *scene)
{
	free(scene->shapes);
	arena_release(&scene->arena);
	*scene = (struct scene){0};
}

static struct shape *add_shape(struct scene *scene, enum shape_type type, double x, double y)
{
	struct shape *shape;

	scene->shapes =
		mem_grow(scene->shapes, scene->n_shapes, &scene->capacity, sizeof *scene->shapes);
	shape = &scene->shapes[scene->n_shapes++];
	*shape = (struct shape){
		.type = type, .x = x, .y = y, .fill = NO_COLOUR, .stroke = NO_COLOUR};
	return shape;
}

static void set_points(
	struct scene *scene, struct shape *shape, const struct point *points, size_t n)
{
	struct point *copy = arena_alloc(&scene->arena, (n ? n : 1) * sizeof *copy);

	if (n)
		memcpy(copy, points, n * sizeof *copy);
	shape->points = copy;
	shape->n_points = n;
}

struct shape *scene_rect(
	struct scene *scene, double x, double y, double width, double height, int fill)
{
	struct shape *shape = add_shape(scene, SHAPE_RECT, x, y);

	shape->width = width;
	shape->height = height;
	shape->fill = fill;
	return shape;
}

struct shape *scene_line(struct scene *scene, double x1, double y1, double x2, double y2,
	double line_width, int stroke)
{
	struct point ends[] = {{x1, y1}, {x2, y2}};

	return scene_polyline(scene, ends, 2, line_width, stroke);
}

struct shape *scene_polyline(
	struct scene *scene, const struct point *points, size_t n, double line_width, int stroke)
{
	struct shape *shape = add_shape(scene, SHAPE_POLYLINE, 0, 0);

	set_points(scene, shape, points, n);
	shape->line_width = line_width;
	shape->stroke = stroke;
	return shape;
}

struct shape *scene_polygon(struct scene *scene, const struct point *points, size_t n, int fill)
{
	struct shape *shape = add_shape(scene, SHAPE_POLYGON, 0, 0);

	set_points(scene, shape, points, n);
	shape->fill = fill;
	return shape;
}

struct shape *scene_circle(struct scene *scene, double x, double y, double radius, int fill)
{
	struct shape *shape = add_shape(scene, SHAPE_CIRCLE, x, y);

	shape->radius = radius;
	shape->fill = fill;
	return shape;
}

struct shape *scene_text(struct scene *scene, double x, double y, enum align align,
	const char *text, struct type type)
{
	struct shape *shape = add_shape(scene, SHAPE_TEXT, x, y);
	char *copy = arena_text(&scene->arena, text, strlen(text));

	for (char *p = copy; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7F)
			*p = ' ';
	shape->text = copy;
	shape->align = align;
	shape->type_of_text = type;
	return shape;
}

struct shape *scene_link(
	struct scene *scene, double x, double y, double width, double height, const char *target)
{
	struct shape *shape = add_shape(scene, SHAPE_LINK, x, y);

	shape->width = width;
	shape->height = height;
	shape->text = arena_text(&scene->arena, target, strlen(target));
	return shape;
}

void scene_begin(struct scene *scene, const char *name, const char *alt)
{
	struct shape *shape = add_shape(scene, SHAPE_BEGIN, 0, 0);

	shape->text = name;
	shape->alt = alt ? arena_text(&scene->arena, alt, strlen(alt)) : NULL;
}

void scene_end(struct scene *scene, const char *name)
{
	add_shape(scene, SHAPE_END, 0, 0)->text = name;
}

static void place_points(struct scene *scene, struct shape *shape, double x, double y, double scale)
{
	struct point *moved = arena_alloc(&scene->arena, shape->n_points * sizeof *moved);

	for (size_t i = 0; i < shape->n_points; i++)
		moved[i] = (struct point){
			x + shape->points[i].x * scale, y + shape->points[i].y * scale};
	shape->points = moved;
}

void scene_place(struct scene *scene, const struct scene *from, double x, double y, double scale)
{
	for (size_t i = 0; i < from->n_shapes; i++) {
		const struct shape *old = &from->shapes[i];
		struct shape *shape = add_shape(scene, old->type, 0, 0);

		*shape = *old;
		shape->x = x + old->x * scale;
		shape->y = y + old->y * scale;
		shape->width *= scale;
		shape->height *= scale;
		shape->radius *= scale;
		shape->line_width *= scale;
		shape->type_of_text.size *= scale;
		if (shape->n_points)
			place_points(scene, shape, x, y, scale);
		if (old->alt)
			shape->alt = arena_text(&scene->arena, old->alt, strlen(old->alt));
		if (shape->text)
			shape->text = arena_text(&scene->arena, old->text, strlen(old->text));
	}
}
