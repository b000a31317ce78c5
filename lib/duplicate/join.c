#include <stdlib.h>

#include "base/mem.h"
#include "duplicate/found.h"

/* Contacts of an incident are a ring, so that two incidents are joined by crossing their rings. */
struct rings {
	const struct contact *contacts;
	uint32_t *next;
	uint32_t *first; /* of its ring; of the ring's first one only */
};

static uint32_t find_first(struct rings *rings, uint32_t contact)
{
	while (rings->first[contact] != contact)
		contact = rings->first[contact] = rings->first[rings->first[contact]];
	return contact;
}

static bool is_conflict(const struct contact *a, const struct contact *b)
{
	return a->channel == b->channel ||
	       (a->customer && b->customer && a->customer != b->customer);
}

static bool may_join(const struct rings *rings, uint32_t a, uint32_t b)
{
	uint32_t i = a, j = b;

	do {
		do {
			if (is_conflict(&rings->contacts[i], &rings->contacts[j]))
				return false;
			j = rings->next[j];
		} while (j != b);
		i = rings->next[i];
	} while (i != a);
	return true;
}

static void join(struct rings *rings, uint32_t a, uint32_t b)
{
	uint32_t first = find_first(rings, a), other = find_first(rings, b), next;

	if (first == other || !may_join(rings, a, b))
		return;
	if (contact_is_earlier(&rings->contacts[other], &rings->contacts[first]))
		rings->first[first] = other;
	else
		rings->first[other] = first;
	next = rings->next[a];
	rings->next[a] = rings->next[b];
	rings->next[b] = next;
}

static int compare_times(const struct contact *a, const struct contact *b)
{
	return contact_is_earlier(a, b) ? -1 : contact_is_earlier(b, a);
}

/* The order in which pairs are joined: who has a customer first, then by time. */
static int compare_pairs(const void *a, const void *b, void *context)
{
	const struct contact *contacts = context;
	const struct duplicate_pair *x = a, *y = b;
	int order;

	if (x->by_text != y->by_text)
		return x->by_text - y->by_text;
	if (x->by_text && x->similarity != y->similarity)
		return x->similarity > y->similarity ? -1 : 1;
	order = compare_times(&contacts[x->later], &contacts[y->later]);
	return order ? order : compare_times(&contacts[x->earlier], &contacts[y->earlier]);
}

/* The order in which they are shown: incidents by time, and within them. */
static int compare_shown(const void *a, const void *b, void *context)
{
	const struct duplicates *found = context;
	const struct contact *contacts = found->contacts;
	const struct duplicate_pair *x = a, *y = b;
	int order = compare_times(
		&contacts[found->incidents[x->earlier]], &contacts[found->incidents[y->earlier]]);

	if (!order)
		order = compare_times(&contacts[x->later], &contacts[y->later]);
	return order ? order : compare_times(&contacts[x->earlier], &contacts[y->earlier]);
}

static void drop_apart(struct duplicates *found)
{
	size_t kept = 0;

	for (size_t i = 0; i < found->n_pairs; i++) {
		const struct duplicate_pair *pair = &found->pairs[i];

		if (found->incidents[pair->earlier] == found->incidents[pair->later])
			found->pairs[kept++] = *pair;
	}
	found->n_pairs = kept;
}

void duplicates_join(struct duplicates *found)
{
	struct rings rings = {.contacts = found->contacts,
		.next = mem_alloc((found->n_contacts + 1) * sizeof *rings.next),
		.first = mem_alloc((found->n_contacts + 1) * sizeof *rings.first)};

	for (size_t i = 0; i < found->n_contacts; i++)
		rings.next[i] = rings.first[i] = (uint32_t)i;
	found->incidents = rings.first;
	if (found->n_pairs)
		qsort_r(found->pairs, found->n_pairs, sizeof *found->pairs, compare_pairs,
			found->contacts);
	for (size_t i = 0; i < found->n_pairs; i++)
		join(&rings, found->pairs[i].earlier, found->pairs[i].later);
	for (size_t i = 0; i < found->n_contacts; i++)
		rings.first[i] = find_first(&rings, (uint32_t)i);
	free(rings.next);
	drop_apart(found);
	if (found->n_pairs)
		qsort_r(found->pairs, found->n_pairs, sizeof *found->pairs, compare_shown, found);
}
