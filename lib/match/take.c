#include "match/take.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* The line begins anew before its numbers are used up; the last of them is never reached. */
enum { END_OF_LINE = 1u << 31, ALWAYS = UINT32_MAX - OPENER_REACH };

struct range {
	uint32_t from, to;
};

/* A target of a word of the text, and where that stands. */
struct taken {
	struct target target;
	struct range range;
};

static void begin_line(struct taking *taking, const struct matcher *matcher)
{
	memset(taking->seen, 0, matcher->n_terms * sizeof *taking->seen);
	taking->seen[matcher->no_opener] = ALWAYS;
	taking->end = OPENER_REACH + 1;
}

void taking_init(struct taking *taking, const struct matcher *matcher)
{
	*taking = (struct taking){0};
	taking->seen = mem_alloc((matcher->n_terms + 1) * sizeof *taking->seen);
	begin_line(taking, matcher);
}

void taking_release(struct taking *taking)
{
	free(taking->seen);
	free(taking->taken);
	free(taking->marked);
}

void hits_reserve(struct hits *hits, size_t n)
{
	if (hits->n + n <= hits->capacity)
		return;
	hits->capacity = (hits->n + n) * 2;
	hits->items = mem_resize(hits->items, hits->capacity * sizeof *hits->items);
}

size_t hits_up_to(const struct hits *hits, uint32_t to)
{
	size_t from = 0, end = hits->n;

	while (from < end) {
		size_t middle = from + (end - from) / 2;

		if (hits->items[middle].to <= to)
			from = middle + 1;
		else
			end = middle;
	}
	return from;
}

static void reserve_marked(struct taking *taking, size_t n)
{
	if (n < taking->places_capacity)
		return;
	taking->places_capacity = (n + 1) * 2;
	taking->marked =
		mem_resize(taking->marked, taking->places_capacity * sizeof *taking->marked);
}

static void reserve_taken(struct taking *taking, size_t n)
{
	if (n <= taking->taken_capacity)
		return;
	taking->taken_capacity = n * 2;
	taking->taken = mem_resize(taking->taken, taking->taken_capacity * sizeof *taking->taken);
}

/* What words find lies in tables too large for the fastest cache: all of it is asked for before the
 * first word is looked at. Makes room for all targets. */
static void fetch_targets(const struct matcher *matcher, struct taking *taking,
	const struct places *places, struct found *found)
{
	size_t n = TARGETS_AT_ONCE;

	reserve_marked(taking, places->n);
	taking->n_marked = 0;
	for (size_t p = 0; p < places->n; p++)
		__builtin_prefetch(&matcher->words[places->items[p].word]);
	for (size_t p = 0; p < places->n; p++) {
		const struct word *word = &matcher->words[places->items[p].word];

		n += word->finds.n;
		taking->marked[taking->n_marked] = (uint32_t)p;
		taking->n_marked += word->finds.is_needle | word->finds.is_written;
		__builtin_prefetch(&matcher->targets[word->finds.first + FIRST_TARGETS]);
	}
	reserve_taken(taking, n);
	hits_reserve(&found->hits, n);
	hits_reserve(&found->aside, n);
}

/* Writes down n targets, and goes on behind each whose opener may have been hit. Half of them were
 * not, at random: a branch would be foretold wrongly at every fourth. */
static inline struct taken *take_some(
	struct taken *taken, struct range range, const struct target *targets, size_t n, bool *hit)
{
#pragma GCC unroll 4
	for (size_t i = 0; i < n; i++) {
		*taken = (struct taken){targets[i], range};
		taken += hit[targets[i].needs];
		hit[targets[i].sets] = true;
	}
	return taken;
}

/* All targets of the word; the first ones at once, whether it has them or not. */
static inline struct taken *take_targets(const struct matcher *matcher, const struct word *word,
	struct range range, bool *hit, struct taken *taken)
{
	const struct target *targets = &matcher->targets[word->finds.first];

	taken = take_some(taken, range, word->targets, FIRST_TARGETS, hit);
	for (size_t i = FIRST_TARGETS; i < word->finds.n; i += TARGETS_AT_ONCE)
		taken = take_some(taken, range, targets + i, TARGETS_AT_ONCE, hit);
	return taken;
}

/* Those of the targets whose openers were hit become hits. */
static void push_taken(const struct taking *taking, const struct taken *end, struct found *found)
{
	struct hits *const lists[] = {&found->hits, &found->aside};
	uint32_t *seen = taking->seen, start = taking->start, latest = UINT32_MAX;
	struct range range = {0};

	for (const struct taken *taken = taking->taken; taken < end; taken++) {
		const struct target target = taken->target;
		uint32_t at = start + taken->range.to;

		if (seen[target.opener] + OPENER_REACH < at)
			continue;
		/* Of a term that several may open. */
		if (target.term == latest && memcmp(&taken->range, &range, sizeof range) == 0)
			continue;
		latest = target.term;
		range = taken->range;
		seen[latest] = at;
		hits_put(lists[target.is_aside], (struct hit){range.from, range.to, latest, 0});
	}
}

void take_words(const struct matcher *matcher, struct taking *taking, const struct places *places,
	uint32_t n, struct found *found)
{
	struct taken *taken;

	if (taking->end > END_OF_LINE)
		begin_line(taking, matcher);
	taking->start = taking->end;
	taking->end += n + OPENER_REACH + 1;
	found->hits.n = found->aside.n = 0;
	found->seen = taking->seen;
	found->start = taking->start;
	fetch_targets(matcher, taking, places, found);
	memset(taking->hit, 0, sizeof taking->hit);
	taking->hit[ALIKE_ALWAYS] = true;
	taken = taking->taken;
	for (size_t p = 0; p < places->n; p++) {
		const struct place *place = &places->items[p];

		taken = take_targets(matcher, &matcher->words[place->word],
			(struct range){place->from, place->to}, taking->hit, taken);
	}
	push_taken(taking, taken, found);
}
