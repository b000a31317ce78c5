#include <stdlib.h>

#include "base/mem.h"
#include "duplicate/found.h"
#include "stats/minhash.h"

enum { CONTACTS_AT_ONCE = 4096 };

struct band {
	uint64_t key;
	uint32_t contact;
};

struct search {
	const struct contact *contacts;
	struct store *store;
	struct candidates *candidates;
	struct band *bands; /* of contacts without a customer; by key, contact */
	size_t n_bands, capacity;
};

static int compare_bands(const void *a, const void *b)
{
	const struct band *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->contact > y->contact) - (x->contact < y->contact);
}

static bool is_pair(const struct contact *a, const struct contact *b)
{
	return a->channel != b->channel &&
	       (contact_is_earlier(a, b) ? contact_is_near(a, b) : contact_is_near(b, a));
}

static void add_pair(
	struct candidates *candidates, const struct contact *contacts, uint32_t a, uint32_t b)
{
	if (contact_is_earlier(&contacts[a], &contacts[b]))
		candidates_add(candidates, a, b, true);
	else
		candidates_add(candidates, b, a, true);
}

/* Contacts that share the band; of two without a customer the later one finds the earlier. */
static void probe(struct search *search, struct band wanted)
{
	const struct contact *contacts = search->contacts;
	bool is_anonymous = !contacts[wanted.contact].customer;
	size_t low = 0, high = search->n_bands;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (search->bands[middle].key < wanted.key)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < search->n_bands && search->bands[low].key == wanted.key; low++) {
		uint32_t other = search->bands[low].contact;

		if (is_anonymous && other >= wanted.contact)
			break;
		if (is_pair(&contacts[other], &contacts[wanted.contact]))
			add_pair(search->candidates, contacts, other, wanted.contact);
	}
}

/* Calls `use` for every band of the contacts from..to-1. */
static int visit_bands(struct search *search, size_t from, size_t to,
	void (*use)(struct search *search, struct band band), struct err *err)
{
	uint64_t signature[MINHASH_SIZE];
	uint32_t ids[CONTACTS_AT_ONCE];
	struct tellings tellings;
	int status;

	for (size_t i = from; i < to; i++)
		ids[i - from] = search->contacts[i].id;
	status = tellings_read(&tellings, search->store, ids, to - from, err);
	for (size_t i = from; i < to && status == 0; i++) {
		const struct telling *telling = tellings_find(&tellings, search->contacts[i].id);

		if (!telling->shingles.n)
			continue;
		minhash_sign(&telling->shingles, signature);
		for (int band = 0; band < MINHASH_BANDS; band++)
			use(search, (struct band){minhash_band(signature, band), (uint32_t)i});
	}
	tellings_release(&tellings);
	return status;
}

static int visit_all(struct search *search, size_t from, size_t to,
	void (*use)(struct search *search, struct band band), struct err *err)
{
	for (; from < to; from += CONTACTS_AT_ONCE)
		if (visit_bands(search, from,
			    to - from < CONTACTS_AT_ONCE ? to : from + CONTACTS_AT_ONCE, use,
			    err) < 0)
			return -1;
	return 0;
}

static void add_band(struct search *search, struct band band)
{
	search->bands =
		mem_grow(search->bands, search->n_bands, &search->capacity, sizeof *search->bands);
	search->bands[search->n_bands++] = band;
}

static int compare_candidates(const void *a, const void *b)
{
	const struct duplicate_pair *x = a, *y = b;

	if (x->earlier != y->earlier)
		return x->earlier < y->earlier ? -1 : 1;
	return (x->later > y->later) - (x->later < y->later);
}

static void drop_repeated(struct candidates *candidates)
{
	size_t kept = 0;

	if (candidates->n)
		qsort(candidates->pairs, candidates->n, sizeof *candidates->pairs,
			compare_candidates);
	for (size_t i = 0; i < candidates->n; i++)
		if (i == 0 || compare_candidates(&candidates->pairs[i], &candidates->pairs[i - 1]))
			candidates->pairs[kept++] = candidates->pairs[i];
	candidates->n = kept;
}

int candidates_anonymous(struct candidates *candidates, const struct duplicates *found,
	struct store *store, struct err *err)
{
	struct search search = {
		.contacts = found->contacts, .store = store, .candidates = candidates};
	size_t first = 0, end;
	int status;

	while (first < found->n_contacts && found->contacts[first].customer < 0)
		first++;
	end = first;
	while (end < found->n_contacts && !found->contacts[end].customer)
		end++;
	if (first == end)
		return 0;
	status = visit_all(&search, first, end, add_band, err);
	if (search.n_bands)
		qsort(search.bands, search.n_bands, sizeof *search.bands, compare_bands);
	if (status == 0)
		status = visit_all(&search, 0, found->n_contacts, probe, err);
	free(search.bands);
	drop_repeated(candidates);
	return status;
}
