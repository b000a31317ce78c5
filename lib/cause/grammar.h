#pragma once
/* The rule file made ready for use: terms that the matcher finds, and sequences of terms that rules
 * are made of.
 *
 * A pattern is alternatives joined by '|'; an alternative is parts joined by '…' (one follows the
 * other), '~' (it does so at once) or '&' (in either order), within a clause and near each other; a
 * part is a literal, a regular expression, or <class>: the words of a rule of kind `object` or
 * `word`. Of two parts joined by '，' the first may stand in one of the clauses before. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/err.h"
#include "base/fold.h"
#include "base/mem.h"
#include "match/match.h"
#include "cause/rules.h"

enum { MAX_PARTS = 4, NO_TERM = UINT32_MAX };

struct sequence {
	uint32_t rule;
	uint32_t n;
	bool any_order;
	bool is_across;   /* the first part may stand in an earlier clause */
	uint8_t touching; /* a bit for each part that follows the one before it at once */
	uint32_t terms[MAX_PARTS];
};

/* A term that may complete a sequence: as its last part, or, in any order, as any. */
struct use {
	uint32_t needs;      /* a part that must have come before, or NO_TERM: it is the only one */
	uint32_t second : 1; /* it is the second part of two in any order */
	uint32_t is_across : 1;
	uint32_t number : 30; /* of the sequence; of one that is the only part, the rule's */
};

/* Most terms are not in a text; a bit for each sixty-fourth of them tells so of most. */
static inline uint64_t term_bit(uint32_t term)
{
	return (uint64_t)1 << term % 64;
}

/* What a term is, besides a part of sequences. */
enum { TERM_OBJECT = 1, TERM_MASK = 2, TERM_CONTRAST = 4, TERM_NEGATOR = 8, TERM_EXCLUSION = 16 };

/* What is asked of a rule at every finding; a struct rule takes up too much of the fast caches. */
struct brief {
	double weight;
	uint32_t label; /* of kind cause */
	/* Terms that take it back in the same clause, and anywhere in the text, or NO_TERM. */
	uint32_t exclusion, exclusion_in_text;
	enum rule_kind kind; /* the rule's */
	bool is_other;       /* it names cause other */
};

struct label {
	const char *cause, *subcause;
	const char *name;                     /* "product:quality" */
	uint32_t n_cause, n_subcause, n_name; /* bytes of each */
	bool is_safety, is_attitude, is_logistics, is_product;
	bool is_no_fault; /* a change of mind, a question or a wish (R4, R8, R14) */
};

/* Causes are compared for every text and label: those of a grammar's labels by their pointers. */
static inline bool is_same_cause(const char *a, const char *b)
{
	return a == b || (*a == *b && strcmp(a, b) == 0);
}

struct grammar {
	struct rules *rules;
	struct fold *fold;
	struct matcher *matcher;
	uint8_t *traits; /* by term: TERM_OBJECT and so on */
	size_t n_terms, term_capacity;
	struct sequence *sequences;
	size_t n_sequences, sequence_capacity;
	struct use *uses;    /* by term */
	uint32_t *first_use; /* by term: its uses end where those of the next one begin */
	uint64_t *needs;     /* by term: term_bit() of all that its uses need, or all bits where one
				needs nothing */
	struct label *labels; /* in the order of the rule file */
	size_t n_labels, label_capacity;
	struct arena names;   /* of the labels */
	struct brief *briefs; /* by rule */
};

struct grammar *grammar_new(const char *path, struct err *err);
void grammar_free(struct grammar *grammar);
