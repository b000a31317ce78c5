#pragma once
/* The ledger: what each run did with each input file. */
#include "store/coverage.h"
#include "table/table.h"

struct ledger {
	struct reject_count *rejects;
	size_t n_rejects, capacity;
};

struct reject_count {
	char *code;
	int64_t n;
};

void ledger_count_reject(struct ledger *ledger, const char *code);
void ledger_release(struct ledger *ledger);
/* Writes the load's rows; first and last are the days it covers. */
int ledger_write(const struct ledger *ledger, struct store *store, int64_t load,
	const struct load_info *info, const struct load_counts *counts, int32_t first, int32_t last,
	struct err *err);
