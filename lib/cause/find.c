#include "cause/reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* How far apart, in bytes, the parts of a pattern may stand. */
enum { TOUCHING = 1, NEAR_IN_ORDER = 45, NEAR_ANY_ORDER = 75 };

/* How many clauses back the object of a clause without one is looked for, and the first part of
 * what is said in two clauses. */
enum { CARRY = 2 };

/* Numbers of hits begin anew before they are used up. */
enum { END_OF_BASE = 1u << 31 };

enum { NO_HIT = UINT32_MAX };

static inline bool is_object(const struct hit *hit)
{
	return hit->traits & TERM_OBJECT;
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
	for (size_t i = seen - r->seen_base < end ? seen - r->seen_base : end; i-- > first;) {
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

/* 要的红色，发来是蓝色: the first part stands in the clause, or in one shortly before it. */
static void find_across(
	struct reading *r, const struct sequence *s, size_t second, size_t first, uint32_t clause)
{
	const struct hit *h = &r->hits[second];

	for (size_t i = second; i-- > first;) {
		const struct hit *before = &r->hits[i];
		bool is_here = i >= r->clauses[clause].first_hit;

		if (before->term != s->terms[0] || before->to > h->from)
			continue;
		add_finding(r, s->rule, is_here ? before->from : h->from, h->from, h->to, clause)
			->is_carried = !is_here;
		return;
	}
}

/* The first hit of the clauses that are looked at for what is said in two of them. */
static uint32_t first_hit_across(const struct reading *r, uint32_t clause)
{
	return r->clauses[clause > CARRY ? clause - CARRY : 0].first_hit;
}

/* Whether a part that is needed may stand before in the clause, or be carried into it. The hits of
 * the clause have numbers above `here`. */
static inline bool may_be_there(
	const struct reading *r, const struct clause *c, uint32_t term, uint32_t here)
{
	return c->carry_bits & term_bit(term) || r->seen[term] > here;
}

/* What the hit completes. */
static void find_uses(struct reading *r, size_t hit, uint32_t clause)
{
	const struct grammar *g = r->grammar;
	const struct clause *c = &r->clauses[clause];
	const uint32_t *first = &g->first_use[r->hits[hit].term];
	uint32_t here = r->seen_base + c->first_hit;

	for (uint32_t i = first[0], end = first[1]; i < end; i++) {
		const struct use use = g->uses[i];
		const struct sequence *s;

		if (use.needs == NO_TERM) {
			add_finding(r, use.number, r->hits[hit].from, r->hits[hit].from,
				r->hits[hit].to, clause);
			continue;
		}
		if (use.is_across) {
			uint32_t across = first_hit_across(r, clause);

			if (r->seen[use.needs] > r->seen_base + across)
				find_across(r, &g->sequences[use.number], hit, across, clause);
			continue;
		}
		if (!may_be_there(r, c, use.needs, here))
			continue;
		s = &g->sequences[use.number];
		if (s->any_order)
			find_either(r, s, use, hit, clause);
		else
			find_in_order(r, s, hit, clause);
	}
}

/* Hits belong to the clause that they end in (or behind, before the next one begins). Lists those
 * that complete something, as far as a bit can tell: what they need was hit before. */
static void take_hits(struct reading *r)
{
	const uint64_t *needs = r->grammar->needs;
	struct clause *c = r->clauses;
	uint32_t *listed = r->listed, *seen = r->seen, number = r->seen_base;
	/* One bit at least, for uses that need nothing. */
	uint64_t before = term_bit(0);

	for (uint32_t i = 0; i < r->n_hits && r->n_clauses > 0; i++) {
		const struct hit *hit = &r->hits[i];

		while (hit->to > c->end) {
			c->end_hit = i;
			(++c)->first_hit = i;
		}
		c->has_object |= is_object(hit);
		*listed = i;
		listed += (needs[hit->term] & before) != 0;
		seen[hit->term] = ++number;
		before |= term_bit(hit->term);
	}
	for (; c < r->clauses + r->n_clauses; c++)
		c->end_hit = c[1].first_hit = (uint32_t)r->n_hits;
	r->n_listed = (size_t)(listed - r->listed);
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

/* Takes the listed hits from number `next` on that belong to the clause; returns the next one. */
static size_t find_in_clause(struct reading *r, uint32_t clause, size_t next)
{
	struct clause *c = &r->clauses[clause];

	c->carry = NO_HIT;
	c->first_finding = (uint32_t)r->n_findings;
	if (next < r->n_listed && r->listed[next] < c->end_hit) {
		c->carry = find_carry(r, clause);
		c->carry_bits = find_carry_bits(r, c->carry);
		do
			find_uses(r, r->listed[next++], clause);
		while (next < r->n_listed && r->listed[next] < c->end_hit);
	}
	c->end_finding = (uint32_t)r->n_findings;
	return next;
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

void reading_find(
	struct reading *r, const char *text, const struct units *units, struct found *found)
{
	size_t next = 0;
	bool is_staff = false;

	r->text = text;
	r->n = units->items[units->n].from;
	r->marks = units->marks;
	r->hits = found->hits.items;
	r->n_hits = found->hits.n;
	r->found = found;
	r->n_findings = 0;
	prepare_seen(r);
	reading_drop_hidden(r);
	reading_split(r);
	take_hits(r);
	for (uint32_t i = 0; i < r->n_clauses; i++) {
		next = find_in_clause(r, i, next);
		r->clauses[i].is_staff = is_staff = staff_speaks(r, &r->clauses[i], is_staff);
	}
	r->text_base = r->seen_base;
	r->seen_base += (uint32_t)found->hits.n;
}

void reading_release(struct reading *r)
{
	free(r->clauses);
	free(r->findings);
	free(r->seen);
	free(r->listed);
	r->listed = NULL;
	r->seen = NULL;
	r->clauses = NULL;
	r->findings = NULL;
}
