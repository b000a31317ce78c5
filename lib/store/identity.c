#include "store/identity.h"

#include <string.h>

#include "base/hash.h"
#include "store/internal.h"

static uint64_t hash_span(uint64_t seed, struct span span)
{
	return hash_bytes(seed, span.text, span.n);
}

int64_t key_hash(const struct key *key)
{
	uint64_t hash = hash_span(1, key->source);

	if (key->complaint_id.n)
		return (int64_t)hash_span(hash, key->complaint_id);
	hash = hash_bytes(hash + 1, &key->received, sizeof key->received);
	hash = hash_span(hash, key->customer);
	hash = hash_span(hash, key->order_id);
	hash = hash_span(hash, key->product);
	hash = hash_span(hash, key->text);
	return (int64_t)hash_bytes(hash, &key->twin, sizeof key->twin);
}

static bool is_equal(struct span a, struct span b)
{
	return a.n == b.n && (!a.n || !memcmp(a.text, b.text, a.n));
}

struct span key_customer(const struct span narrative[N_NARRATIVES])
{
	static const enum narrative ORDER[] = {
		NARRATIVE_CUSTOMER_ID, NARRATIVE_PHONE, NARRATIVE_EMAIL, NARRATIVE_CUSTOMER_NAME};

	for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++)
		if (narrative[ORDER[i]].n)
			return narrative[ORDER[i]];
	return (struct span){"", 0};
}

static int64_t received_of(const struct complaint *complaint)
{
	return instant_pack(
		complaint->fact[FACT_RECEIVED], complaint->fact[FACT_FLAGS] & HAS_TIME_RECEIVED);
}

/* Whether the complaint is the one that the key names. */
static bool key_matches(const struct key *key, const struct complaint *complaint)
{
	const struct span *narrative = complaint->narrative;

	if (key->source_term != complaint->fact[FACT_SOURCE] ||
		!is_equal(key->complaint_id, narrative[NARRATIVE_COMPLAINT_ID]))
		return false;
	if (key->complaint_id.n)
		return true;
	return key->twin == complaint->twin && key->received == received_of(complaint) &&
	       key->product_term == complaint->fact[FACT_PRODUCT] &&
	       is_equal(key->order_id, narrative[NARRATIVE_ORDER_ID]) &&
	       is_equal(key->text, narrative[NARRATIVE_TEXT]) &&
	       is_equal(key->customer, key_customer(narrative));
}

void key_of_complaint(
	struct key *key, const struct complaint *complaint, const struct dictionary *dictionary)
{
	const struct span *narrative = complaint->narrative;

	*key = (struct key){
		.source = dictionary_text(dictionary, complaint->fact[FACT_SOURCE]),
		.complaint_id = narrative[NARRATIVE_COMPLAINT_ID],
		.received = received_of(complaint),
		.customer = key_customer(narrative),
		.product = dictionary_text(dictionary, complaint->fact[FACT_PRODUCT]),
		.order_id = narrative[NARRATIVE_ORDER_ID],
		.text = narrative[NARRATIVE_TEXT],
		.source_term = complaint->fact[FACT_SOURCE],
		.product_term = complaint->fact[FACT_PRODUCT],
		.twin = complaint->twin,
	};
}

int identities_init(struct identities *identities, struct sql *sql, struct err *err)
{
	*identities = (struct identities){0};
	return places_load(&identities->places, sql, err);
}

void identities_release(struct identities *identities)
{
	slots_release(&identities->slots);
	places_release(&identities->places);
	*identities = (struct identities){0};
}

/* The complaint at that place, 0 for none. */
static int look_up(struct identities *identities, int64_t ident, int64_t *id, struct err *err)
{
	const struct slot *slot = slots_find(&identities->slots, ident);

	if (!slot || slot->is_stored) {
		*id = places_find(&identities->places, ident);
		return 0;
	}
	*id = slot->value;
	return identities->flush ? identities->flush(identities->context, err) : 0;
}

int identities_find(struct identities *identities, struct reader *reader, const struct key *key,
	int64_t *id, int64_t *ident, struct complaint *complaint, struct err *err)
{
	*ident = key_hash(key);
	for (;; *ident = (int64_t)((uint64_t)*ident + 1)) {
		if (look_up(identities, *ident, id, err) < 0)
			return -1;
		if (!*id)
			return 0;
		if (reader_complaint(reader, *id, complaint, err) < 0)
			return -1;
		if (key_matches(key, complaint))
			return 1;
	}
}

int identities_place(
	struct identities *identities, const struct key *key, int64_t *id, struct err *err)
{
	return look_up(identities, key_hash(key), id, err);
}

size_t identities_count_stored(const struct identities *identities)
{
	return places_count(&identities->places);
}

void identities_expect(const struct identities *identities, int64_t hash)
{
	places_expect(&identities->places, hash);
	slots_expect(&identities->slots, hash);
}

void identities_expect_known(const struct identities *identities, int64_t hash)
{
	places_expect_known(&identities->places, hash);
}

bool identities_is_new(const struct identities *identities, int64_t hash)
{
	const struct slot *slot = slots_find(&identities->slots, hash);

	return slot && !slot->is_stored;
}

void identities_add(struct identities *identities, int64_t ident, int64_t id)
{
	struct slot *slot = slots_find(&identities->slots, ident);

	if (!slot)
		slot = slots_add(&identities->slots, ident);
	slot->value = (uint32_t)id;
	slot->is_stored = false;
}

int64_t identities_count_twin(struct identities *identities, const struct key *first)
{
	int64_t hash = key_hash(first);
	struct slot *slot = slots_find(&identities->slots, hash);

	if (!slot) {
		slot = slots_add(&identities->slots, hash);
		slot->value = UINT32_MAX;
		slot->is_stored = true; /* until identities_add() makes it a new one */
	}
	return slot->count++;
}

int identities_save(struct identities *identities, struct err *err)
{
	slots_sort(&identities->slots);
	return places_save(&identities->places, identities->slots.slots, identities->slots.n, err);
}
