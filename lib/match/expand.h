#pragma once
/* Regular expressions that stand for a few plain words, written out: 冷(清|淡)? is 冷, 冷清, 冷淡.
 */
#include <stddef.h>

#include "base/mem.h"

enum { MAX_EXPANSION = 2000 };

/* The words of a pattern made of characters, groups, '|' and '?' alone, in `arena`; 0 when it has
 * anything else, an empty word, is very long, or gives more than MAX_EXPANSION. The caller frees
 * *words. */
size_t expand_pattern(struct arena *arena, const char *pattern, const char ***words);

/* As expand_pattern(), but [ab] and \. are written out, too. */
size_t expand_classes(struct arena *arena, const char *pattern, const char ***words);
