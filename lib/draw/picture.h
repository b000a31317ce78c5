#pragma once
/* One scene as a file's bytes. The same scene gives the same bytes. */
#include "base/buf.h"
#include "base/err.h"
#include "draw/font.h"
#include "draw/scene.h"

/* SVG whose text is outlines; `title` and `description` are what a screen reader says. */
int picture_svg(const struct scene *scene, struct fonts *fonts, const char *title,
	const char *description, struct buf *out, struct err *err);
/* PNG on white, `scale` pixels to a point. */
int picture_png(const struct scene *scene, struct fonts *fonts, double scale, struct buf *out,
	struct err *err);
