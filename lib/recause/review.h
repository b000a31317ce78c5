#pragma once
/* Which complaints people look at: those whose cause is least certain, some without any cause, and
 * a random share of all others, so that the answers can be weighted to speak of all complaints.
 *
 *	struct review_pick *picks;
 *	review_choose(store, &(struct review_plan){.n = 200, .random_share = 0.25}, &picks, &n,
 *&err);
 */
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "store/store.h"

enum review_sample { REVIEW_UNCERTAIN, REVIEW_UNCLASSIFIED, REVIEW_RANDOM, N_REVIEW_SAMPLES };
/* "uncertain", "unclassified", "random" */
extern const char *const REVIEW_SAMPLES[N_REVIEW_SAMPLES];

struct review_plan {
	size_t n;
	double random_share; /* 0..1 of n */
	uint64_t seed;
};

struct review_pick {
	int64_t id; /* of the store */
	enum review_sample sample;
	double weight; /* how many complaints it stands for: 1 for the uncertain, who are all there
			*/
};

/* Complaints with a text, the earliest of each incident, whose cause is no person's or export's; in
 * an order that does not tell the samples apart. The caller frees *picks. */
int review_choose(struct store *store, const struct review_plan *plan, struct review_pick **picks,
	size_t *n, struct err *err);
