#pragma once
/* Plain words of which every match of a regular expression holds at least one: a text without any
 * of them need not be given to vectorscan. took (\w+ )+to reply has the needle "took ". */
#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"

enum { MAX_NEEDLES = 1500 };

/* Whether all needles stand right behind, or right before, a digit. */
struct needle_edges {
	bool behind_digit, before_digit;
};

/* In `arena`; 0 when none can be told. As with all words of the lexicon, they are to be looked for
 * as whole ASCII words. The caller frees *words. */
size_t needle_words(
	struct arena *arena, const char *pattern, const char ***words, struct needle_edges *edges);
