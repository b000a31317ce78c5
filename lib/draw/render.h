#pragma once
/* Inside lib/draw: a scene onto a cairo surface. */
#include <cairo.h>

#include "draw/font.h"
#include "draw/scene.h"

/* Links and tags are left out: they are the PDF's own (draw/pdf.c). */
void render_shape(cairo_t *cr, const struct shape *shape, struct fonts *fonts);
void render_scene(cairo_t *cr, const struct scene *scene, struct fonts *fonts);
