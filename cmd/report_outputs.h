#pragma once
/* The documents of one report: each is finished beside its target before the first one appears. */
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum { MAX_OUTPUTS = 16 };

struct document;

bool report_knows_output(const char *path); /* by its suffix */
/* At most MAX_OUTPUTS. */
int report_write(
	const struct document *document, const char *const *paths, size_t n, struct err *err);
