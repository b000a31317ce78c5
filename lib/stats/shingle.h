#pragma once
/* How much two texts have in common: the Jaccard similarity of their sets of three characters
 * (METRICS 5.1, 5.2), after Broder, On the Resemblance and Containment of Documents (1997).
 *
 *	struct shingles a = {0}, b = {0};
 *	shingles_read(&a, text, n);
 *	...
 *	if (shingles_jaccard(&a, &b) >= 0.4)
 *	shingles_release(&a); */
#include <stddef.h>
#include <stdint.h>

struct shingles {
	uint64_t *grams; /* three code points of 16 bits each; sorted, each once */
	size_t n, capacity;
};

/* The character as it is compared: U+FF01..FF5E as ASCII, in lower case; 0 for what is left out
 * (all but 0-9, a-z and U+4E00..9FFF). */
uint16_t shingle_fold(uint32_t code);
/* Replaces the set by that of a text in valid UTF-8. */
void shingles_read(struct shingles *shingles, const char *text, size_t n);
void shingles_release(struct shingles *shingles);
/* Common ones / all; NAN when neither text has any. */
double shingles_jaccard(const struct shingles *a, const struct shingles *b);
