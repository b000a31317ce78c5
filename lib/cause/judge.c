#include "cause/reading.h"

#include <string.h>

/* Kinds of rules that decide about a finding of the same clause that comes after their words. */
static const struct {
	enum rule_kind kind;
	enum verdict verdict;
	bool still_undoes; /* a word of kind `still` in the clause makes it a fact after all */
	bool is_anywhere;  /* it need not come first */
} CUES[] = {
	{RULE_HYPOTHESIS, VERDICT_HYPOTHETICAL, true, false},
	{RULE_OTHERS, VERDICT_OTHERS, false, false},
	{RULE_PAST, VERDICT_PAST, true, false},
	{RULE_ASIDE, VERDICT_ASIDE, false, true},
};

/* Traits of a hit, besides those of its term. */
enum { HIT_DENIED = 64, HIT_HOLDS = 128 };

enum { N_CUES = sizeof CUES / sizeof *CUES, BYTES_OF_CHARACTER = 3, LOOK_BACK = 3 };

/* A rule that weighs so much less than another is too loose to cover what that one finds. */
#define LOOSER 0.18

static const struct brief *rule_of(const struct reading *r, const struct finding *f)
{
	return &r->grammar->briefs[f->rule];
}

static bool has_kind(const struct clause *c, enum rule_kind kind)
{
	return c->kinds >> kind & 1;
}

static void set_verdict(struct finding *f, enum verdict verdict, uint32_t from, uint32_t to)
{
	f->verdict = verdict;
	f->by_from = from;
	f->by_to = to;
}

/* 没有 takes 破损 back in 没有什么破损, and 有破损 in 没有破损, which it reaches into; between the
 * parts of a finding it takes back the last one. One that a finding begins with is its own:
 * 没有…说明书. */
static bool takes_back(const struct finding *n, const struct finding *f, uint32_t reach)
{
	if (n->from < f->from && n->to < f->to && n->to + reach >= f->from)
		return true;
	return n->from > f->from && n->to <= f->last_from && f->last_from - n->to <= reach;
}

static uint32_t reach_of(const struct reading *r, const struct finding *negator)
{
	return (uint32_t)(rule_of(r, negator)->weight * BYTES_OF_CHARACTER);
}

/* 不 in 并不…好用 is the end of the finding's own first word. */
static bool is_in_first_word(const struct reading *r, const struct clause *c,
	const struct finding *n, const struct finding *f)
{
	if (n->from < f->from)
		return false;
	for (uint32_t i = c->first_hit; i < c->end_hit; i++)
		if (r->hits[i].from == f->from && r->hits[i].to >= n->to)
			return true;
	for (size_t i = hits_up_to(&r->found->aside, c->end); i-- > 0;) {
		const struct hit *hit = &r->found->aside.items[i];

		if (hit->to < n->to)
			break;
		if (hit->from == f->from && hit->term != DROPPED)
			return true;
	}
	return false;
}

/* R3: a negator before the first or the last part, within its reach. Two of them affirm. */
static void judge_negation(struct reading *r, const struct clause *c, struct finding *f)
{
	unsigned count = 0;
	uint32_t from = 0, to = 0;

	if (!has_kind(c, RULE_NEGATOR) || has_kind(c, RULE_AFFIRM))
		return;
	for (uint32_t i = c->first_finding; i < c->end_finding; i++) {
		const struct finding *n = &r->findings[i];

		if (rule_of(r, n)->kind != RULE_NEGATOR || n->verdict == VERDICT_EXCLUDED)
			continue;
		if (takes_back(n, f, reach_of(r, n)) && !is_in_first_word(r, c, n, f)) {
			count++;
			from = n->from;
			to = n->to;
		}
	}
	if (count % 2)
		set_verdict(f, VERDICT_NEGATED, from, to);
}

/* R4, R5, R7 */
static void judge_cues(struct reading *r, const struct clause *c, struct finding *f)
{
	for (size_t k = 0; k < N_CUES; k++) {
		if (!has_kind(c, CUES[k].kind))
			continue;
		if (CUES[k].still_undoes && has_kind(c, RULE_STILL))
			continue;
		for (uint32_t i = c->first_finding; i < c->end_finding; i++) {
			const struct finding *cue = &r->findings[i];

			if (rule_of(r, cue)->kind != CUES[k].kind ||
				cue->verdict == VERDICT_EXCLUDED)
				continue;
			if (cue->to <= f->from || (CUES[k].is_anywhere && cue->from >= f->to)) {
				set_verdict(f, CUES[k].verdict, cue->from, cue->to);
				return;
			}
		}
	}
}

/* The clause that the hit ends in. */
static const struct clause *clause_of(const struct reading *r, const struct hit *hit)
{
	const struct clause *c = r->clauses;
	size_t n = r->n_clauses;

	while (n > 1) {
		size_t half = n / 2;

		if (c[half - 1].end < hit->to)
			c += half;
		n -= half;
	}
	return c;
}

static bool is_behind_negator(const struct reading *r, const struct hit *hit)
{
	const struct clause *c = clause_of(r, hit);

	if (!has_kind(c, RULE_NEGATOR) || hit->to > c->to)
		return false;
	for (uint32_t i = c->first_finding; i < c->end_finding; i++) {
		const struct finding *n = &r->findings[i];

		if (rule_of(r, n)->kind == RULE_NEGATOR && n->to <= hit->from &&
			n->to + reach_of(r, n) >= hit->from)
			return true;
	}
	return false;
}

/* Whether a negator stands before the hit, within its reach, in the same clause. Many rules ask of
 * the same few hits. */
static bool is_denied(const struct reading *r, struct hit *hit)
{
	if (!(r->traits & TERM_NEGATOR))
		return false;
	if (!(hit->traits & (HIT_DENIED | HIT_HOLDS)))
		hit->traits |= is_behind_negator(r, hit) ? HIT_DENIED : HIT_HOLDS;
	return hit->traits & HIT_DENIED;
}

/* Where the latest hit of an excluding word is denied, others are looked for among so many hits
 * before it: more than a text of some pages has, and a megabyte takes no square of its length. */
enum { LOOKED_AT = 4096 };

/* The latest of hits[first..end) that is of `term` and not denied, or NULL. */
static const struct hit *find_latest(
	const struct reading *r, struct hit *hits, size_t first, size_t end, uint32_t term)
{
	first = end > first + LOOKED_AT ? end - LOOKED_AT : first;
	for (size_t i = end; i-- > first;)
		if (hits[i].term == term && !is_denied(r, &hits[i]))
			return &hits[i];
	return NULL;
}

/* A hit of `term` in hits[first..end) that is not denied, or NULL. Where the latest of the text is,
 * is known. */
static const struct hit *find_hit(const struct reading *r, size_t first, size_t end, uint32_t term)
{
	size_t behind;

	if (term == NO_TERM || r->seen[term] <= r->text_base + first)
		return NULL;
	behind = r->seen[term] - r->text_base;
	return find_latest(r, r->hits, first, behind < end ? behind : end, term);
}

/* The same of the hits put aside that end in (after, to]. */
static const struct hit *find_aside(
	const struct reading *r, uint32_t after, uint32_t to, uint32_t term)
{
	const struct hits *aside = &r->found->aside;
	uint32_t latest;

	if (term == NO_TERM || r->found->seen[term] <= r->found->start)
		return NULL;
	latest = r->found->seen[term] - r->found->start;
	return find_latest(r, aside->items, hits_up_to(aside, after),
		hits_up_to(aside, latest < to ? latest : to), term);
}

static void judge_exclusion(struct reading *r, const struct clause *c, struct finding *f)
{
	const struct brief *rule = rule_of(r, f);
	uint32_t after = c > r->clauses ? c[-1].end : 0;
	const struct hit *hit = find_hit(r, c->first_hit, c->end_hit, rule->exclusion);

	if (!hit)
		hit = find_aside(r, after, c->end, rule->exclusion);
	if (!hit)
		hit = find_hit(r, 0, r->n_hits, rule->exclusion_in_text);
	if (!hit)
		hit = find_aside(r, 0, r->n, rule->exclusion_in_text);
	if (hit)
		set_verdict(f, VERDICT_EXCLUDED, hit->from, hit->to);
}

/* Bytes of the question mark that ends the clause; 0: none does. */
static uint32_t question_mark(const struct reading *r, const struct clause *c)
{
	static const char WIDE[] = {'\xef', '\xbc', '\x9f'};

	if (c->to < r->n && r->text[c->to] == '?')
		return 1;
	return c->to + sizeof WIDE <= r->n && memcmp(r->text + c->to, WIDE, sizeof WIDE) == 0
		       ? sizeof WIDE
		       : 0;
}

/* R4: "Is the battery removable?" names a thing and says nothing of it. */
static void judge_asked(struct reading *r, const struct clause *c)
{
	uint32_t mark = question_mark(r, c);

	for (uint32_t i = c->first_finding; mark && i < c->end_finding; i++) {
		struct finding *f = &r->findings[i];

		if (rule_of(r, f)->kind == RULE_CAUSE && rule_of(r, f)->weight < LEAST_SAID &&
			f->verdict <= VERDICT_ASIDE)
			set_verdict(f, VERDICT_HYPOTHETICAL, c->to, c->to + mark);
	}
}

static bool covers(const struct finding *long_one, const struct finding *f)
{
	return long_one->from <= f->from && long_one->to >= f->to &&
	       long_one->to - long_one->from > f->to - f->from;
}

/* 快递员态度差 is about the courier alone, though 态度差 is found in it. A rule that is much looser
 * covers nothing: in "the screen came and they laughed at its noise", the people stand. */
static void judge_covered(struct reading *r, const struct clause *c, struct finding *f)
{
	for (uint32_t i = c->first_finding; i < c->end_finding; i++) {
		const struct finding *other = &r->findings[i];

		if (rule_of(r, other)->kind == RULE_CAUSE && other->verdict <= VERDICT_ASIDE &&
			rule_of(r, other)->label != rule_of(r, f)->label &&
			rule_of(r, other)->weight + LOOSER >= rule_of(r, f)->weight &&
			covers(other, f)) {
			set_verdict(f, VERDICT_COVERED, other->from, other->to);
			return;
		}
	}
}

/* R5: "solved" speaks of what was told in its own clause and shortly before. */
static void judge_solved(struct reading *r, size_t clause)
{
	const struct clause *c = &r->clauses[clause];
	size_t back = clause > LOOK_BACK ? clause - LOOK_BACK : 0;
	uint32_t from = 0, to = 0;

	if (!has_kind(c, RULE_SOLVED) || has_kind(c, RULE_STILL))
		return;
	for (uint32_t i = c->first_finding; i < c->end_finding; i++)
		if (rule_of(r, &r->findings[i])->kind == RULE_SOLVED &&
			r->findings[i].verdict != VERDICT_EXCLUDED) {
			from = r->findings[i].from;
			to = r->findings[i].to;
		}
	for (uint32_t i = r->clauses[back].first_finding; i < c->end_finding; i++) {
		struct finding *f = &r->findings[i];

		if (rule_of(r, f)->kind == RULE_CAUSE && f->verdict <= VERDICT_ASIDE &&
			f->from < to && !rule_of(r, f)->is_other)
			set_verdict(f, VERDICT_SOLVED, from, to);
	}
}

/* By the words that take back, or put into doubt, what the clause says. */
static void judge_said(struct reading *r, const struct clause *c)
{
	for (uint32_t i = c->first_finding; i < c->end_finding; i++) {
		struct finding *f = &r->findings[i];

		if (rule_of(r, f)->kind != RULE_CAUSE && rule_of(r, f)->kind != RULE_SEVERITY)
			continue;
		if (f->verdict == VERDICT_STANDS)
			judge_negation(r, c, f);
		/* R4 does not speak of suggestions, enquiries and the customer's own matters. */
		if (f->verdict == VERDICT_STANDS && !rule_of(r, f)->is_other)
			judge_cues(r, c, f);
	}
}

/* Most clauses have one finding, and no word that says anything about it. */
static void judge_clause(struct reading *r, const struct clause *c)
{
	static const uint32_t SAID = 1u << RULE_NEGATOR | 1u << RULE_HYPOTHESIS |
				     1u << RULE_OTHERS | 1u << RULE_PAST | 1u << RULE_ASIDE;

	for (uint32_t i = c->first_finding; i < c->end_finding; i++)
		judge_exclusion(r, c, &r->findings[i]);
	if (c->kinds & SAID)
		judge_said(r, c);
	judge_asked(r, c);
	if (c->end_finding - c->first_finding < 2)
		return;
	for (uint32_t i = c->first_finding; i < c->end_finding; i++)
		if (rule_of(r, &r->findings[i])->kind == RULE_CAUSE &&
			r->findings[i].verdict <= VERDICT_ASIDE)
			judge_covered(r, c, &r->findings[i]);
}

void reading_judge(struct reading *r)
{
	uint32_t kinds = 0;

	for (size_t i = 0; i < r->n_clauses; i++) {
		kinds |= r->clauses[i].kinds;
		if (r->clauses[i].first_finding < r->clauses[i].end_finding)
			judge_clause(r, &r->clauses[i]);
	}
	if (!(kinds & 1u << RULE_SOLVED))
		return;
	for (size_t i = 0; i < r->n_clauses; i++)
		judge_solved(r, i);
}
