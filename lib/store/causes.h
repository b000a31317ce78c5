#pragma once
/* The causes of one complaint: read from a record, kept in complaint_cause and the complaint's own
 * columns, replaced by precedence human > export > model, rule. */
#include "base/buf.h"
#include "store/internal.h"
#include "store/mark.h"

struct cause_row {
	int64_t cause, subcause, score;
};

struct cause_set {
	struct cause_row *rows; /* primary first */
	size_t n, capacity;
	int64_t by;  /* term */
	int64_t run; /* since which it stands, of one that was read from the store */
	struct span evidence;
};

/* What the row of a batch says; texts live as long as the batch. */
void cause_set_read(struct cause_set *set, struct dictionary *dictionary, const struct batch *batch,
	size_t row);
void cause_set_release(struct cause_set *set);
/* Whether a record that says this may take the place of a cause by `old_by`. */
bool cause_set_prevails(
	const struct cause_set *set, const struct dictionary *dictionary, int64_t old_by);
/* Into the complaint's own columns. */
void cause_set_mark(const struct cause_set *set, int64_t fact[N_FACTS]);
/* "product:quality;attitude:rude" appended. */
void cause_set_write(
	const struct cause_set *set, const struct dictionary *dictionary, struct buf *out);

struct cause_entry {
	int64_t complaint, rank, run;
	struct cause_row row;
	struct span evidence;
};

struct causes {
	struct sql *sql;
	struct stmt *select, *insert, *erase;
	struct stmt
		*keep; /* run for a complaint whose causes will be replaced; borrowed, or NULL */
	struct cause_entry *pending; /* rows that are not written yet */
	size_t n_pending, capacity;
	struct cause_set old;
	struct buf text; /* evidence that was read */
	struct buf rows;
};

int causes_init(struct causes *causes, struct sql *sql, struct err *err);
void causes_release(struct causes *causes);

/* The set of a complaint; `fact` gives who said it. */
int causes_read(
	struct causes *causes, const int64_t fact[N_FACTS], struct cause_set *set, struct err *err);
/* Written by the next causes_flush(); until then the evidence must live. */
void causes_add(struct causes *causes, int64_t complaint, const struct cause_set *set, int64_t run);
int causes_flush(struct causes *causes, struct err *err);
/* Puts the set in the place of the stored one, if it differs: complaint_cause
 * (by the next flush), mark and `fact` (not yet written). 1: changed, 0: as it was, -1. */
int causes_replace(struct causes *causes, struct marks *marks, struct store *store,
	int64_t fact[N_FACTS], const struct cause_set *set, struct err *err);
