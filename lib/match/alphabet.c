#include "match/alphabet.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum { EXACT_KEY = 8 };

/* An ASCII word: its letters one byte each in `key`, which says all of up to EXACT_KEY letters; or,
 * where n is 0, a character beyond the first plane: its code point. */
struct keyed {
	uint64_t key;
	uint32_t number; /* UNIT_UNKNOWN: a free place */
	uint32_t n;
	const char *text;
};

enum { PLANE = 0x10000 };

/* No character of the first plane has that number: surrogates are no characters. */
enum { FOLDS = 0xffff };

struct alphabet {
	uint16_t numbers[PLANE];  /* of the characters of the first plane: the lowest numbers */
	uint16_t unfolded[PLANE]; /* the same, but FOLDS where folding changes the character */
	const struct fold *fold;
	struct keyed *places; /* n_places of them, a power of two, by their keys */
	size_t n_places, n_keys;
	uint32_t end;
	struct arena arena;
};

#define TEN(x)     [x] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
#define LETTERS(x) TEN(x), TEN((x) + 10), [(x) + 20] = 1, 1, 1, 1, 1, 1

static const bool IS_WORD[256] = {TEN('0'), LETTERS('A'), LETTERS('a')};

/* What punctuation between clauses may begin with. */
static const bool BEGINS_MARK[256] = {['\n'] = true,
	['\r'] = true,
	[';'] = true,
	['!'] = true,
	['?'] = true,
	['~'] = true,
	['('] = true,
	[')'] = true,
	['|'] = true,
	['<'] = true,
	['>'] = true,
	['['] = true,
	[']'] = true,
	[','] = true,
	[':'] = true,
	['.'] = true,
	[0xe2] = true,
	[0xe3] = true,
	[0xef] = true};

/* The place of a key that is there, or a free one. */
static inline struct keyed *keyed_place(
	const struct alphabet *a, uint64_t key, const char *text, size_t n)
{
	size_t i = (key * 0x9e3779b97f4a7c15u) >> 40 & (a->n_places - 1);

	for (;; i = (i + 1) & (a->n_places - 1)) {
		struct keyed *place = &a->places[i];

		if (place->number == UNIT_UNKNOWN)
			return place;
		if (place->key == key && place->n == n &&
			(n <= EXACT_KEY || memcmp(place->text, text, n) == 0))
			return place;
	}
}

static inline size_t decode(const unsigned char *p, uint32_t *code)
{
	if (p[0] < 0x80) {
		*code = p[0];
		return 1;
	}
	if (p[0] < 0xe0) {
		*code = (p[0] & 31u) << 6 | (p[1] & 63u);
		return 2;
	}
	if (p[0] < 0xf0) {
		*code = (p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u);
		return 3;
	}
	*code = (p[0] & 7u) << 18 | (p[1] & 63u) << 12 | (p[2] & 63u) << 6 | (p[3] & 63u);
	return 4;
}

#define EACH(byte) (0x0101010101010101u * (byte))

/* The highest bit of each byte that is a letter or digit. */
static inline uint64_t word_bits(uint64_t bytes)
{
	uint64_t digit = bytes & EACH(0x7f), letter = digit | EACH(0x20);

	digit = (digit + EACH(0x80 - '0')) & ~(digit + EACH(0x7f - '9'));
	letter = (letter + EACH(0x80 - 'a')) & ~(letter + EACH(0x7f - 'z'));
	return (digit | letter) & ~bytes & EACH(0x80);
}

/* The letters and digits at `p` up to eight of them; returns how many. */
static inline size_t read_letters(
	const unsigned char *p, const unsigned char *end, uint64_t *letters)
{
	size_t n = 0;

	*letters = 0;
	if (end - p >= (ptrdiff_t)EXACT_KEY) {
		uint64_t others;

		memcpy(letters, p, EXACT_KEY);
		others = word_bits(*letters) ^ EACH(0x80);
		if (!others)
			return EXACT_KEY;
		n = (size_t)__builtin_ctzll(others) / 8;
		*letters &= ((uint64_t)1 << 8 * n) - 1;
		return n;
	}
	for (; p + n < end && IS_WORD[p[n]]; n++)
		*letters |= (uint64_t)p[n] << 8 * n;
	return n;
}

/* Behind the ASCII word at `p`. */
static inline const unsigned char *read_key(
	const unsigned char *p, const unsigned char *end, uint64_t *key)
{
	uint64_t letters;
	size_t n;

	*key = 0;
	do {
		n = read_letters(p, end, &letters);
		*key = (*key << 23 | *key >> 41) ^ letters;
		p += n;
	} while (n == EXACT_KEY);
	return p;
}

/* The few thousand words of all patterns stand many times in them: a table made for as many keys as
 * they hold would be a hundred times as large, and slower at every word of every text. */
static void grow_places(struct alphabet *a)
{
	struct keyed *places = a->places;
	size_t n_places = a->n_places;

	a->n_places = n_places * 2;
	a->places = mem_zalloc(a->n_places * sizeof *a->places);
	for (size_t i = 0; i < n_places; i++)
		if (places[i].number != UNIT_UNKNOWN)
			*keyed_place(a, places[i].key, places[i].text, places[i].n) = places[i];
	free(places);
}

static void add_key(struct alphabet *a, uint64_t key, const unsigned char *text, size_t n)
{
	struct keyed *place = keyed_place(a, key, (const char *)text, n);

	if (place->number != UNIT_UNKNOWN)
		return;
	*place = (struct keyed){key, a->end++, (uint32_t)n,
		n > 0 ? arena_text(&a->arena, (const char *)text, n) : NULL};
	if (++a->n_keys * 2 > a->n_places)
		grow_places(a);
}

/* Numbers the characters of the first plane in `text`, or all that has a key. */
static void add_units(struct alphabet *a, const char *text, bool has_key)
{
	const unsigned char *p = (const unsigned char *)text, *end = p + strlen(text);

	while (p < end) {
		uint64_t key;
		uint32_t code = 0;
		const unsigned char *next = read_key(p, end, &key);
		size_t n = (size_t)(next - p);

		if (n == 0)
			next += decode(p, &code);
		if (has_key && (n > 0 || code >= PLANE))
			add_key(a, n > 0 ? key : code, p, n);
		else if (!has_key && n == 0 && code < PLANE && !a->numbers[code])
			a->numbers[code] = (uint16_t)a->end++;
		p = next;
	}
}

static void find_unfolded(struct alphabet *a)
{
	memcpy(a->unfolded, a->numbers, sizeof a->numbers);
	for (uint32_t code = 0; a->fold && code < PLANE; code++)
		if (fold_code(a->fold, code) != code)
			a->unfolded[code] = FOLDS;
}

struct alphabet *alphabet_new(const struct fold *fold, const char *const *words, size_t n)
{
	struct alphabet *a = mem_zalloc(sizeof *a);

	a->fold = fold;
	a->end = UNIT_UNKNOWN + 1;
	for (size_t i = 0; i < n; i++)
		add_units(a, words[i], false);
	a->n_places = 2;
	a->places = mem_zalloc(a->n_places * sizeof *a->places);
	for (size_t i = 0; i < n; i++)
		add_units(a, words[i], true);
	find_unfolded(a);
	return a;
}

void alphabet_free(struct alphabet *alphabet)
{
	if (!alphabet)
		return;
	free(alphabet->places);
	arena_release(&alphabet->arena);
	free(alphabet);
}

uint32_t alphabet_end(const struct alphabet *alphabet)
{
	return alphabet->end;
}

static void reserve(struct units *units, size_t n)
{
	if (n <= units->capacity)
		return;
	units->capacity = n * 2;
	units->items = mem_resize(units->items, units->capacity * sizeof *units->items);
	units->marks = mem_resize(units->marks, units->capacity * sizeof *units->marks);
}

/* A text that is read, and the units that were read of it. */
struct reader {
	const struct alphabet *alphabet;
	const unsigned char *start, *p, *end;
	struct unit *unit;
	uint32_t *mark;
};

static void begin(
	struct reader *r, const struct alphabet *a, const char *text, size_t n, struct units *units)
{
	reserve(units, n + 2);
	*r = (struct reader){.alphabet = a,
		.start = (const unsigned char *)text,
		.p = (const unsigned char *)text,
		.end = (const unsigned char *)text + n,
		.unit = units->items,
		.mark = units->marks};
}

static void end(const struct reader *r, struct units *units)
{
	uint32_t n = (uint32_t)(r->end - r->start);

	r->unit[0] = r->unit[1] = (struct unit){n, UNIT_UNKNOWN};
	*r->mark = n;
	units->n = (size_t)(r->unit - units->items);
	units->n_marks = (size_t)(r->mark - units->marks);
}

/* A blank ends a clause before another one, or between wide characters (which may fold into narrow
 * ones yet): not in most of an English text. */
static inline bool may_end_clause(const struct reader *r, const unsigned char *p)
{
	if (*p != ' ')
		return BEGINS_MARK[*p];
	return p + 1 < r->end && (p[1] == ' ' || p[1] & 0x80);
}

/* Reads up to the end, or a character that has the number FOLDS; returns whether it stands before
 * one. */
static inline bool read_up_to(struct reader *reader, const uint16_t *numbers)
{
	struct reader r = *reader;

	for (; r.p < r.end; r.unit++) {
		const unsigned char *p = r.p;
		uint32_t from = (uint32_t)(p - r.start), number;
		uint64_t key;
		uint32_t code;

		if ((*p & 0xf0) == 0xe0) {
			number = numbers[(p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u)];
			if (number == FOLDS)
				break;
			*r.mark = from;
			r.mark += BEGINS_MARK[*p];
			r.p += 3;
		} else if (IS_WORD[*p]) {
			r.p = read_key(p, r.end, &key);
			number = keyed_place(r.alphabet, key, (const char *)p, (size_t)(r.p - p))
					 ->number;
		} else {
			*r.mark = from;
			r.mark += may_end_clause(&r, p);
			r.p += decode(p, &code);
			number = code < PLANE ? numbers[code]
					      : keyed_place(r.alphabet, code, NULL, 0)->number;
		}
		*r.unit = (struct unit){from, number};
	}
	*reader = r;
	return r.p < r.end;
}

void alphabet_read(const struct alphabet *alphabet, const char *text, size_t n, struct units *units)
{
	struct reader r;

	begin(&r, alphabet, text, n, units);
	read_up_to(&r, alphabet->numbers);
	end(&r, units);
}

/* Back to where the ASCII word begins that ends before `r`, if one does: it may go on. */
static void step_back(struct reader *r)
{
	if (r->p > r->start && IS_WORD[r->p[-1]])
		r->p = r->start + (--r->unit)->from;
}

/* A character of three bytes that folds into another one. */
static void read_folded(struct reader *r, char *folded, uint32_t code)
{
	uint32_t from = (uint32_t)(r->p - r->start);

	text_encode(code, folded + from);
	*r->mark = from;
	r->mark += BEGINS_MARK[*r->p];
	*r->unit++ = (struct unit){from, r->alphabet->numbers[code]};
	r->p += 3;
}

void alphabet_fold(
	const struct alphabet *a, const char *text, size_t n, char *folded, struct units *units)
{
	struct reader r;

	fold_capitals(text, n, folded);
	begin(&r, a, folded, n, units);
	while (read_up_to(&r, a->unfolded)) {
		size_t from = (size_t)(r.p - r.start);
		uint32_t code;

		decode(r.p, &code);
		code = fold_code(a->fold, code);
		if (code >= 0x80) {
			read_folded(&r, folded, code);
			continue;
		}
		/* It becomes shorter: from here on offsets are no longer those of `text`. */
		r.end = r.p + fold_text(a->fold, text + from, n - from, folded + from);
		step_back(&r);
		read_up_to(&r, a->numbers);
		break;
	}
	end(&r, units);
}

void units_release(struct units *units)
{
	free(units->items);
	free(units->marks);
	*units = (struct units){0};
}
