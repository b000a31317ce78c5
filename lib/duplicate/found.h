#pragma once
/* What the files of duplicate.h share. */
#include "duplicate/duplicate.h"
#include "stats/shingle.h"

/* A complaint that may be part of an incident. */
struct contact {
	int64_t customer; /* 0: anonymous */
	int64_t received;
	uint32_t id;
	uint32_t channel : 31; /* term, never 0 */
	uint32_t has_time : 1;
};

struct duplicate_pair {
	uint32_t earlier, later; /* numbers of contacts */
	double similarity;       /* NAN: neither has text */
	bool same_order, by_text;
};

struct duplicates {
	struct contact *contacts; /* by customer, received, id */
	size_t n_contacts, contact_capacity;
	struct duplicate_pair *pairs; /* of one incident each; by time */
	size_t n_pairs, pair_capacity;
	uint32_t *incidents; /* of a contact: the number of its incident's earliest one */
};

/* Whether the first is before the second. */
bool contact_is_earlier(const struct contact *a, const struct contact *b);
/* At most 72 hours apart, whatever times of day are not known. */
bool contact_is_near(const struct contact *earlier, const struct contact *later);

/* Pairs to look at, in any order, perhaps more than once. */
struct candidates {
	struct duplicate_pair *pairs;
	size_t n, capacity;
};

void candidates_add(struct candidates *candidates, uint32_t a, uint32_t b, bool by_text);
/* Candidates of which one has no customer: texts that share a band of their MinHash. */
int candidates_anonymous(struct candidates *candidates, const struct duplicates *duplicates,
	struct store *store, struct err *err);

/* What complaints say, read in the order of the store. */
struct telling {
	uint32_t id; /* of the complaint */
	struct shingles shingles;
	char *order; /* NULL: none that tells one from another */
};

struct tellings {
	struct telling *tellings;
	size_t n;
};

/* `ids` of complaints, which the call sorts; an id may come more than once. */
int tellings_read(
	struct tellings *tellings, struct store *store, uint32_t *ids, size_t n, struct err *err);
const struct telling *tellings_find(const struct tellings *tellings, uint32_t id);
void tellings_release(struct tellings *tellings);

/* Puts the pairs together to incidents; pairs that would bring two complaints of one channel or of
 * two customers together are dropped. */
void duplicates_join(struct duplicates *duplicates);
