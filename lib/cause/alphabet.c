#include "cause/alphabet.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

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

struct alphabet {
	uint16_t numbers[PLANE]; /* of the characters of the first plane: the lowest numbers */
	struct keyed *places;    /* n_places of them, a power of two, by their keys */
	size_t n_places;
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
	[' '] = true,
	[0xe2] = true,
	[0xe3] = true,
	[0xef] = true};

static inline uint64_t add_letter(uint64_t key, unsigned char letter)
{
	return (key << 8 | key >> 56) ^ letter;
}

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

/* Behind the ASCII word at `p`. */
static inline const unsigned char *read_key(
	const unsigned char *p, const unsigned char *end, uint64_t *key)
{
	for (*key = 0; p < end && IS_WORD[*p]; p++)
		*key = add_letter(*key, *p);
	return p;
}

static size_t count_keys(const char *text)
{
	size_t n = 0;

	for (bool was_word = false; *text; text++) {
		bool is_word = IS_WORD[(unsigned char)*text];

		n += (is_word && !was_word) || (*text & 0xf8) == 0xf0;
		was_word = is_word;
	}
	return n;
}

static void add_key(struct alphabet *a, uint64_t key, const unsigned char *text, size_t n)
{
	struct keyed *place = keyed_place(a, key, (const char *)text, n);

	if (place->number == UNIT_UNKNOWN)
		*place = (struct keyed){key, a->end++, (uint32_t)n,
			n > 0 ? arena_text(&a->arena, (const char *)text, n) : NULL};
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

struct alphabet *alphabet_new(const char *const *words, size_t n)
{
	struct alphabet *a = mem_zalloc(sizeof *a);
	size_t n_keys = 0;

	a->end = UNIT_UNKNOWN + 1;
	for (size_t i = 0; i < n; i++) {
		add_units(a, words[i], false);
		n_keys += count_keys(words[i]);
	}
	a->n_places = 1;
	while (a->n_places <= 2 * n_keys)
		a->n_places *= 2;
	a->places = mem_zalloc(a->n_places * sizeof *a->places);
	for (size_t i = 0; i < n; i++)
		add_units(a, words[i], true);
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

/* The unit at `p`, which is no ASCII word; returns its bytes. */
static inline size_t read_character(
	const struct alphabet *alphabet, const unsigned char *p, uint32_t *number)
{
	uint32_t code;
	size_t n = decode(p, &code);

	*number = code < PLANE ? alphabet->numbers[code]
			       : keyed_place(alphabet, code, NULL, 0)->number;
	return n;
}

void alphabet_read(const struct alphabet *alphabet, const char *text, size_t n, struct units *units)
{
	const unsigned char *start = (const unsigned char *)text, *end = start + n;
	struct unit *unit;
	uint32_t *mark;

	reserve(units, n + 1);
	unit = units->items;
	mark = units->marks;
	for (const unsigned char *p = start; p < end; unit++) {
		unit->from = (uint32_t)(p - start);
		if (IS_WORD[*p]) {
			const char *word = (const char *)p;
			uint64_t key;

			p = read_key(p, end, &key);
			unit->number = keyed_place(
				alphabet, key, word, (size_t)(p - (const unsigned char *)word))
					       ->number;
		} else {
			*mark = unit->from;
			mark += BEGINS_MARK[*p];
			p += read_character(alphabet, p, &unit->number);
		}
	}
	*unit = (struct unit){(uint32_t)n, UNIT_UNKNOWN};
	*mark = (uint32_t)n;
	units->n = (size_t)(unit - units->items);
	units->n_marks = (size_t)(mark - units->marks);
}

void units_release(struct units *units)
{
	free(units->items);
	free(units->marks);
	*units = (struct units){0};
}
