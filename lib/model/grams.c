#include "model/grams.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

bool grams_is_of_word(uint32_t code)
{
	if (code < 0x80)
		return code >= 'A' && ((code | 0x20) >= 'a' && (code | 0x20) <= 'z');
	return code >= 0xc0 && !(code >= 0x2000 && code < 0x3040) &&
	       !(code >= 0xfe00 && code < 0xff21) && code < 0x1f000;
}

/* The character at `p`, simplified; returns its bytes. */
static inline size_t read_code(const char *p, size_t n, uint32_t *code)
{
	const unsigned char *byte = (const unsigned char *)p;
	size_t length;

	if (*byte < 0x80) {
		*code = *byte > ' ' ? *byte : ' ';
		*code = *code - '0' < 10 ? '0' : *code;
		return 1;
	}
	if ((*byte & 0xf0) == 0xe0 && n > 2) {
		*code = (byte[0] & 15u) << 12 | (byte[1] & 63u) << 6 | (byte[2] & 63u);
		*code = *code == 0x3000 ? ' ' : *code;
		return 3;
	}
	length = text_decode(p, n, code);
	*code = *code == 0xa0 ? ' ' : *code;
	return length;
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

/* The character before, and how many of it there were. */
struct run {
	uint32_t code;
	size_t n;
};

static inline bool is_seen(struct run *run, uint32_t code)
{
	run->n = code == run->code ? run->n + 1 : 1;
	run->code = code;
	return run->n <= (code == ' ' ? 1 : RUN_SEEN);
}

void grams_read_codes(struct grams *grams, const char *folded, size_t n)
{
	size_t most = n + 1 < GRAM_CHARACTERS ? n + 1 : GRAM_CHARACTERS, n_codes = 0;
	struct run run = {' ', 1};
	uint32_t *codes;

	reserve(grams, most);
	codes = grams->codes;
	for (size_t at = 0; at < n && n_codes < most;) {
		uint32_t code;

		at += read_code(folded + at, n - at, &code);
		if (is_seen(&run, code))
			codes[n_codes++] = code;
	}
	if (n_codes < most && run.code != ' ')
		codes[n_codes++] = ' ';
	grams->n_codes = n_codes;
	grams->has_words = false;
	for (size_t i = 0; i < n_codes && !grams->has_words; i++)
		grams->has_words = grams_is_of_word(codes[i]);
}

void grams_read(struct grams *grams, const char *folded, size_t n, unsigned bits)
{
	struct gram_walk walk = grams_begin();
	struct gram_step step;

	grams_read_codes(grams, folded, n);
	grams->n = 0;
	for (size_t i = 0; i < grams->n_codes; i++) {
		grams_step(&walk, grams->codes[i], bits, &step);
		for (size_t j = 0; j < step.n; j++)
			grams->buckets[grams->n++] = step.buckets[j];
	}
}

void grams_release(struct grams *grams)
{
	free(grams->codes);
	free(grams->buckets);
	*grams = (struct grams){0};
}

/* Where n-grams begin and end. */
struct places {
	size_t to, from[GRAM_THREE]; /* the last characters begin, the latest first */
	size_t word, last_word;      /* begin */
	size_t end;                  /* of the word */
};

static struct gram place_of(const struct places *at, enum gram_kind kind, uint32_t bucket)
{
	size_t from = kind == GRAM_WORD    ? at->word
		      : kind == GRAM_WORDS ? at->last_word
					   : at->from[kind - GRAM_ONE];
	size_t to = kind >= GRAM_WORD ? at->end : at->to;

	return (struct gram){bucket, kind, (uint32_t)from, (uint32_t)to};
}

static void move_on(struct places *at, const struct gram_walk *walk, uint32_t code, size_t to)
{
	at->from[2] = at->from[1];
	at->from[1] = at->from[0];
	at->from[0] = at->to; /* blanks that were left out are its own */
	if (grams_is_letter(code) && !walk->word) {
		at->last_word = walk->last_word > 1 ? at->word : at->to;
		at->word = at->to;
	}
	if (grams_is_letter(code))
		at->end = to;
	at->to = to;
}

size_t grams_locate(const char *folded, size_t n, unsigned bits, struct gram **list)
{
	size_t n_grams = 0, capacity = 0, at = 0;
	struct gram_walk walk = grams_begin();
	struct places places = {0};
	struct gram_step step;
	struct run run = {' ', 1};
	uint32_t code;

	*list = NULL;
	for (size_t i = 0; i < GRAM_CHARACTERS && (at < n || run.code != ' ');) {
		code = ' ';
		if (at < n)
			at += read_code(folded + at, n - at, &code);
		if (!is_seen(&run, code))
			continue;
		move_on(&places, &walk, code, at);
		grams_step(&walk, code, bits, &step);
		for (size_t j = 0; j < step.n; j++) {
			*list = mem_grow(*list, n_grams, &capacity, sizeof **list);
			(*list)[n_grams++] = place_of(&places, step.kinds[j], step.buckets[j]);
		}
		i++;
	}
	return n_grams;
}
