#pragma once
/* Plain words of which every match of a regular expression holds at least one: a text without any
 * of them need not be given to vectorscan. took (\w+ )+to reply has the needle "took ". */
#include <stddef.h>

#include "base/mem.h"

enum { MAX_NEEDLES = 1500 };

/* In `arena`; 0 when none can be told. As with all words of the lexicon, they are to be looked for
 * as whole ASCII words. The caller frees *words. */
size_t needle_words(struct arena *arena, const char *pattern, const char ***words);
