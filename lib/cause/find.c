#include "cause/reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* How far apart, in bytes, the parts of a pattern may stand. */
enum { TOUCHING = 1, NEAR_IN_ORDER = 45, NEAR_ANY_ORDER = 75, LONGEST_MASK = 60 };

/* How many clauses back the object of a clause without one is looked for. */
enum { CARRY = 2 };

/* Numbers of hits begin anew before they are used up. */
enum { END_OF_BASE = 1u << 31 };

enum { DROPPED = UINT32_MAX, NO_HIT = UINT32_MAX };

static inline bool is_object(const struct hit *hit)
{
	return hit->traits & TERM_OBJECT;
}

/* Hits inside of the mask's range are dropped; those that a longer hit hides stand near it. */
static void drop_inside(struct reading *r, size_t mask)
{
	struct hit m = r->hits[mask];

	for (size_t i = mask; i-- > 0 && r->hits[i].to + LONGEST_MASK > m.to;)
		if (r->hits[i].from >= m.from && r->hits[i].to > m.from &&
			r->hits[i].to - r->hits[i].from < m.to - m.from)
			r->hits[i].term = DROPPED;
	for (size_t i = mask + 1; i < r->n_hits && r->hits[i].to == m.to; i++)
		if (r->hits[i].from > m.from)
			r->hits[i].term = DROPPED;
}

/* Whether a hit may have a negator as part of it. Words of a rule's `not` only concern that rule:
 * 不 in 不掉色 stays a negation for all others. */
static bool is_word(const struct hit *hit)
{
	return hit->term != DROPPED && !(hit->traits & TERM_EXCLUSION);
}

/* 不 in 不好 is part of a word, no negation of what follows. */
static bool is_inside_word(const struct reading *r, size_t negator)
{
	struct hit n = r->hits[negator];

	for (size_t i = negator; i-- > 0 && r->hits[i].to == n.to;)
		if (is_word(&r->hits[i]) && r->hits[i].from < n.from)
			return true;
	for (size_t i = negator + 1; i < r->n_hits && r->hits[i].to <= n.to + LONGEST_MASK; i++)
		if (is_word(&r->hits[i]) && r->hits[i].from <= n.from &&
			r->hits[i].to - r->hits[i].from > n.to - n.from)
			return true;
	return false;
}

static void read_traits(struct reading *r)
{
	const uint8_t *traits = r->grammar->traits;

	r->traits = 0;
	for (size_t i = 0; i < r->n_hits; i++)
		r->traits |= r->hits[i].traits = traits[r->hits[i].term];
}

static void drop_hidden(struct reading *r)
{
	size_t kept = 0;

	if (!(r->traits & (TERM_MASK | TERM_NEGATOR)))
		return;
	for (size_t i = 0; r->traits & TERM_MASK && i < r->n_hits; i++)
		if (r->hits[i].traits & TERM_MASK && r->hits[i].term != DROPPED)
			drop_inside(r, i);
	for (size_t i = 0; r->traits & TERM_NEGATOR && i < r->n_hits; i++)
		if (r->hits[i].traits & TERM_NEGATOR && r->hits[i].term != DROPPED &&
			is_inside_word(r, i))
			r->hits[i].term = DROPPED;
	while (kept < r->n_hits && r->hits[kept].term != DROPPED)
		kept++;
	for (size_t i = kept; i < r->n_hits; i++)
		if (r->hits[i].term != DROPPED)
			r->hits[kept++] = r->hits[i];
	r->n_hits = kept;
}

static struct finding *add_finding(struct reading *r, uint32_t rule, uint32_t from,
	uint32_t last_from, uint32_t to, uint32_t clause)
{
	for (size_t i = r->clauses[clause].first_finding; i < r->n_findings; i++)
		if (r->findings[i].rule == rule && r->findings[i].from == from) {
			if (to > r->findings[i].to)
				r->findings[i].to = to;
			return &r->findings[i];
		}
	if (r->n_findings == r->finding_capacity)
		r->findings = mem_grow(
			r->findings, r->n_findings, &r->finding_capacity, sizeof *r->findings);
	r->findings[r->n_findings++] = (struct finding){
		.rule = rule, .from = from, .last_from = last_from, .to = to, .clause = clause};
	r->clauses[clause].kinds |= 1u << r->grammar->briefs[rule].kind;
	return &r->findings[r->n_findings - 1];
}

/* R9: another object between an object and what is said of it takes it for itself. */
static bool is_object_between(const struct reading *r, const struct hit *object,
	const struct hit *said, size_t first, size_t end)
{
	for (size_t i = end; i-- > first && r->hits[i].to > object->to;) {
		const struct hit *h = &r->hits[i];

		if (h->term != object->term && is_object(h) && h->from >= object->to &&
			h->to <= said->from)
			return true;
	}
	return false;
}

/* The nearest hit of `term` in hits[first..end) that ends before `said` begins, at most `near`
 * bytes away; `end` when there is none. */
static size_t find_before(const struct reading *r, uint32_t term, const struct hit *said,
	uint32_t near, size_t first, size_t end)
{
	uint32_t seen = r->seen[term];

	if (seen <= r->seen_base + first)
		return end;
	for (size_t i = seen - r->seen_base; i-- > first;) {
		const struct hit *h = &r->hits[i];

		if (h->to + near < said->from)
			break;
		if (h->term != term || h->to > said->from)
			continue;
		if (is_object(h) && is_object_between(r, h, said, first, end))
			break;
		return i;
	}
	return end;
}

/* 质量就是差: an object right before the word that opens the clause is its subject. */
static uint32_t find_touching(const struct reading *r, const struct clause *c)
{
	for (uint32_t i = c->first_hit; i-- > 0 && r->hits[i].to == c->from;)
		if (is_object(&r->hits[i]))
			return i;
	return NO_HIT;
}

/* The last hit of an object in the clauses before one that names none itself (R9); NO_HIT: there
 * is none, or praise or a contrast stands between. */
static uint32_t find_carry(const struct reading *r, uint32_t clause)
{
	const struct clause *c = &r->clauses[clause];

	if (c->has_object)
		return NO_HIT;
	if (c->after_contrast)
		return find_touching(r, c);
	for (uint32_t back = 1; back <= CARRY && back <= clause; back++) {
		const struct clause *earlier = c - back;

		if (earlier->kinds & 1u << RULE_PRAISE || earlier->is_staff)
			return NO_HIT;
		for (uint32_t i = earlier->end_hit;
			earlier->has_object && i-- > earlier->first_hit;)
			if (is_object(&r->hits[i]))
				return i;
		if (earlier->after_contrast)
			return NO_HIT;
	}
	return NO_HIT;
}

static uint64_t find_carry_bits(const struct reading *r, uint32_t carry)
{
	uint64_t bits = 0;

	if (carry == NO_HIT)
		return 0;
	for (uint32_t i = carry, at = r->hits[i].to; r->hits[i].to == at; i--) {
		bits |= term_bit(r->hits[i].term);
		if (i == 0)
			break;
	}
	return bits;
}

/* Whether `term` is what the clause speaks of without naming it. */
static bool is_carried(const struct reading *r, uint32_t term, uint32_t clause)
{
	uint32_t i = r->clauses[clause].carry;

	if (i == NO_HIT)
		return false;
	for (uint32_t at = r->hits[i].to; r->hits[i].to == at; i--) {
		if (r->hits[i].term == term)
			return true;
		if (i == 0)
			break;
	}
	return false;
}

/* Sequences in order: hit `last` is the last part; the parts before it are looked for backwards. */
static void find_in_order(struct reading *r, const struct sequence *s, size_t last, uint32_t clause)
{
	size_t first = r->clauses[clause].first_hit, at = last;

	for (uint32_t part = s->n - 1; part-- > 0;) {
		uint32_t near = s->touching >> (part + 1) & 1 ? TOUCHING : NEAR_IN_ORDER;
		size_t before = find_before(r, s->terms[part], &r->hits[at], near, first, last);

		if (before == last) {
			if (s->n > 2 || s->touching || !is_carried(r, s->terms[0], clause))
				return;
			add_finding(r, s->rule, r->hits[last].from, r->hits[last].from,
				r->hits[last].to, clause)
				->is_carried = true;
			return;
		}
		at = before;
	}
	add_finding(r, s->rule, r->hits[at].from, r->hits[last].from, r->hits[last].to, clause);
}

/* 商品不好快递快: what is said right behind one object is not said of the next. An English
 * adjective belongs to the noun that it touches. */
static bool is_taken(const struct reading *r, const struct hit *said, const struct hit *object,
	size_t first, size_t end)
{
	bool is_ascii = !(r->text[said->from] & 0x80);

	if (is_ascii && object->from <= said->to + 1)
		return false;
	for (size_t i = end; i-- > first;)
		if (is_object(&r->hits[i]) && r->hits[i].to <= said->from)
			return true;
	return false;
}

/* Two parts in either order: hit `second` is part `part`, the other stands before it. */
static void find_either(
	struct reading *r, const struct sequence *s, struct use use, size_t second, uint32_t clause)
{
	uint32_t other = use.needs;
	size_t first = r->clauses[clause].first_hit;
	size_t before = find_before(r, other, &r->hits[second], NEAR_ANY_ORDER, first, second);
	const struct hit *h = &r->hits[second];

	if (before < second && is_object(h) &&
		(is_object_between(r, &r->hits[before], h, first, second) ||
			is_taken(r, &r->hits[before], h, first, before)))
		return;
	if (before < second)
		add_finding(r, s->rule, r->hits[before].from, h->from, h->to, clause);
	else if (use.second && is_carried(r, other, clause))
		add_finding(r, s->rule, h->from, h->from, h->to, clause)->is_carried = true;
}

/* Whether a part that is needed stands before in the clause, or may be carried into it. `seen` has
 * the bits of the terms before it in its clause, whose hits have numbers above `here`. */
static inline bool is_there(const struct reading *r, const struct clause *c, uint32_t term,
	uint64_t seen, uint32_t here)
{
	uint64_t bit = term_bit(term);

	return c->carry_bits & bit || (seen & bit && r->seen[term] > here);
}

/* What the hit completes. */
static void find_uses(struct reading *r, size_t hit, uint32_t clause, uint64_t seen)
{
	const struct grammar *g = r->grammar;
	const struct clause *c = &r->clauses[clause];
	const struct term_uses *of = &g->uses_of[r->hits[hit].term];
	uint32_t here = r->seen_base + c->first_hit;

	for (uint32_t i = of[0].first, end = of[1].first; i < end; i++) {
		const struct use use = g->uses[i];
		const struct sequence *s;

		if (use.needs == NO_TERM) {
			add_finding(r, use.number, r->hits[hit].from, r->hits[hit].from,
				r->hits[hit].to, clause);
			continue;
		}
		if (!is_there(r, c, use.needs, seen, here))
			continue;
		s = &g->sequences[use.number];
		if (s->any_order)
			find_either(r, s, use, hit, clause);
		else
			find_in_order(r, s, hit, clause);
	}
}

/* Hits belong to the clause that they end in (or behind, before the next one begins). */
static size_t take_hits(struct reading *r, size_t number, size_t next)
{
	struct clause *c = &r->clauses[number];
	uint32_t end = number + 1 < r->n_clauses ? c[1].from : r->n;

	c->first_hit = (uint32_t)next;
	while (next < r->n_hits && r->hits[next].to <= end) {
		c->has_object |= is_object(&r->hits[next]);
		next++;
	}
	c->end_hit = (uint32_t)next;
	return next;
}

/* The company speaks from a word of kind `staff` until one of kind `customer`, or a line's end. */
static bool staff_speaks(const struct reading *r, const struct clause *c, bool spoke)
{
	const struct clause *before = c > r->clauses ? c - 1 : NULL;

	if (c->kinds & 1u << RULE_CUSTOMER)
		return false;
	if (c->kinds & 1u << RULE_STAFF)
		return true;
	if (spoke && before)
		for (uint32_t i = before->to; i < c->from; i++)
			if (r->text[i] == '\n')
				return false;
	return spoke;
}

static void find_in_clause(struct reading *r, uint32_t clause)
{
	const struct clause *c = &r->clauses[clause];
	uint32_t end = c->end_hit;
	/* One bit at least, for uses that need nothing. */
	uint64_t seen = 0, carried = c->carry_bits | term_bit(0);

	for (uint32_t h = c->first_hit; h < end; h++) {
		uint32_t term = r->hits[h].term;

		if (r->grammar->uses_of[term].needs & (seen | carried))
			find_uses(r, h, clause, seen);
		r->seen[term] = r->seen_base + h + 1;
		seen |= term_bit(term);
	}
}

static void prepare_seen(struct reading *r)
{
	size_t size = (r->grammar->n_terms + 1) * sizeof *r->seen;

	if (!r->seen)
		r->seen = mem_zalloc(size);
	if (r->seen_base > END_OF_BASE) {
		memset(r->seen, 0, size);
		r->seen_base = 0;
	}
}

void reading_find(struct reading *r, const char *text, const struct units *units, struct hits *hits)
{
	size_t next = 0;
	bool is_staff = false;

	r->text = text;
	r->n = units->items[units->n].from;
	r->marks = units->marks;
	r->hits = hits->items;
	r->n_hits = hits->n;
	r->n_findings = 0;
	prepare_seen(r);
	read_traits(r);
	drop_hidden(r);
	reading_split(r);
	for (size_t i = 0; i < r->n_clauses; i++) {
		struct clause *c = &r->clauses[i];

		next = take_hits(r, i, next);
		c->first_finding = (uint32_t)r->n_findings;
		c->carry = find_carry(r, (uint32_t)i);
		c->carry_bits = find_carry_bits(r, c->carry);
		find_in_clause(r, (uint32_t)i);
		c->end_finding = (uint32_t)r->n_findings;
		c->is_staff = is_staff = staff_speaks(r, c, is_staff);
	}
	r->text_base = r->seen_base;
	r->seen_base += (uint32_t)hits->n;
}

void reading_release(struct reading *r)
{
	free(r->clauses);
	free(r->findings);
	free(r->seen);
	r->seen = NULL;
	r->clauses = NULL;
	r->findings = NULL;
}
