#pragma once
/* Plain words found in a text by a walk through a tree of their characters: several times as fast
 * as vectorscan where nearly every character begins some word. */
#include <stddef.h>
#include <stdint.h>

struct lexicon;

/* `words` are valid UTF-8, sorted by bytes, distinct, not empty; copied. */
struct lexicon *lexicon_new(const char *const *words, size_t n);
void lexicon_free(struct lexicon *lexicon);

/* Calls `found` for every word at every place, by where they begin and then by length. A word is
 * looked for at whole ASCII words only: it neither begins nor ends inside of one. */
void lexicon_scan(const struct lexicon *lexicon, const char *text, size_t n,
	void (*found)(void *context, uint32_t word, uint32_t from, uint32_t to), void *context);
