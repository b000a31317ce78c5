#include "stats/chain_filter.h"

#include <stdlib.h>

#include "base/mem.h"

/* Eight places for each complaint: a key shares one with another by chance in a case of eight. For
 * customers, who are fewer and have to share it with twenty, one will do. */
enum { KEYS_PER_COMPLAINT = 8, FEWEST_BITS = 10 };
enum { KEYS_OF_BYTE = 4, MET_BITS = 2, MET_ONCE = 1, MET_OFTEN = 2 };

struct chain_filter {
	int key_bits, customer_bits; /* of a hash */
	unsigned char *met;          /* how often a key was, by its hash */
	unsigned char *counts;       /* of customers, by their hash; up to one over `many` */
	unsigned char many;          /* a customer with more may be busy */
};

static int bits_for(size_t n)
{
	int bits = FEWEST_BITS;

	while ((size_t)1 << bits < n)
		bits++;
	return bits;
}

static uint64_t mix(uint64_t hash, int64_t number)
{
	hash = (hash ^ (uint64_t)number) * 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 32;
}

static size_t place_of_customer(const struct chain_filter *filter, const struct chain_item *item)
{
	return (size_t)(mix(0, item->customer) * 0x9e3779b97f4a7c15u >>
			(64 - filter->customer_bits));
}

static size_t place_of_key(const struct chain_filter *filter, const struct chain_item *item)
{
	int64_t what = (int64_t)item->product << 32 ^ item->cause;

	return (size_t)(mix(mix(0, item->customer), what) * 0x9e3779b97f4a7c15u >>
			(64 - filter->key_bits));
}

static int shift_of(size_t place)
{
	return (int)(place % KEYS_OF_BYTE) * MET_BITS;
}

struct chain_filter *chain_filter_new(size_t n, const struct chain_rules *rules)
{
	struct chain_filter *filter = mem_alloc(sizeof *filter);

	*filter = (struct chain_filter){
		.key_bits = bits_for(n * KEYS_PER_COMPLAINT),
		.customer_bits = bits_for(n),
		.many = (unsigned char)(rules->busiest < CHAIN_MANY ? rules->busiest : CHAIN_MANY),
	};
	filter->met = mem_zalloc_table(((size_t)1 << filter->key_bits) / KEYS_OF_BYTE);
	filter->counts = mem_zalloc_table((size_t)1 << filter->customer_bits);
	return filter;
}

void chain_filter_free(struct chain_filter *filter)
{
	if (!filter)
		return;
	free(filter->met);
	free(filter->counts);
	free(filter);
}

/* The tables are larger than what is at hand: what is needed soon is sent for. GCC 12 leaves out
 * calls of a function that does nothing else. */
static inline __attribute__((always_inline)) void send_for(
	const struct chain_filter *filter, const struct chain_item *items, size_t i, size_t n)
{
	enum { AHEAD = 16 };

	if (i + AHEAD >= n)
		return;
	__builtin_prefetch(&filter->met[place_of_key(filter, &items[i + AHEAD]) / KEYS_OF_BYTE]);
	__builtin_prefetch(&filter->counts[place_of_customer(filter, &items[i + AHEAD])]);
}

void chain_filter_add(struct chain_filter *filter, const struct chain_item *items, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char *count = &filter->counts[place_of_customer(filter, &items[i])];
		size_t place = place_of_key(filter, &items[i]);
		unsigned char *met = &filter->met[place / KEYS_OF_BYTE];
		int was_met = *met >> shift_of(place) & (MET_ONCE | MET_OFTEN);

		send_for(filter, items, i, n);
		*count += *count <= filter->many;
		if (!items[i].has_no_key && was_met < MET_OFTEN)
			*met += (unsigned char)(1 << shift_of(place));
	}
}

static bool is_needed(const struct chain_filter *filter, const struct chain_item *item)
{
	size_t place = place_of_key(filter, item);
	bool is_busy = filter->counts[place_of_customer(filter, item)] > filter->many;

	return is_busy || (!item->has_no_key &&
				  filter->met[place / KEYS_OF_BYTE] >> shift_of(place) & MET_OFTEN);
}

size_t chain_filter_keep(const struct chain_filter *filter, struct chain_item *items, size_t n)
{
	size_t n_kept = 0;

	for (size_t i = 0; i < n; i++) {
		send_for(filter, items, i, n);
		items[n_kept] = items[i];
		n_kept += is_needed(filter, &items[i]);
	}
	return n_kept;
}
