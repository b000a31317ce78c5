#pragma once
/* The charts that libxlsxwriter cannot write: columns with a line on an axis of its own, and dots
 * with error bars of their own lengths. It writes charts with a mark, and this changes them. */
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum { COMBINE_STYLE = 47, WHISKER_STYLE = 46 }; /* the marks: styles that no chart of ours has */

/* Appends the part xl/charts/chartN.xml with its last series as a line from 0 to 100 % on the
 * right; false (and nothing appended) when the part is no chart with the mark. */
bool combine_last_series(const char *xml, size_t n, struct buf *out);
/* Labels that are said to be level (rot="0") turn by the sixty-thousandth part of a degree, which
 * nobody sees: LibreOffice breaks level labels into pieces and writes them over each other, and
 * leaves out those without room only where they are not level. In place; false when there are none.
 */
bool combine_level_labels(char *xml, size_t n);
/* Appends it with the last two series as the error bars of the first, down and up; false when the
 * part has not that mark. */
bool combine_whiskers(const char *xml, size_t n, struct buf *out);
