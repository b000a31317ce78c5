#pragma once
/* The chains of a store's complaints, found in two looks at its columns: the first tells which
 * complaints the second must keep (stats/chain_filter.h). Internal to lib/metric. */
#include "metric/shared.h"

int chains_read(struct chains *chains, struct sql *sql, const struct chains_wanted *wanted,
	struct err *err);
