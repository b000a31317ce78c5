#pragma once
/* The ledger: what each run did with each input file. */
#include "store/store.h"
#include "table/table.h"

/* A load of one input file. */
struct load_info {
	const char *file, *sheet, *sha256, *encoding, *source, *mapping;
	double confidence;                 /* in the encoding, 0..1; 0: not known */
	int32_t exported_day;              /* NO_DAY: unknown */
	int32_t covers_first, covers_last; /* NO_DAY: by the data */
	uint64_t n_read, n_rejected, n_nondata;
	int64_t exported_at; /* local civil seconds or NUMBER_NONE */
};

struct load_counts {
	uint64_t n_added, n_updated, n_unchanged, n_older;
};

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

/* A row in the ledger for a command that changes nothing else: what was done must be known. */
int store_add_run(struct store *store, const struct run_info *run, struct err *err);

/* The ledger as a table: a row per input file of each run, one for a run without any. */
struct table *store_runs(struct store *store, struct err *err);
