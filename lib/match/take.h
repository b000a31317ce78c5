#pragma once
/* From the words of a text to the hits of what they find. */
#include "match/matcher.h"

struct taken;

/* One thread's, from text to text. */
struct taking {
	uint32_t *seen;          /* by term: where it was hit last, on a line through many texts */
	uint32_t start, end;     /* of the text at hand on that line */
	bool hit[UINT8_MAX + 1]; /* by alike(): a term of the text at hand */
	struct taken *taken;
	uint32_t *marked; /* n_marked places of words that are needles or written */
	size_t n_marked;
	size_t places_capacity, taken_capacity;
};

void taking_init(struct taking *taking, const struct matcher *matcher);
void taking_release(struct taking *taking);

/* The hits of a text of `n` bytes come in place of those that were there, with room for one more.
 */
void take_words(const struct matcher *matcher, struct taking *taking, const struct places *places,
	uint32_t n, struct found *found);

/* Makes room for n more. */
void hits_reserve(struct hits *hits, size_t n);

/* Hits come by their starts, so each is nearly in its place by its end already. There is room. */
static inline void hits_put(struct hits *hits, struct hit hit)
{
	struct hit *items = hits->items;
	size_t i = hits->n++;

	for (; i > 0 && items[i - 1].to > hit.to; i--)
		items[i] = items[i - 1];
	items[i] = hit;
}
