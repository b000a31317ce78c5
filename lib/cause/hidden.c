#include <stdlib.h>

#include "base/mem.h"
#include "cause/reading.h"

/* A mask is no longer than this, in bytes. */
enum { LONGEST_MASK = 60 };

/* Hits inside of the mask's range are dropped; those that a longer hit hides stand near it. Returns
 * whether there are any. */
static bool drop_inside(struct reading *r, size_t mask)
{
	struct hit m = r->hits[mask];
	bool drops = false;

	for (size_t i = mask;
		i-- > 0 && r->hits[i].to > m.from && r->hits[i].to + LONGEST_MASK > m.to;)
		if (r->hits[i].from >= m.from && r->hits[i].to - r->hits[i].from < m.to - m.from) {
			r->hits[i].term = DROPPED;
			drops = true;
		}
	for (size_t i = mask + 1; i < r->n_hits && r->hits[i].to == m.to; i++)
		if (r->hits[i].from > m.from) {
			r->hits[i].term = DROPPED;
			drops = true;
		}
	return drops;
}

/* The same of the hits put aside. */
static void drop_aside(const struct hits *aside, const struct hit *mask)
{
	for (size_t i = hits_up_to(aside, mask->to); i-- > 0 && aside->items[i].to > mask->from;) {
		struct hit *hit = &aside->items[i];

		if (hit->to + LONGEST_MASK > mask->to && hit->from >= mask->from &&
			hit->to - hit->from < mask->to - mask->from)
			hit->term = DROPPED;
	}
}

/* Whether a hit may have a negator as part of it. Words of a rule's `not` only concern that rule:
 * 不 in 不掉色 stays a negation for all others. */
static bool is_word(const struct hit *hit)
{
	return hit->term != DROPPED && !(hit->traits & TERM_EXCLUSION);
}

/* 不 in 不好 is part of a word, no negation of what follows; in 并不 it is one all the same, and in
 * 一点也不, a negator itself, it is not a second one. */
static bool is_inside_word(const struct reading *r, size_t negator)
{
	struct hit n = r->hits[negator];

	for (size_t i = negator; i-- > 0 && r->hits[i].to == n.to;)
		if (r->hits[i].term != DROPPED && r->hits[i].traits & TERM_NEGATOR &&
			r->hits[i].from < n.from)
			return true;
	for (size_t i = negator + 1; i < r->n_hits && r->hits[i].to <= n.to + LONGEST_MASK; i++)
		if (is_word(&r->hits[i]) && r->hits[i].from <= n.from && r->hits[i].to > n.to)
			return true;
	return false;
}

static void reserve_listed(struct reading *r)
{
	if (r->n_hits < r->listed_capacity)
		return;
	r->listed_capacity = (r->n_hits + 1) * 2;
	free(r->listed);
	r->listed = mem_alloc(r->listed_capacity * sizeof *r->listed);
}

/* Of all hits; lists those that may hide others, or be hidden. */
static void read_traits(struct reading *r)
{
	const uint8_t *traits = r->grammar->traits;
	uint32_t *listed = r->listed, all = 0;

	for (size_t i = 0; i < r->n_hits; i++) {
		uint32_t of = traits[r->hits[i].term];

		r->hits[i].traits = of;
		all |= of;
		*listed = (uint32_t)i;
		listed += (of & (TERM_MASK | TERM_NEGATOR)) != 0;
	}
	r->traits = all;
	r->n_listed = (size_t)(listed - r->listed);
}

/* Number by number: a processor waits where it reads at once what it has just written in parts. */
static void close_gaps(struct reading *r)
{
	size_t kept = 0;

	while (r->hits[kept].term != DROPPED)
		kept++;
	for (size_t i = kept; i < r->n_hits; i++) {
		const struct hit *hit = &r->hits[i];
		uint32_t from = hit->from, to = hit->to, term = hit->term, traits = hit->traits;

		r->hits[kept].from = from;
		r->hits[kept].to = to;
		r->hits[kept].term = term;
		r->hits[kept].traits = traits;
		kept += term != DROPPED;
	}
	r->n_hits = kept;
}

void reading_drop_hidden(struct reading *r)
{
	bool has_gaps = false;

	reserve_listed(r);
	read_traits(r);
	for (size_t k = 0; r->traits & TERM_MASK && k < r->n_listed; k++) {
		const struct hit *hit = &r->hits[r->listed[k]];

		if (!(hit->traits & TERM_MASK) || hit->term == DROPPED)
			continue;
		has_gaps |= drop_inside(r, r->listed[k]);
		drop_aside(&r->found->aside, hit);
	}
	for (size_t k = 0; r->traits & TERM_NEGATOR && k < r->n_listed; k++) {
		struct hit *hit = &r->hits[r->listed[k]];

		if (hit->traits & TERM_NEGATOR && hit->term != DROPPED &&
			is_inside_word(r, r->listed[k])) {
			hit->term = DROPPED;
			has_gaps = true;
		}
	}
	if (has_gaps)
		close_gaps(r);
}
