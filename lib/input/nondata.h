#pragma once
/* Rows that are no complaints: blank lines, repeated headers, totals, footers. */
#include "input/plan.h"
#include "input/rows.h"

/* What the row is ("blank", "header", "total", "note"), or NULL when it is data. */
const char *nondata_kind(const struct plan *plan, const struct row *row);
