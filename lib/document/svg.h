#pragma once
/* SVG pictures inside one HTML page: ids of two pictures must not meet (glyphs would be drawn with
 * the other's shapes), so each picture's ids get its own prefix. */
#include "base/buf.h"

/* Appends the <svg> element of a whole SVG file, with id="x" as id="PREFIX-x" wherever ids are
 * defined or used, and without the XML declaration. */
void svg_embed(const char *svg, size_t n, const char *prefix, struct buf *out);
