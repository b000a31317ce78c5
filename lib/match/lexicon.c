#include "match/lexicon.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Units of a text that are looked at together. */
enum { AT_ONCE = 64 };

/* Places in vain after which a state's successors are put behind all others. */
enum { MOST_TRIES = 512 };

/* What a word begins with. Its number is its place: of a single unit, the unit's number; of more,
 * `base` of the state before + the number of the last unit. */
struct state {
	uint32_t before; /* that state; 0: a free place, or a single unit */
	uint32_t base;
	uint32_t next; /* a bit for each thirty-second of the units that may come next */
	uint32_t word; /* the number + 1 of the word that ends here; 0: none does */
};

/* Nearly every character of a Chinese text begins some word, but only a quarter of all pairs of
 * characters do: so the first look is at the bits of what may come next, which are few enough for
 * the fastest cache. A single unit that is a word has all of them. */
struct lexicon {
	struct alphabet *alphabet;
	uint64_t *firsts; /* by unit: a bit for each sixty-fourth of the units that may come next */
	struct state *states;
	size_t n_states, capacity; /* behind them there is room for every unit */
	size_t low;                /* no place before it is free */
	size_t loose;              /* most places behind it are free */
	size_t longest;            /* units of the longest word */
};

static inline bool is_bit_set(uint64_t bits, uint32_t unit)
{
	return bits >> unit % 64 & 1;
}

static inline bool may_go_on(const struct state *state, uint32_t unit)
{
	return state->next >> unit % 32 & 1;
}

/* ---- how states find room ---- */

/* Words while they are put in: those of items[from..to) go on from `state` with unit `depth`. */
struct branch {
	uint32_t state;
	size_t from, to, depth;
};

struct entry {
	uint32_t *units; /* UNIT_UNKNOWN behind the last */
	uint32_t word;
};

struct making {
	struct lexicon *lx;
	struct entry *entries;
	struct branch *branches; /* still to be put in */
	size_t n_branches, capacity;
	uint32_t *successors; /* units, of the branch at hand */
	size_t n_successors;
	struct arena arena;
};

static int by_units(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	size_t i = 0;

	while (x->units[i] == y->units[i] && x->units[i])
		i++;
	return (x->units[i] > y->units[i]) - (x->units[i] < y->units[i]);
}

static void reserve_states(struct lexicon *lx)
{
	size_t needed = lx->n_states + alphabet_end(lx->alphabet), before = lx->capacity;

	if (needed <= lx->capacity)
		return;
	lx->capacity = needed * 2;
	lx->states = mem_resize_large(
		lx->states, before * sizeof *lx->states, lx->capacity * sizeof *lx->states);
	memset(lx->states + before, 0, (lx->capacity - before) * sizeof *lx->states);
}

static bool fits(const struct making *m, size_t base)
{
	for (size_t i = 0; i < m->n_successors; i++)
		if (m->lx->states[base + m->successors[i]].before)
			return false;
	return true;
}

/* The first place from `place` on where all successors, which are sorted, fall on free ones; 0:
 * none is near. */
static size_t find_place(const struct making *m, size_t place)
{
	const struct lexicon *lx = m->lx;
	size_t first = m->successors[0];

	for (size_t tries = 0; tries < MOST_TRIES && place < lx->n_states; tries++, place++)
		if (!lx->states[place].before && fits(m, place - first))
			return place;
	return 0;
}

/* Behind the single units. A lone successor takes the first place that is free. Several are looked
 * for where most are free, first where that begins and then halfway to the end: put behind all
 * others at once, their numbers are so far apart that three places of four would stay free. */
static size_t find_base(const struct making *m)
{
	struct lexicon *lx = m->lx;
	size_t first = m->successors[0], place;

	while (lx->states[lx->low].before)
		lx->low++;
	if (m->n_successors == 1)
		return lx->low - first;
	place = find_place(m, lx->loose);
	if (place)
		return place - first;
	if (lx->loose + MOST_TRIES < lx->n_states)
		lx->loose += MOST_TRIES / 8;
	place = find_place(m, lx->loose + (lx->n_states - lx->loose) / 2);
	return (place ? place : lx->n_states) - first;
}

static void find_successors(struct making *m, const struct branch *branch)
{
	m->n_successors = 0;
	for (size_t i = branch->from; i < branch->to; i++) {
		uint32_t unit = m->entries[i].units[branch->depth];

		if (unit && (!m->n_successors || m->successors[m->n_successors - 1] != unit))
			m->successors[m->n_successors++] = unit;
	}
}

static void add_branch(struct making *m, struct branch branch)
{
	m->branches = mem_grow(m->branches, m->n_branches, &m->capacity, sizeof *m->branches);
	m->branches[m->n_branches++] = branch;
}

/* Those of `branch` that go on with the same unit as the one at `from`, in `state`. */
static size_t split_branch(
	struct making *m, const struct branch *branch, size_t from, uint32_t state)
{
	uint32_t unit = m->entries[from].units[branch->depth];
	size_t to = from + 1;

	while (to < branch->to && m->entries[to].units[branch->depth] == unit)
		to++;
	if (!m->entries[from].units[branch->depth + 1])
		m->lx->states[state].word = m->entries[from].word + 1;
	add_branch(m, (struct branch){state, from, to, branch->depth + 1});
	return to;
}

/* Finds room for what goes on from a state, whose own word (the shortest) is the first. */
static void place_branch(struct making *m, struct branch branch)
{
	struct lexicon *lx = m->lx;
	size_t base, last;

	find_successors(m, &branch);
	if (m->n_successors == 0)
		return;
	reserve_states(lx);
	base = find_base(m);
	last = base + m->successors[m->n_successors - 1];
	lx->n_states = last < lx->n_states ? lx->n_states : last + 1;
	lx->states[branch.state].base = (uint32_t)base;
	for (size_t i = branch.from + !m->entries[branch.from].units[branch.depth];
		i < branch.to;) {
		uint32_t unit = m->entries[i].units[branch.depth];

		lx->states[branch.state].next |= 1u << unit % 32;
		lx->states[base + unit].before = branch.state;
		i = split_branch(m, &branch, i, (uint32_t)(base + unit));
	}
}

static void read_entries(struct making *m, const char *const *words, size_t n)
{
	struct units units = {0};

	for (size_t i = 0; i < n; i++) {
		struct entry *entry = &m->entries[i];

		alphabet_read(m->lx->alphabet, words[i], strlen(words[i]), &units);
		if (units.n > m->lx->longest)
			m->lx->longest = units.n;
		entry->word = (uint32_t)i;
		entry->units = arena_alloc(&m->arena, (units.n + 1) * sizeof *entry->units);
		for (size_t k = 0; k <= units.n; k++)
			entry->units[k] = units.items[k].number;
	}
	units_release(&units);
	qsort(m->entries, n, sizeof *m->entries, by_units);
}

/* Single units are the first states, and need no room. */
static void place_words(struct making *m, size_t n)
{
	struct branch all = {.to = n};

	for (size_t i = 0; i < n;)
		i = split_branch(m, &all, i, m->entries[i].units[0]);
	while (m->n_branches > 0)
		place_branch(m, m->branches[--m->n_branches]);
}

/* What is read at every other character of a text moves into large pages, without spare room. */
static void settle_states(struct lexicon *lx)
{
	size_t n = lx->n_states + alphabet_end(lx->alphabet);
	struct state *states = mem_zalloc_table(n * sizeof *states);

	memcpy(states, lx->states, n * sizeof *states);
	free(lx->states);
	lx->states = states;
	lx->capacity = n;
}

static void set_firsts(struct lexicon *lx, const struct entry *entries, size_t n)
{
	for (size_t i = 0; i < n; i++)
		lx->firsts[entries[i].units[0]] |=
			entries[i].units[1] ? (uint64_t)1 << entries[i].units[1] % 64 : UINT64_MAX;
}

struct lexicon *lexicon_new(const struct fold *fold, const char *const *words, size_t n)
{
	struct lexicon *lx = mem_zalloc(sizeof *lx);
	struct making m = {.lx = lx};

	lx->alphabet = alphabet_new(fold, words, n);
	lx->low = lx->loose = lx->n_states = alphabet_end(lx->alphabet);
	lx->firsts = mem_zalloc(lx->n_states * sizeof *lx->firsts);
	reserve_states(lx);
	m.entries = mem_alloc((n + 1) * sizeof *m.entries);
	m.successors = mem_alloc((n + 1) * sizeof *m.successors);
	read_entries(&m, words, n);
	place_words(&m, n);
	reserve_states(lx);
	settle_states(lx);
	set_firsts(lx, m.entries, n);
	free(m.entries);
	free(m.branches);
	free(m.successors);
	arena_release(&m.arena);
	return lx;
}

void lexicon_free(struct lexicon *lexicon)
{
	if (!lexicon)
		return;
	alphabet_free(lexicon->alphabet);
	free(lexicon->firsts);
	free(lexicon->states);
	free(lexicon);
}

/* ---- texts ---- */

/* Room for all words that may begin with `n` units. */
static void reserve_places(struct places *places, size_t n)
{
	if (places->n + n <= places->capacity)
		return;
	places->capacity = (places->n + n) * 2;
	places->items = mem_resize(places->items, places->capacity * sizeof *places->items);
}

/* Writes a state down as if it were a word, and goes on behind it only if it is one: a branch would
 * be foretold wrongly at every other. */
static inline struct place *put_word(
	struct place *place, uint32_t from, uint32_t to, const struct state *state, bool is_there)
{
	*place = (struct place){from, to, state->word - 1};
	return place + (is_there && state->word != 0);
}

/* The words that begin with `unit`, at `place`; returns the place behind them. Two units are looked
 * at in any case: most that may begin a word do, and few words are longer. */
static inline struct place *walk(
	const struct state *states, const struct unit *unit, struct place *place)
{
	uint32_t from = unit->from, first = unit->number, at;
	const struct state *state = &states[first];
	bool is_there;

	place = put_word(place, from, unit[1].from, state, true);
	at = state->base + unit[1].number;
	state = &states[at];
	is_there = state->before == first;
	place = put_word(place, from, unit[2].from, state, is_there);
	while (is_there & may_go_on(state, unit[2].number)) {
		uint32_t next = state->base + unit[2].number;

		if (states[next].before != at)
			break;
		at = next;
		state = &states[at];
		unit++;
		place = put_word(place, from, unit[2].from, state, true);
	}
	return place;
}

/* Those of n units that some word may begin with, in `starts`; returns how many. Half of all units
 * may, at random: a branch would be foretold wrongly at every fourth. */
static inline size_t find_starts(
	const struct lexicon *lx, const struct unit *units, size_t n, const struct unit **starts)
{
	size_t n_starts = 0;

	for (size_t i = 0; i < n; i++) {
		starts[n_starts] = &units[i];
		n_starts += is_bit_set(lx->firsts[units[i].number], units[i + 1].number);
	}
	return n_starts;
}

/* States are too many for the fastest cache: all are asked for before the first is looked at. Some
 * compilers (GCC 12) find that a function which only asks does nothing, and leave out calls of it:
 * so it must be in its caller before they look. */
static inline __attribute__((always_inline)) void fetch_states(
	const struct lexicon *lx, const struct unit *const *starts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		__builtin_prefetch(
			&lx->states[lx->states[starts[i]->number].base + starts[i][1].number]);
}

void lexicon_scan(const struct lexicon *lx, const char *text, size_t n, char *folded,
	struct units *units, struct places *places)
{
	const struct unit *starts[AT_ONCE];
	struct place *place;

	alphabet_fold(lx->alphabet, text, n, folded, units);
	places->n = 0;
	for (size_t at = 0; at < units->n; at += AT_ONCE) {
		size_t n_units = units->n - at < AT_ONCE ? units->n - at : AT_ONCE,
		       n_starts = find_starts(lx, units->items + at, n_units, starts);

		fetch_states(lx, starts, n_starts);
		reserve_places(places, n_starts * lx->longest + 1);
		place = places->items + places->n;
		for (size_t i = 0; i < n_starts; i++)
			place = walk(lx->states, starts[i], place);
		places->n = (size_t)(place - places->items);
	}
}
