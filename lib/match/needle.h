#pragma once
/* Plain words of which every match of a regular expression holds at least one: a text without any
 * of them need not be given to vectorscan. took (\w+ )+to reply has the needles "took " and "
 * reply", and a match holds both. */
#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"

enum { MAX_NEEDLE_WORDS = 1500, MAX_NEEDLES = 2 };

struct needle {
	const char **words; /* n of them; a match holds at least one */
	size_t n;
	size_t length;                   /* bytes of the shortest */
	bool behind_digit, before_digit; /* all stand right behind, or right before, a digit */
};

/* Fills the needles of a pattern, the longest first, with words in `arena`; returns how many: 0
 * when none can be told. As with all words of the lexicon, they are to be looked for as whole ASCII
 * words. The caller frees `words` of each. */
size_t needles_find(struct arena *arena, const char *pattern, struct needle needles[MAX_NEEDLES]);
