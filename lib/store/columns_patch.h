#pragma once
/* A few complaints of a part that changed, put into its packed columns (store/columns.h). To read
 * the whole part from its rows again takes many times as long, and a small load may change a few in
 * every part. */
#include "store/columns.h"

/* As many are worth it. */
enum { PATCH_ROWS = PART_ROWS / 4 };

struct columns_patch;

struct columns_patch *columns_patch_new(struct sql *sql, struct err *err);
/* The n complaints `ids`, ascending. 1, or 0: the part has to be made anew, because complaints came
 * or went, or its columns are damaged; or -1. */
int columns_patch_part(
	struct columns_patch *patch, int64_t part, const int64_t *ids, size_t n, struct err *err);
void columns_patch_free(struct columns_patch *patch);
