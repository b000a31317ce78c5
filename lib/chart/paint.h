#pragma once
/* A chart laid out with real fonts: what a document places on its pages. */
#include "chart/chart.h"
#include "draw/font.h"
#include "draw/scene.h"

/* Fills an empty scene; width and height in points (0: the type's own), `margin` left and right. */
void chart_scene(const struct chart *chart, double width, double height, double margin,
	const char *lang, struct fonts *fonts, struct scene *scene);

/* What a reader hears who sees no picture: subtitle, then the values, of lines the last ones. */
void chart_describe(const struct chart *chart, struct buf *out);
