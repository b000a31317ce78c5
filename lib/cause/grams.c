#include "cause/grams.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

/* The last three characters of a walk; 0 where there is none yet. */
struct window {
	uint32_t code[3];
	uint32_t from[3];
};

/* Characters have 21 bits, so three fit into one key; the multiplier is 2^64 / golden ratio. */
static uint32_t bucket(uint64_t a, uint64_t b, uint64_t c, unsigned bits)
{
	uint64_t key = a | b << 21 | c << 42;

	key ^= key >> 29;
	return (uint32_t)(key * 0x9e3779b97f4a7c15u >> (64 - bits));
}

static uint32_t simplified(uint32_t code)
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

/* The next character as the model sees it; false at the end of the text, which counts as a blank.
 * *at is one past n once that has been given. */
static bool next_code(const char *text, size_t n, size_t *at, uint32_t *code, uint32_t before)
{
	while (*at < n) {
		*at += text_decode(text + *at, n - *at, code);
		*code = simplified(*code);
		if (*code != ' ' || before != ' ')
			return true;
	}
	if (*at > n || before == ' ')
		return false;
	*at = n + 1;
	*code = ' ';
	return true;
}

static void shift(struct window *w, uint32_t code, size_t from)
{
	w->code[0] = w->code[1];
	w->code[1] = w->code[2];
	w->code[2] = code;
	w->from[0] = w->from[1];
	w->from[1] = w->from[2];
	w->from[2] = (uint32_t)from;
}

/* The n-grams that end with the window, shortest first; returns how many. */
static size_t window_buckets(const struct window *w, unsigned bits, uint32_t buckets[3])
{
	buckets[0] = bucket(w->code[2], 0, 0, bits);
	if (!w->code[1])
		return 1;
	buckets[1] = bucket(w->code[2], w->code[1], 0, bits);
	if (!w->code[0])
		return 2;
	buckets[2] = bucket(w->code[2], w->code[1], w->code[0], bits);
	return 3;
}

void grams_read(struct grams *grams, const char *folded, size_t n, unsigned bits)
{
	struct window w = {.code = {0, 0, ' '}};
	size_t at = 0, n_codes = 0, most = n + 2 < GRAM_CHARACTERS ? n + 2 : GRAM_CHARACTERS;
	uint32_t code;

	if (grams->capacity < 3 * most) {
		grams->capacity = 3 * most;
		grams->buckets =
			mem_resize(grams->buckets, grams->capacity * sizeof *grams->buckets);
	}
	grams->n = 0;
	grams->has_words = false;
	while (n_codes++ < GRAM_CHARACTERS && next_code(folded, n, &at, &code, w.code[2])) {
		shift(&w, code, 0);
		grams->has_words |= is_of_word(code);
		grams->n += window_buckets(&w, bits, grams->buckets + grams->n);
	}
}

void grams_release(struct grams *grams)
{
	free(grams->buckets);
	*grams = (struct grams){0};
}

size_t grams_locate(const char *folded, size_t n, unsigned bits, struct gram **list)
{
	struct window w = {.code = {0, 0, ' '}};
	size_t at = 0, n_codes = 0, n_grams = 0, capacity = 0;
	uint32_t code, buckets[3];

	*list = NULL;
	while (n_codes++ < GRAM_CHARACTERS) {
		size_t from = at, n_new;

		if (!next_code(folded, n, &at, &code, w.code[2]))
			break;
		shift(&w, code, from < n ? from : n);
		n_new = window_buckets(&w, bits, buckets);
		for (size_t i = 0; i < n_new; i++) {
			*list = mem_grow(*list, n_grams, &capacity, sizeof **list);
			(*list)[n_grams++] = (struct gram){
				buckets[i], w.from[2 - i], (uint32_t)(at < n ? at : n)};
		}
	}
	return n_grams;
}
