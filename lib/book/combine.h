#pragma once
/* The one chart that libxlsxwriter cannot write: columns with a line on an axis of its own. It
 * writes a chart of columns with a mark, and this makes the last series a line. */
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum { COMBINE_STYLE = 47 }; /* the mark: a style that no chart of ours has */

/* Appends the part xl/charts/chartN.xml with its last series as a line from 0 to 100 % on the
 * right; false (and nothing appended) when the part is no chart with the mark. */
bool combine_last_series(const char *xml, size_t n, struct buf *out);
