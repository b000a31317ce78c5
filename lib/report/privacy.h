#pragma once
/* What a document may not tell: who the people are. Customers become 客户 1, 2, ... in the order in
 * which the document speaks of them, or, with a key, names that are the same in every document made
 * with that key and tell nothing to those who do not have it (HMAC-SHA-256). Names, telephones and
 * addresses are left out; in other texts they are masked (mask/mask.h), and so are the names of
 *the row's customer and handler (mask/name.h).
 *
 *	struct privacy *privacy = privacy_new(key, n_key);
 *	privacy_apply(privacy, "zh-CN", table, NULL, NULL, &err);
 *	privacy_free(privacy); */
#include "base/err.h"
#include "table/table.h"

struct privacy;

/* `key` NULL: numbers. The key is borrowed. */
struct privacy *privacy_new(const void *key, size_t n_key);
void privacy_free(struct privacy *privacy);

/* Calls `tell` with each name that the record of a row of `ids` (the store's own numbers) knows. */
typedef int privacy_names(void *context, const char *ids, void (*tell)(void *to, const char *name),
	void *to, struct err *err);

/* Changes the cells of the table. Names are those of its own columns, and where it has a column
 * `ids` those that `names` tells, if any. Fails when `names` does. */
int privacy_apply(struct privacy *privacy, const char *lang, struct table *table,
	privacy_names *names, void *context, struct err *err);
