#pragma once
/* Text that a cell of a workbook can hold. */
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum { CELL_LONGEST = 32767 }; /* UTF-16 units, as Excel counts */

/* Appends `text` with invalid UTF-8 and characters that XML forbids as U+FFFD, line ends as LF, and
 * "_x0041_" (which would mean A) as "_x005F_x0041_"; at most `longest` UTF-16 units of the text.
 * True when it was cut. */
bool celltext_add(const char *text, size_t longest, struct buf *out);

/* A sheet's name from any text: 31 units, none of []:*?/\, no apostrophe at the ends, not empty and
 * not "History". */
void celltext_sheet_name(const char *text, struct buf *out);
