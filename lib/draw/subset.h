#pragma once
/* Inside lib/draw: fonts cut down to the characters that are really drawn. cairo embeds a megabyte
 * of Noto for a dozen pages, and a tenth of that from such a subset. */
#include "base/buf.h"
#include "draw/font_set.h"

/* The same fonts with only the characters of the scenes. NULL with a message. */
struct fonts *fonts_subset(const struct fonts *fonts, const struct scene *const *scenes,
	size_t n_scenes, struct err *err);
