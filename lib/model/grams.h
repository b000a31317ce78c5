#pragma once
/* The one, two and three characters that follow each other in a text, as numbers of buckets: what a
 * model sees of a text. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of a longer text only so many characters are seen, so that sums of GRAM_LIMIT weights of 16 bits
 * stay in 32. */
enum { GRAM_CHARACTERS = 20000, GRAM_LIMIT = 3 * GRAM_CHARACTERS };

struct gram {
	uint32_t bucket;
	uint32_t from, to; /* bytes of the text */
};

/* Characters have 21 bits, and no n-gram has more than three of them. */
enum { CODE_BITS = 21, N_MOST = 3 };

struct grams {
	uint32_t *buckets;
	size_t n;
	uint32_t *codes; /* the characters, n_codes of them */
	size_t n_codes, capacity;
	bool has_words; /* a letter or an ideograph, not only signs and digits */
};

/* The characters of a folded text: a run of blanks is one blank and the text has one at each end
 * (the first is not among the codes); digits are all alike. Sets has_words. */
void grams_read_codes(struct grams *grams, const char *folded, size_t n);

/* A walk along the characters begins at a blank, and has the last three of them in it, the latest
 * in the lowest bits; 0 where there is none yet. So all of it is the key of the three, its lower
 * parts are those of two and of one, and each is the one before it shifted. */
static inline uint64_t grams_walk(uint64_t walk, uint32_t code)
{
	return (walk << CODE_BITS | code) & (((uint64_t)1 << 3 * CODE_BITS) - 1);
}

static inline uint32_t grams_bucket(uint64_t key, unsigned bits)
{
	key ^= key >> 29;
	/* 2^64 / golden ratio */
	return (uint32_t)(key * 0x9e3779b97f4a7c15u >> (64 - bits));
}

/* The n-grams that end a walk, shortest first; returns how many: before the second character none
 * has three. */
static inline size_t grams_buckets(uint64_t walk, unsigned bits, uint32_t buckets[N_MOST])
{
	uint64_t pair = walk & (((uint64_t)1 << 2 * CODE_BITS) - 1);

	buckets[0] = grams_bucket(walk & (((uint64_t)1 << CODE_BITS) - 1), bits);
	buckets[1] = grams_bucket(pair, bits);
	buckets[2] = grams_bucket(walk, bits);
	return 2 + (walk > pair);
}

/* The buckets (0 .. 2^bits - 1) of a folded text, one for each place of each n-gram, repeated as
 * the text repeats them. */
void grams_read(struct grams *grams, const char *folded, size_t n, unsigned bits);
void grams_release(struct grams *grams);

/* As grams_read, each with where it stands: for explanations. The caller frees *list. */
size_t grams_locate(const char *folded, size_t n, unsigned bits, struct gram **list);
