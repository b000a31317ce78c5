#pragma once
/* Inside lib/draw: a scene onto a cairo surface. */
#include <cairo.h>

#include "draw/font.h"
#include "draw/scene.h"

/* Links are left out: they are the PDF's own (draw/pdf.c). */
void render_scene(cairo_t *cr, const struct scene *scene, struct fonts *fonts);
