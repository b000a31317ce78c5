#pragma once
/* All patterns of the rules found in one pass over a text: the only user of vectorscan.
 *
 * An entry says that `pattern` (folded; a regular expression unless is_literal) finds the term
 * `term`; many entries may find one term, and one pattern many terms. A hit is on whole words: next
 * to an ASCII letter or digit of its own edge there is none outside of it. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "match/alphabet.h"

struct hit {
	uint32_t from, to; /* bytes of the text */
	uint32_t term;
	uint32_t traits; /* what the term is: for the reading, which fills it in */
};

struct hits {
	struct hit *items; /* by `to` */
	size_t n, capacity;
};

/* How many hits end at `to` or before. */
size_t hits_up_to(const struct hits *hits, uint32_t to);

/* What was found in a text: hits that may mean something where they stand, and those of terms that
 * are only asked for where something else was found. */
struct found {
	struct hits hits, aside;
	const uint32_t *seen; /* by term: above `start` if it was hit */
	uint32_t start;
};

/* Terms are below this. */
enum { MATCH_TERMS = (1 << 23) - 1 };

struct match_entry {
	const char *pattern;
	bool is_literal;
	uint32_t term;
};

/* What the hits of a term are good for. */
struct match_use {
	/* Terms of which one must have been hit a little before, or the hit is of no use; n = 0:
	 * none. openers[first] .. openers[first + n - 1] */
	uint32_t first, n;
	bool is_aside; /* the term is only asked for, and opens nothing */
};

struct matcher;
struct match_scratch;

/* Takes copies of all but `fold`, which is that of the texts. On failure *bad is the number of the
 * entry at fault and `err` only the reason. */
struct matcher *matcher_new(const struct fold *fold, const struct match_entry *entries, size_t n,
	size_t *bad, struct err *err);

/* By term, and the list that they point into; the matcher frees both. Hits that follow none of
 * their openers within OPENER_REACH bytes are left out: there are many, and they cost time. */
enum { OPENER_REACH = 400 };
void matcher_take_uses(
	struct matcher *matcher, struct match_use *by_term, uint32_t *openers, size_t n_terms);
void matcher_free(struct matcher *matcher);

struct match_scratch *match_scratch_new(const struct matcher *matcher);
void match_scratch_free(struct match_scratch *scratch);

/* `text` (valid UTF-8 of less than 1 GB) is folded into `folded` (room for `n` bytes); the hits in
 * that, and its units, come in place of those that were there. */
void matcher_scan(const struct matcher *matcher, struct match_scratch *scratch, const char *text,
	size_t n, char *folded, struct units *units, struct found *found);
