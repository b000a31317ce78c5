#pragma once
/* Is the store sound? Everything that can be recomputed is, everything that points somewhere is
 * followed. */
#include <stddef.h>

#include "store/check_result.h"
#include "store/store.h"

enum { MAX_CHECKS = 32 };

/* Returns how many checks were made; 0 when the store cannot be read. */
size_t store_check(struct store *store, struct check_result results[MAX_CHECKS], struct err *err);
