#pragma once
/* Which system a file comes from, by its name. */
#include "base/mem.h"

/* The name without folder, suffix, dates and numbers: "/x/hotline-2026-03.csv" -> "hotline",
 * "客诉明细_20260301(1).xlsx" -> "客诉明细", "-" -> "stdin". Never empty. */
char *name_source(struct arena *arena, const char *path);
