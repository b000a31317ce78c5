#pragma once
/* One text, read by the rules: its clauses, what was found in them, and what each finding is worth.
 *
 * reading_find() takes the hits of a text apart into clauses and findings; reading_judge() gives
 * every finding its verdict by R1-R16. All offsets are of the folded text. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cause/grammar.h"

/* A rule that weighs less rests on a mere mention of what is complained of: its label is named only
 * where nothing else is, and never by a question (R4). */
#define LEAST_SAID 0.37

enum verdict {
	VERDICT_STANDS,
	VERDICT_ASIDE,        /* R7: may only be secondary */
	VERDICT_NEGATED,      /* R3 */
	VERDICT_HYPOTHETICAL, /* R4 */
	VERDICT_OTHERS,       /* R5 */
	VERDICT_SOLVED,       /* R5 */
	VERDICT_PAST,         /* R5 */
	VERDICT_EXCLUDED,     /* the rule's own `not` column */
	VERDICT_COVERED,      /* part of a longer finding with another label */
	N_VERDICTS
};

struct finding {
	uint32_t rule;
	uint32_t from, to;  /* from its first part to its last */
	uint32_t last_from; /* where the last part begins */
	uint32_t clause;
	bool is_carried; /* its object stands in an earlier clause */
	enum verdict verdict;
	uint32_t by_from, by_to; /* the words that decided; from == to: none */
};

struct clause {
	uint32_t from, to;
	uint32_t end; /* hits that end up to here are its own */
	uint32_t first_hit, end_hit;
	uint32_t first_finding, end_finding;
	uint32_t kinds;      /* a bit for each kind of rule found in it */
	bool after_contrast; /* a contrast word opens it */
	bool is_staff;       /* the company speaks: nothing in it counts */
	bool has_object;
	uint32_t carry;      /* the hit of an object that an earlier clause named */
	uint64_t carry_bits; /* term_bit() of its term, and of others that end there */
};

/* The term of a hit that a longer one hides. */
enum { DROPPED = UINT32_MAX };

struct reading {
	const struct grammar *grammar;
	const char *text;
	uint32_t n;
	const uint32_t *marks; /* where a clause may end, and `n` behind the last of them */
	struct hit *hits;      /* of this text; the reading may drop some */
	size_t n_hits;
	const struct found *found; /* the hits of exclusions are put aside in it */
	uint32_t traits;           /* of all hits together */
	uint32_t *listed;          /* numbers of hits that are looked at one by one */
	size_t n_listed, listed_capacity;
	struct clause *clauses;
	size_t n_clauses, clause_capacity;
	struct finding *findings;
	size_t n_findings, finding_capacity;
	uint32_t *seen; /* by term: seen_base + the number of its latest hit + 1 */
	uint32_t
		text_base; /* seen_base as this text began: what is not above it was not hit here */
	uint32_t seen_base; /* grows from text to text, so that little need be cleared */
};

/* Starts over with a text, its units and its hits (offsets from the text's start), which the caller
 * keeps until the reading is done with. */
void reading_find(
	struct reading *reading, const char *text, const struct units *units, struct found *found);
void reading_judge(struct reading *reading);
void reading_release(struct reading *reading);

/* hidden.c: the traits of all hits; those that longer ones hide are dropped. */
void reading_drop_hidden(struct reading *reading);
/* clause.c: where clauses begin and end. */
void reading_split(struct reading *reading);
