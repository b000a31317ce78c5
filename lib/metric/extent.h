#pragma once
/* What the store's loads cover, and so how far its counts can be trusted (METRICS 1.3). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "sql/sql.h"

/* Which days a source's loads cover. */
struct source {
	char *name;
	int32_t first, last;
};

struct extent {
	struct source *sources;
	size_t n;
	int32_t first;        /* of the oldest complaint or cover; NO_DAY: the store is empty */
	int32_t oldest;       /* complaint, or NO_DAY */
	int32_t newest;       /* complaint up to the as-of date, or NO_DAY */
	int32_t as_of;        /* as asked for, else loaded_until */
	int32_t loaded_until; /* newest day that is not after its load's own date, or NO_DAY */
	int64_t n_later;      /* complaints after the as-of date */
};

/* as_of NO_DAY: the store's own. With every kind, records that are no complaints are among the
 * oldest, the newest and the later ones. */
int extent_load(struct extent *extent, struct sql *sql, int32_t as_of, bool has_every_kind,
	struct err *err);
void extent_release(struct extent *extent);
