#pragma once
/* A table for a terminal: aligned by display width (CJK counts two under any locale), rounded,
 * long text cut with "…" until it fits, notes below. */
#include "table/write.h"

void terminal_write(const struct table *table, const struct write_style *style, struct buf *out);
