#pragma once
/* What a matcher was given, taken apart into what its two engines look for: regular expressions of
 * few words are written out, and the others get their needles. */
#include "base/mem.h"
#include "cause/match.h"
#include "cause/needle.h"

/* What an entry is looked for as; a word of the lexicon may be several of them. */
enum role { ROLE_WORD, ROLE_WRITTEN, ROLE_NUMBERED, ROLE_NEEDLE, ROLE_REGULAR };

struct entry {
	const char *pattern;
	enum role role;
	uint32_t term;
	size_t number; /* of the match_entry that it comes from */
	struct needle_edges edges;
};

/* What was given, taken apart. */
struct entries {
	struct entry *items;
	size_t n, capacity;
	bool needs_all; /* some expression has no needle */
	struct arena arena;
};

/* Adds the parts of a match_entry, whose number is told with them. */
void entries_add(struct entries *entries, const struct match_entry *given, size_t number);
/* By pattern, so that equal ones are neighbours: first words by their roles. */
void entries_sort(struct entries *entries);
void entries_release(struct entries *entries);
