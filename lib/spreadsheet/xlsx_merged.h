#pragma once
/* Which cells of a worksheet are merged. */
#include "spreadsheet/merged.h"
#include "zip/archive.h"

/* A worksheet tells it behind its rows, so that its part is looked through before they are read:
 * for the tags alone, which costs little more than unpacking it. Other threads may read other
 * members meanwhile. */
int xlsx_merged_read(
	struct merged *merged, struct archive *archive, const char *part, struct err *err);

/* "AB12" -> column 27; SIZE_MAX when there are no letters. `end` is what follows them. */
size_t xlsx_column(const char *reference, const char **end);
