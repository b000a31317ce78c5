#pragma once
/* What a document may not tell: who the people are. Customers become 客户 1, 2, ... in the order in
 * which the document speaks of them, or, with a key, names that are the same in every document made
 * with that key and tell nothing to those who do not have it (HMAC-SHA-256). Names, telephones and
 * addresses are left out; in other texts they are masked (report/mask.h).
 *
 *	struct privacy *privacy = privacy_new(key, n_key);
 *	privacy_apply(privacy, "zh-CN", table);
 *	privacy_free(privacy); */
#include "table/table.h"

struct privacy;

/* `key` NULL: numbers. The key is borrowed. */
struct privacy *privacy_new(const void *key, size_t n_key);
void privacy_free(struct privacy *privacy);

/* Changes the cells of the table. */
void privacy_apply(struct privacy *privacy, const char *lang, struct table *table);
