#pragma once
/* The same incident reported through several channels (METRICS 5).
 *
 * Two complaints are a pair when they are of one customer, came through different channels within
 * 72 hours, and name the same order or have texts of similarity 0.40 or more. Pairs are joined to
 * incidents, the earliest is the master. What came through the same channel is a repeat: an
 * incident has no two complaints of one channel. Where a time of day is not known, two days at
 * most lie between the dates, so that no pair is further apart than 72 hours.
 *
 *	struct duplicates *found = duplicates_find(store, false, &err);
 *	struct table *table = duplicates_table(found, store, &err);
 *	duplicates_free(found); */
#include "store/store.h"
#include "table/table.h"

struct duplicates;

/* `with_anonymous`: complaints without a customer are compared with all by text alone, which must
 * be alike by 0.60. */
struct duplicates *duplicates_find(struct store *store, bool with_anonymous, struct err *err);
void duplicates_free(struct duplicates *duplicates);

/* A row per pair, in order of time. */
struct table *duplicates_table(
	const struct duplicates *duplicates, struct store *store, struct err *err);

struct duplicate_counts {
	uint64_t n_incidents, n_duplicates; /* found; duplicates without their masters */
	uint64_t n_marked, n_cleared;       /* marks that are new or others, and that fell away */
	uint64_t n_kept;                    /* have a mark of their export */
	uint64_t n_unnamed; /* no complaint of the incident has an id to be named by */
};

/* Finds duplicates and makes the marks in the store what was found, in one transaction. Marks that
 * exports gave stay. */
int duplicates_apply(struct store *store, bool with_anonymous, const struct run_info *run,
	struct duplicate_counts *counts, struct err *err);

/* Pairs of one incident as found against pairs as labelled, by a row of counts, precision and
 * recall. `labels`: "duplicate_of" or "extra.HEADER" of the complaints themselves, else a CSV file
 * with the columns complaint_id and duplicate_of (or true_dup_of), and source if there are
 * several. */
struct table *duplicates_evaluate(const struct duplicates *duplicates, struct store *store,
	const char *labels, struct err *err);
