#pragma once
/* What one check of a store found (history/check.h). */
#include <stdint.h>

struct check_result {
	const char *what;  /* "complaints have a narrative", ... */
	int64_t n_checked; /* things looked at */
	int64_t n_wrong;
	char first[128]; /* the first of the wrong ones, "" for none */
};
