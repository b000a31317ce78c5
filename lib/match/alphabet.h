#pragma once
/* Texts as units: an ASCII word (letters and digits), or any other character.
 *
 * Rules find whole ASCII words only, so a text and what is looked for in it may both be taken apart
 * into units once, and compared unit by unit from there on.
 *
 *	struct alphabet *a = alphabet_new(NULL, words, n);  // what will be looked for
 *	struct units units = {0};
 *	alphabet_read(a, text, length, &units);
 *	units_release(&units);
 *	alphabet_free(a); */
#include <stddef.h>
#include <stdint.h>

#include "base/fold.h"

struct alphabet;

/* The units of an alphabet are numbered from 1 on; all others are UNIT_UNKNOWN. */
enum { UNIT_UNKNOWN = 0 };

struct unit {
	uint32_t from; /* it ends where the next one begins */
	uint32_t number;
};

struct units {
	struct unit *items; /* n of them, and two at the text's end that are unknown */
	size_t n;
	uint32_t *marks; /* where punctuation stands that may end a clause, and the text's end */
	size_t n_marks;
	size_t capacity;
};

/* `words` are valid UTF-8; `fold` is for alphabet_fold() and stays the caller's, or NULL. */
struct alphabet *alphabet_new(const struct fold *fold, const char *const *words, size_t n);
void alphabet_free(struct alphabet *alphabet);

/* Unit numbers are below this. */
uint32_t alphabet_end(const struct alphabet *alphabet);

/* The units of valid UTF-8 of less than 4 GB, in place of those that were there. */
void alphabet_read(
	const struct alphabet *alphabet, const char *text, size_t n, struct units *units);
/* As fold_text() into `folded` (room for `n` bytes), and alphabet_read() of that: the units tell
 * how long it is. In one pass, since a look at every character is what costs. */
void alphabet_fold(const struct alphabet *alphabet, const char *text, size_t n, char *folded,
	struct units *units);
void units_release(struct units *units);
