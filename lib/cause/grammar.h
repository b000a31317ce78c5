#pragma once
/* The rule file made ready for use: terms that the matcher finds, and sequences of terms that rules
 * are made of.
 *
 * A pattern is alternatives joined by '|'; an alternative is parts joined by '…' (one follows the
 * other) or '&' (in either order), within a clause and near each other; a part is a literal, a
 * regular expression, or <class>: the words of a rule of kind `object` or `word`. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/fold.h"
#include "base/mem.h"
#include "cause/match.h"
#include "cause/rules.h"

enum { MAX_PARTS = 4, NO_TERM = UINT32_MAX };

struct sequence {
	uint32_t rule;
	uint32_t n;
	bool any_order;
	uint32_t terms[MAX_PARTS];
};

/* A term that may complete a sequence: as its last part, or, in any order, as any. */
struct use {
	uint32_t sequence, part;
	uint32_t needs; /* a part that must have come before, or NO_TERM: it is the only part */
	uint32_t rule;  /* the sequence's: most are one part, and need not be looked at */
};

struct term {
	bool is_object, is_mask, is_contrast, is_negator;
	uint32_t first_use, n_uses;
};

struct label {
	const char *cause, *subcause;
	const char *name; /* "product:quality" */
	bool is_safety, is_attitude;
};

struct grammar {
	struct rules *rules;
	struct fold *fold;
	struct matcher *matcher;
	struct term *terms;
	size_t n_terms, term_capacity;
	struct sequence *sequences;
	size_t n_sequences, sequence_capacity;
	struct use *uses;
	struct label *labels; /* in the order of the rule file */
	size_t n_labels, label_capacity;
	struct arena names;     /* of the labels */
	uint32_t *label_of;     /* by rule of kind cause */
	uint32_t *exclusion_of; /* by rule: a term that takes it back in the same clause */
};

struct grammar *grammar_new(const char *path, struct err *err);
void grammar_free(struct grammar *grammar);
