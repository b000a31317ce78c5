#pragma once
/* Inside lib/draw: cairo 1.16 leaves entries in a PDF's cross-reference table that point at another
 * object, as soon as the document has one link; strict readers call the file damaged. */
#include "base/buf.h"

/* Marks such entries as free, in place; sizes and offsets stay as they are. */
void xref_cure(struct buf *pdf);
