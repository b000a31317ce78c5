#pragma once
/* The footnotes of a result: what a reader must know to trust the numbers, in the result's
 * language (METRICS 1.3-1.5). */
#include "metric/relations.h"

void notes_add(struct table *table, const struct relations *relations, const char *lang);
