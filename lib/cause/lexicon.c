#include "cause/lexicon.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* What begins with a unit. */
struct first {
	uint64_t next; /* a bit for each sixty-fourth of the units that may come next */
	uint32_t word; /* the number + 1 of the word that is this unit alone; 0: none is */
};

/* One step through the words: with `unit` behind what led to `state`. After its first unit, a word
 * is in the state of that unit's number. */
struct step {
	uint64_t next; /* as that of `first` */
	uint32_t state, unit;
	uint32_t to;   /* the state it leads to; 0: no word goes on */
	uint32_t word; /* the number + 1 of the word that ends with it; 0: none does */
};

/* Nearly every character of a Chinese text begins some word, but only a quarter of all pairs of
 * characters do: so the first look is at the bits of what may come next. */
struct lexicon {
	struct alphabet *alphabet;
	struct first *firsts; /* by unit */
	struct step *steps;   /* by their hash */
	unsigned shift;       /* of the hash: 2^(64 - shift) places, a third of them free */
	uint32_t n_states;
};

static inline uint64_t unit_bit(uint32_t unit)
{
	return (uint64_t)1 << unit % 64;
}

static inline uint64_t step_hash(uint32_t state, uint32_t unit)
{
	return ((uint64_t)state << 32 | unit) * 0x9e3779b97f4a7c15u;
}

/* The place of a step that is there, or a free one. */
static inline struct step *step_place(const struct lexicon *lx, uint32_t state, uint32_t unit)
{
	size_t last = ((size_t)1 << (64 - lx->shift)) - 1, i = step_hash(state, unit) >> lx->shift;

	while ((lx->steps[i].to | lx->steps[i].word) &&
		(lx->steps[i].state != state || lx->steps[i].unit != unit))
		i = (i + 1) & last;
	return &lx->steps[i];
}

static struct step *add_step(struct lexicon *lx, uint32_t state, uint32_t unit)
{
	struct step *step = step_place(lx, state, unit);

	step->state = state;
	step->unit = unit;
	return step;
}

static void add_word(struct lexicon *lx, const struct units *units, uint32_t number)
{
	uint32_t state = units->items[0].number;
	struct first *first = &lx->firsts[state];

	if (units->n == 1) {
		first->word = number + 1;
		return;
	}
	first->next |= unit_bit(units->items[1].number);
	for (size_t i = 1; i + 1 < units->n; i++) {
		struct step *step = add_step(lx, state, units->items[i].number);

		if (!step->to)
			step->to = lx->n_states++;
		step->next |= unit_bit(units->items[i + 1].number);
		state = step->to;
	}
	add_step(lx, state, units->items[units->n - 1].number)->word = number + 1;
}

/* Steps that the words need at most: what two neighbours begin with is counted once. */
static size_t count_steps(const struct alphabet *alphabet, const char *const *words, size_t n)
{
	struct units units = {0}, before = {0};
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		struct units swap = before;
		size_t same = 0;

		before = units;
		units = swap;
		alphabet_read(alphabet, words[i], strlen(words[i]), &units);
		while (same < before.n && same < units.n &&
			units.items[same].number == before.items[same].number)
			same++;
		count += units.n - same + 1;
	}
	units_release(&units);
	units_release(&before);
	return count;
}

static void add_words(struct lexicon *lx, const char *const *words, size_t n)
{
	struct units units = {0};

	for (size_t i = 0; i < n; i++) {
		alphabet_read(lx->alphabet, words[i], strlen(words[i]), &units);
		add_word(lx, &units, (uint32_t)i);
	}
	units_release(&units);
}

struct lexicon *lexicon_new(const char *const *words, size_t n)
{
	struct lexicon *lx = mem_zalloc(sizeof *lx);
	size_t n_steps;

	lx->alphabet = alphabet_new(words, n);
	lx->n_states = alphabet_end(lx->alphabet);
	lx->firsts = mem_zalloc(alphabet_end(lx->alphabet) * sizeof *lx->firsts);
	n_steps = count_steps(lx->alphabet, words, n);
	lx->shift = 63;
	while ((size_t)1 << (64 - lx->shift) < n_steps * 3 / 2)
		lx->shift--;
	lx->steps = mem_zalloc(((size_t)1 << (64 - lx->shift)) * sizeof *lx->steps);
	add_words(lx, words, n);
	return lx;
}

void lexicon_free(struct lexicon *lexicon)
{
	if (!lexicon)
		return;
	alphabet_free(lexicon->alphabet);
	free(lexicon->firsts);
	free(lexicon->steps);
	free(lexicon);
}

static inline void push(struct places *places, struct place place)
{
	if (places->n == places->capacity)
		places->items = mem_grow(
			places->items, places->n, &places->capacity, sizeof *places->items);
	places->items[places->n++] = place;
}

/* The words of more than one unit that begin with `unit`. */
static inline void walk(const struct lexicon *lx, const struct unit *unit, struct places *places)
{
	uint32_t from = unit->from, state = unit->number;
	const struct step *step;

	do {
		step = step_place(lx, state, (++unit)->number);
		if (step->word)
			push(places, (struct place){from, unit[1].from, step->word - 1});
		state = step->to;
	} while (step->next & unit_bit(unit[1].number));
}

void lexicon_scan(const struct lexicon *lx, const char *text, size_t n, struct units *units,
	struct places *places)
{
	const struct unit *unit, *end;

	alphabet_read(lx->alphabet, text, n, units);
	places->n = 0;
	for (unit = units->items, end = unit + units->n; unit < end; unit++) {
		struct first first;

		if (unit->number == UNIT_UNKNOWN)
			continue;
		first = lx->firsts[unit->number];
		if (first.word)
			push(places, (struct place){unit->from, unit[1].from, first.word - 1});
		if (first.next & unit_bit(unit[1].number))
			walk(lx, unit, places);
	}
}
