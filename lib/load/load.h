#pragma once
/* Records into the store: which complaint each of them is, and what it changes of it.
 *
 *	struct load *load = load_begin(store, &run, &err);
 *	load_add(load, batch, &err);
 *	load_finish(load, &info, &counts, &err); */
#include "store/ledger.h"

struct load;
struct load *load_begin(struct store *store, const struct run_info *run, struct err *err);
/* The export's own date, known before its rows: makes rows of former exports "older". */
void load_set_exported_at(struct load *load, int64_t exported_at);
/* Counts a row that became no record, by its reason ("bad-date"). */
void load_count_reject(struct load *load, const char *code);
/* Copies what it keeps; the batch may be reused. */
int load_add(struct load *load, const struct batch *batch, struct err *err);
/* Commits all or nothing and frees the load. Fails when read != added + updated + unchanged +
 * older + rejected + non-data, or when over 5 % of matched ids differ in received_at. */
int load_finish(struct load *load, const struct load_info *info, struct load_counts *counts,
	struct err *err);
void load_abandon(struct load *load);
