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

struct grams {
	uint32_t *buckets;
	size_t n;
	uint32_t *codes; /* the characters */
	size_t capacity; /* of codes; of buckets: three times as many */
	bool has_words; /* a letter or an ideograph, not only signs and digits */
};

/* The buckets (0 .. 2^bits - 1) of a folded text, one for each place of each n-gram, repeated as
 * the text repeats them. A run of blanks is one blank and the text has one at each end; digits are
 * all alike. */
void grams_read(struct grams *grams, const char *folded, size_t n, unsigned bits);
void grams_release(struct grams *grams);

/* As grams_read, each with where it stands: for explanations. The caller frees *list. */
size_t grams_locate(const char *folded, size_t n, unsigned bits, struct gram **list);
