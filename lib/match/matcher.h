#pragma once
/* What a matcher is made of: compile.c makes it, match.c looks for its patterns. */
#include <hs.h>

#include "match/entries.h"
#include "match/lexicon.h"
#include "match/match.h"
#include "match/pattern.h"

enum { MOST_TARGETS = (1 << 28) - 1 };

/* Half of all targets wait for a term that the text does not hold. Most of them are told by a byte
 * for each of the few terms that are alike: set once one of them was looked at. */
enum { N_ALIKE = 253, ALIKE_ALWAYS = N_ALIKE, ALIKE_NOBODY, ALIKE_NEVER };

static inline uint32_t alike(uint32_t term)
{
	return term % N_ALIKE;
}

/* A term, and one that must have been hit before; a term that several may open stands there once
 * for each of them. */
struct target {
	uint32_t term : 24;
	uint32_t sets : 8;     /* alike() of the term; ALIKE_NOBODY: no target waits for it */
	uint32_t opener : 23;  /* none is needed: matcher.no_opener */
	uint32_t is_aside : 1; /* the hit is put aside */
	uint32_t needs : 8;    /* alike() of the opener; ALIKE_NEVER: there is no target */
};

/* What a distinct pattern finds: targets[first] .. targets[first + n - 1]. */
struct finds {
	uint32_t first;
	uint32_t n : 28;
	uint32_t is_needle : 1;    /* a text with it is given to vectorscan, */
	uint32_t behind_digit : 1; /* if it stands right behind a digit */
	uint32_t before_digit : 1;
	uint32_t is_written : 1; /* it is (the end of) a regular expression, too: see below */
};

/* A word of the lexicon. Words are found all over, and little may stay in the fastest cache: two of
 * them share a line of it, and most have no more targets than stand here. The others are looked at
 * in groups, the last of which is filled up. */
enum { FIRST_TARGETS = 3, TARGETS_AT_ONCE = 4 };

struct word {
	struct finds finds;
	struct target targets[FIRST_TARGETS];
};

/* What a word finds as one of the few that a regular expression stands for: by itself, and behind a
 * number. So the most frequent expressions (\d+ ?天) cost as little as words do. */
struct written {
	struct finds alone, numbered;
};

/* The expressions (a bit for the mark of each) of which a word is the first needle, or the second.
 * Where an expression has but one, that is both. */
struct needle_of {
	uint64_t marks[MAX_NEEDLES];
};

struct regular {
	struct finds finds;
	uint32_t width; /* bytes of every match; 0: they differ, and vectorscan tells the start */
	struct pattern *pattern; /* NULL: vectorscan looks for it */
};

/* The expressions of one mark: those that are looked for one by one, and the others. */
struct marked {
	uint32_t *alone; /* n_alone numbers */
	size_t n_alone;
	hs_database_t *database; /* NULL: there are no others */
};

struct matcher {
	struct lexicon *lexicon; /* plain words */
	struct word *words;      /* by word of the lexicon */
	struct written *written; /* the same */
	size_t n_words;
	struct needle_of *needles; /* the same */
	struct marked marked[N_MARKS];
	struct regular *regular;
	size_t n_regular;
	uint64_t always; /* marks of expressions without a needle: every text is given to them */
	struct target *targets;
	size_t n_terms;
	uint32_t no_opener; /* the number behind the last term: of one that is always there */
};
