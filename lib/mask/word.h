#pragma once
/* Inside lib/mask: what the maskers of Chinese text ask of bytes. */
#include <stdbool.h>
#include <stddef.h>

enum { HAN = 3 }; /* bytes of a Han character */

bool word_is_han(const char *p, size_t n);
/* Whether the three bytes at p are one of the characters of a list. */
bool word_is_listed(const char *list, const char *p);
/* The bytes of the first of the words that the text begins with; 0: none. */
size_t word_starts(const char *p, size_t n, const char *const *words);
/* Whether what stands before p ends with the word, whatever its case. */
bool word_ends(const char *start, const char *p, const char *word);
bool word_ends_any(const char *start, const char *p, const char *const *words);
