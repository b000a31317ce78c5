#include <stdlib.h>

#include "base/mem.h"
#include "match/matcher.h"

static void mark_terms(const struct matcher *m, const struct finds *finds, bool *marks)
{
	for (uint32_t i = 0; i < finds->n; i++)
		marks[m->targets[finds->first + i].term] = true;
}

/* Regular expressions are looked for after the words: they open nothing. */
static bool *find_regular(const struct matcher *m)
{
	bool *is_regular = mem_zalloc(m->n_terms + 1);

	for (size_t i = 0; i < m->n_regular; i++)
		mark_terms(m, &m->regular[i].finds, is_regular);
	for (size_t i = 0; i < m->n_words; i++) {
		mark_terms(m, &m->written[i].alone, is_regular);
		mark_terms(m, &m->written[i].numbered, is_regular);
	}
	return is_regular;
}

/* The targets of a matcher while they are written anew, with what opens them. */
struct opening {
	bool *opens; /* by term: it opens others */
	struct target *targets;
	size_t n, capacity;
};

static const struct target NO_TARGET = {.sets = ALIKE_NOBODY, .needs = ALIKE_NEVER};

static void add_opened(struct opening *o, struct target target)
{
	o->targets = mem_grow(o->targets, o->n, &o->capacity, sizeof *o->targets);
	o->targets[o->n++] = target;
}

static bool has_target(const struct opening *o, size_t first, struct target target)
{
	for (size_t i = first; i < o->n; i++)
		if (o->targets[i].term == target.term && o->targets[i].opener == target.opener)
			return true;
	return false;
}

/* The targets of `finds`, one for each opener. */
static void open_targets(struct opening *o, const struct matcher *m, struct finds *finds,
	const struct match_use *by_term, const uint32_t *openers)
{
	size_t first = o->n;

	for (uint32_t i = 0; i < finds->n; i++) {
		struct target target = m->targets[finds->first + i];
		const struct match_use *by = &by_term[target.term];

		target.sets =
			(o->opens[target.term] ? alike(target.term) : ALIKE_NOBODY) & UINT8_MAX;
		target.is_aside = by->is_aside;
		target.opener = m->no_opener & MATCH_TERMS;
		target.needs = ALIKE_ALWAYS;
		if (by->n == 0)
			add_opened(o, target);
		for (uint32_t k = 0; k < by->n; k++) {
			target.opener = openers[by->first + k] & MATCH_TERMS;
			target.needs = alike(target.opener) & UINT8_MAX;
			if (!has_target(o, first, target))
				add_opened(o, target);
		}
	}
	finds->first = (uint32_t)first;
	finds->n = (uint32_t)(o->n - first) & MOST_TARGETS;
}

static void open_word(struct opening *o, const struct matcher *m, struct word *word,
	const struct match_use *by_term, const uint32_t *openers)
{
	size_t n;

	open_targets(o, m, &word->finds, by_term, openers);
	n = word->finds.n;
	for (size_t i = 0; i < FIRST_TARGETS; i++)
		word->targets[i] = i < n ? o->targets[word->finds.first + i] : NO_TARGET;
	for (size_t i = n; i > FIRST_TARGETS && (i - FIRST_TARGETS) % TARGETS_AT_ONCE > 0; i++)
		add_opened(o, NO_TARGET);
}

static void mark_openers(
	bool *opens, const struct match_use *by_term, const uint32_t *openers, size_t n_terms)
{
	for (size_t t = 0; t < n_terms; t++)
		for (uint32_t i = 0; i < by_term[t].n; i++)
			opens[openers[by_term[t].first + i]] = true;
}

/* What waits for a term that regular expressions find, which are looked for after the words, is
 * always open; and such a term is not put aside. */
static void except_regular(
	const struct matcher *m, struct match_use *by_term, const uint32_t *openers)
{
	bool *is_regular = find_regular(m);

	for (size_t t = 0; t < m->n_terms; t++) {
		by_term[t].is_aside &= !is_regular[t];
		for (uint32_t i = 0; i < by_term[t].n; i++)
			if (is_regular[openers[by_term[t].first + i]])
				by_term[t].n = 0;
	}
	free(is_regular);
}

void matcher_take_uses(
	struct matcher *matcher, struct match_use *by_term, uint32_t *openers, size_t n_terms)
{
	struct opening o = {.opens = mem_zalloc(n_terms + 1)};

	matcher->n_terms = n_terms;
	matcher->no_opener = (uint32_t)n_terms;
	except_regular(matcher, by_term, openers);
	mark_openers(o.opens, by_term, openers, n_terms);
	for (size_t i = 0; i < matcher->n_words; i++)
		open_word(&o, matcher, &matcher->words[i], by_term, openers);
	for (size_t i = 0; i < matcher->n_terms; i++)
		by_term[i].n = 0;
	for (size_t i = 0; i < matcher->n_regular; i++)
		open_targets(&o, matcher, &matcher->regular[i].finds, by_term, openers);
	for (size_t i = 0; i < matcher->n_words; i++) {
		open_targets(&o, matcher, &matcher->written[i].alone, by_term, openers);
		open_targets(&o, matcher, &matcher->written[i].numbered, by_term, openers);
	}
	free(matcher->targets);
	matcher->targets = o.targets;
	free(o.opens);
	free(by_term);
	free(openers);
}
