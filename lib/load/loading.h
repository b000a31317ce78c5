#pragma once
/* What a load is made of; load.c takes rows in, update.c those that the store knows already. */
#include "customer/customer.h"
#include "load/adder.h"
#include "load/coverage.h"
#include "load/first.h"
#include "load/incident.h"
#include "load/later.h"
#include "load/load.h"
#include "load/load_past.h"
#include "load/merge.h"
#include "load/rewind.h"
#include "store/causes.h"
#include "store/identity.h"
#include "store/internal.h"
#include "store/ledger.h"
#include "store/writer.h"

/* What tells a row of a batch from others, read ahead so that it comes from memory meanwhile. */
struct coming {
	struct key key;
	int64_t hash; /* of the key */
	struct identifier identifiers[N_IDENTIFIERS];
	size_t n_identifiers;
	struct buf buf; /* of identifiers */
};
enum { ROWS_AHEAD = 32 };

struct load {
	struct store *store;
	int64_t id, first_complaint, next_complaint, exported_at; /* the first of its own */
	struct reader reader;
	bool can_meet;         /* what is needed to read and change complaints is prepared */
	struct worker *worker; /* of a first load: nothing is read meanwhile */
	struct first first;    /* takes new complaints while it has begun; else adder does */
	struct later later;    /* rows about what first has taken, until it ends */
	struct adder adder;
	struct writer writer;
	struct identities identities;
	struct customers *customers;
	struct incidents incidents;
	struct causes causes;
	struct marks marks;
	struct merge merge;
	struct coverage coverage;
	struct load_past past;
	int64_t first_load; /* of this run */
	struct rewind rewind;
	struct stmt *former_export; /* exported_at of a load */
	struct cause_set cause_set;
	struct coming coming[ROWS_AHEAD];
	struct buf buf;
	struct load_counts counts;
	uint64_t n_matched, n_differing;
	struct ledger ledger;
};

/* A row of a complaint that is there: it is older, changes it, or does not. */
int load_meet_again(struct load *load, const struct batch *batch, size_t row,
	struct complaint *complaint, struct err *err);
