#pragma once
/* The evidence of all lines that are not ASCII, for which encoding they are in.
 *
 *	struct weight weight = {0};
 *	weight_gather(&weight, &source, &err);
 *	... weight.n_sure, likely_verdict(weight.likely) ...
 *	weight_release(&weight); */
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "source/likely.h"
#include "source/source.h"

struct weight {
	struct likely *likely; /* NULL: not asked for */
	uint64_t n_lines, n_utf8;
	uint64_t n_sure;      /* lines of UTF-8 that no other encoding has by chance */
	uint64_t n_twice;     /* lines that were encoded twice */
	struct likely *shown; /* of lines as bytes that were taken for Windows-1252; or NULL */
	uint64_t n_shown;     /* lines that may be such, */
	uint64_t n_windows;   /* and have what Latin-1 has not */
	struct buf bytes;
	uint64_t n_high, n_runs; /* bytes that are not ASCII, and how often some stand together */
};

int weight_gather(struct weight *weight, const struct source *source, struct err *err);
void weight_release(struct weight *weight);
