#include "cause/grams.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

enum { CODE_BITS = 21, N_MOST = 3 };

/* The last three characters of a walk, the latest in the lowest bits; 0 where there is none yet.
 * All of it is the key of the three of them, its lower parts those of two and of one. */
#define PAIR  (((uint64_t)1 << 2 * CODE_BITS) - 1)
#define THREE (((uint64_t)1 << 3 * CODE_BITS) - 1)

/* The multiplier is 2^64 / golden ratio. */
static inline uint32_t bucket(uint64_t key, unsigned bits)
{
	key ^= key >> 29;
	return (uint32_t)(key * 0x9e3779b97f4a7c15u >> (64 - bits));
}

static inline uint32_t simplified(uint32_t code)
{
	if (code >= '0' && code <= '9')
		return '0';
	return code <= ' ' || code == 0xa0 || code == 0x3000 ? ' ' : code;
}

/* Roughly: what is no sign, digit or picture. */
static bool is_of_word(uint32_t code)
{
	if (code < 0x80)
		return code >= 'A' && ((code | 0x20) >= 'a' && (code | 0x20) <= 'z');
	return code >= 0xc0 && !(code >= 0x2000 && code < 0x3040) &&
	       !(code >= 0xfe00 && code < 0xff21) && code < 0x1f000;
}

/* As text_decode(), which is called for the rare ones alone. */
static inline size_t decode(const char *text, size_t n, uint32_t *code)
{
	const unsigned char *p = (const unsigned char *)text;

	*code = p[0];
	if (p[0] < 0x80)
		return 1;
	if ((p[0] & 0xf0) != 0xe0 || n < 3)
		return text_decode(text, n, code);
	*code = (p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u);
	return 3;
}

/* The next character as the model sees it; false at the end of the text, which counts as a blank.
 * *at is one past n once that has been given. */
static inline bool next_code(
	const char *text, size_t n, size_t *at, uint32_t *code, bool is_behind_blank)
{
	while (*at < n) {
		*at += decode(text + *at, n - *at, code);
		*code = simplified(*code);
		if (*code != ' ' || !is_behind_blank)
			return true;
	}
	if (*at > n || is_behind_blank)
		return false;
	*at = n + 1;
	*code = ' ';
	return true;
}

/* The n-grams that end a walk, shortest first; returns how many: before the second character none
 * has three. No branch is spent on that, and each key is the one before it shifted: with the decoding
 * that saved two thirds of the time. */
static inline size_t take_buckets(uint64_t walk, unsigned bits, uint32_t buckets[N_MOST])
{
	buckets[0] = bucket(walk & (((uint64_t)1 << CODE_BITS) - 1), bits);
	buckets[1] = bucket(walk & PAIR, bits);
	buckets[2] = bucket(walk, bits);
	return 2 + (walk > PAIR);
}

/* The characters of a text as the model sees them, in `codes`; returns how many. */
static size_t read_codes(const char *folded, size_t n, size_t most, uint32_t *codes)
{
	const char *end = folded + n;
	uint32_t before = ' ';
	size_t n_codes = 0;

	while (folded < end && n_codes < most) {
		uint32_t code;

		folded += decode(folded, (size_t)(end - folded), &code);
		code = simplified(code);
		codes[n_codes] = code;
		n_codes += code != ' ' || before != ' ';
		before = code;
	}
	if (n_codes < most && before != ' ')
		codes[n_codes++] = ' ';
	return n_codes;
}

static void reserve(struct grams *grams, size_t n_codes)
{
	if (n_codes <= grams->capacity)
		return;
	grams->capacity = n_codes * 2;
	grams->codes = mem_resize(grams->codes, grams->capacity * sizeof *grams->codes);
	grams->buckets =
		mem_resize(grams->buckets, N_MOST * grams->capacity * sizeof *grams->buckets);
}

void grams_read(struct grams *grams, const char *folded, size_t n, unsigned bits)
{
	size_t most = n + 1 < GRAM_CHARACTERS ? n + 1 : GRAM_CHARACTERS, n_codes;
	uint64_t walk = ' ';
	uint32_t *buckets;

	reserve(grams, most);
	n_codes = read_codes(folded, n, most, grams->codes);
	buckets = grams->buckets;
	for (size_t i = 0; i < n_codes; i++) {
		walk = (walk << CODE_BITS | grams->codes[i]) & THREE;
		buckets += take_buckets(walk, bits, buckets);
	}
	grams->n = (size_t)(buckets - grams->buckets);
	grams->has_words = false;
	for (size_t i = 0; i < n_codes && !grams->has_words; i++)
		grams->has_words = is_of_word(grams->codes[i]);
}

void grams_release(struct grams *grams)
{
	free(grams->codes);
	free(grams->buckets);
	*grams = (struct grams){0};
}

size_t grams_locate(const char *folded, size_t n, unsigned bits, struct gram **list)
{
	size_t at = 0, n_grams = 0, capacity = 0, from[N_MOST] = {0};
	uint64_t walk = ' ';
	uint32_t code = ' ', buckets[N_MOST];

	*list = NULL;
	for (size_t i = 0; i < GRAM_CHARACTERS; i++) {
		size_t start = at < n ? at : n, n_new;

		if (!next_code(folded, n, &at, &code, code == ' '))
			break;
		walk = (walk << CODE_BITS | code) & THREE;
		from[2] = from[1];
		from[1] = from[0];
		from[0] = start;
		n_new = take_buckets(walk, bits, buckets);
		for (size_t k = 0; k < n_new; k++) {
			*list = mem_grow(*list, n_grams, &capacity, sizeof **list);
			(*list)[n_grams++] = (struct gram){
				buckets[k], (uint32_t)from[k], (uint32_t)(at < n ? at : n)};
		}
	}
	return n_grams;
}
