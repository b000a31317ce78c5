#pragma once
/* Plain words found in a text by their units (alphabet.h): several times as fast as vectorscan
 * where nearly every character begins some word. */
#include "match/alphabet.h"

struct lexicon;

/* A word in a text. */
struct place {
	uint32_t from, to; /* bytes */
	uint32_t word;     /* its number */
};

struct places {
	struct place *items;
	size_t n, capacity;
};

/* `words` are valid UTF-8, sorted by bytes, distinct, not empty; copied. */
/* `fold` is that of the texts and stays the caller's. */
struct lexicon *lexicon_new(const struct fold *fold, const char *const *words, size_t n);
void lexicon_free(struct lexicon *lexicon);

/* Folds `text` (valid UTF-8) into `folded` (room for `n` bytes), reads that into `units`, and
 * leaves every word at every place in `places`, by where they begin and then by length. A word
 * neither begins nor ends inside of an ASCII word. */
void lexicon_scan(const struct lexicon *lexicon, const char *text, size_t n, char *folded,
	struct units *units, struct places *places);
