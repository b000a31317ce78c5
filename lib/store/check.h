#pragma once
/* Is the store sound? Everything that can be recomputed is, everything that points somewhere is
 * followed. */
#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

struct check_result {
	const char *what;  /* "complaints have a narrative", ... */
	int64_t n_checked; /* things looked at */
	int64_t n_wrong;
	char first[128]; /* the first of the wrong ones, "" for none */
};

enum { MAX_CHECKS = 32 };

/* Returns how many checks were made; 0 when the store cannot be read. */
size_t store_check(struct store *store, struct check_result results[MAX_CHECKS], struct err *err);
