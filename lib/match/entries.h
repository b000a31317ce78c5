#pragma once
/* What a matcher was given, taken apart into what its two engines look for: regular expressions of
 * few words are written out, and the others get their needles. */
#include "base/mem.h"
#include "match/match.h"
#include "match/needle.h"

/* What an entry is looked for as; a word of the lexicon may be several of them. */
enum role { ROLE_WORD, ROLE_WRITTEN, ROLE_NUMBERED, ROLE_NEEDLE, ROLE_REGULAR };

/* So many expressions are told apart by their needles. */
enum { N_MARKS = 64 };

struct entry {
	const char *pattern;
	enum role role;
	uint32_t term;
	size_t number; /* of the match_entry that it comes from */
	unsigned mark; /* below N_MARKS: of a regular expression and of its needles */
	/* Of a needle: a bit for each of the expression's needles that it is, and whether it stands
	 * right behind or right before a digit. */
	unsigned parts;
	bool behind_digit, before_digit;
};

/* What was given, taken apart. */
struct entries {
	struct entry *items;
	size_t n, capacity;
	size_t n_regular;
	uint64_t always; /* a bit for each mark of an expression that has no needle */
	struct arena arena;
};

/* Adds the parts of a match_entry, whose number is told with them. */
void entries_add(struct entries *entries, const struct match_entry *given, size_t number);
/* By pattern, so that equal ones are neighbours: first words by their roles. */
void entries_sort(struct entries *entries);
void entries_release(struct entries *entries);
