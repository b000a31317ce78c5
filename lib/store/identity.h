#pragma once
/* Which record is which complaint. A record's key is its source and complaint_id, or, without an
 * id, the fields that do not change and the number of its occurrence among equal ones. */
#include "store/dictionary.h"
#include "store/fact.h"
#include "store/places.h"
#include "store/reader.h"
#include "store/slots.h"

struct key {
	struct span source, complaint_id;
	/* The rest is looked at only without complaint_id. */
	int64_t received; /* packed */
	struct span customer, product, order_id, text;
	/* The same in the terms of the store. */
	int64_t source_term, product_term;
	int64_t twin; /* 0 the first of equal records */
};

/* Where the key belongs when no other has taken the place. */
int64_t key_hash(const struct key *key);
/* The customer's part of a key: the first of customer_id, phone, email, customer_name. */
struct span key_customer(const struct span narrative[N_NARRATIVES]);

/* The key of a complaint from the store; borrows its texts. */
void key_of_complaint(
	struct key *key, const struct complaint *complaint, const struct dictionary *dictionary);

struct identities {
	struct slots slots;   /* of this load: new ones, and those without complaint_id it met */
	struct places places; /* of the store */
	/* Called before a complaint of this load is read, or NULL: it may not be written yet. */
	int (*flush)(void *context, struct err *err);
	void *context;
};

int identities_init(struct identities *identities, struct sql *sql, struct err *err);
void identities_release(struct identities *identities);

/* 1: *id is the complaint of that key, and it is read; 0: there is none, *ident is the place for
 * it; -1. */
int identities_find(struct identities *identities, struct reader *reader, const struct key *key,
	int64_t *id, int64_t *ident, struct complaint *complaint, struct err *err);
/* *id is the complaint in the key's own place, whichever it is; 0: it is free. */
int identities_place(
	struct identities *identities, const struct key *key, int64_t *id, struct err *err);
size_t identities_count_stored(const struct identities *identities);
/* Brings the key's place near before it is asked for, in two steps. */
void identities_expect(const struct identities *identities, int64_t hash);
void identities_expect_known(const struct identities *identities, int64_t hash);
/* Whether this load has brought a complaint in that place. */
bool identities_is_new(const struct identities *identities, int64_t hash);
void identities_add(struct identities *identities, int64_t ident, int64_t id);
/* How often a record with that key, as of the first of its like, was met in this load before. */
int64_t identities_count_twin(struct identities *identities, const struct key *first);
/* Writes the new ones, sorted. */
int identities_save(struct identities *identities, struct err *err);
