#pragma once
/* The terms of a grammar while it is made: each distinct part of a pattern is one term, with the
 * entries that the matcher will look for. Released once the matcher stands. */
#include "base/mem.h"
#include "cause/grammar.h"

struct vocabulary {
	struct grammar *g;
	struct arena arena;
	struct match_entry *entries;
	struct origin {
		uint32_t rule;
		const char *column;
	} * origins; /* of each entry: where a fault is reported */
	size_t n_entries, entry_capacity, origin_capacity;
	struct slot {
		const char *key; /* a part as written, folded; NULL: free */
		uint32_t term;
		bool is_defined; /* it has its entries */
	} * slots;
	size_t n_slots, n_used;
	const struct rule *rule; /* the one being read, and its column */
	const char *column;
};

/* The fault of the rule and column at hand; returns -1. */
int vocabulary_fault(const struct vocabulary *v, const char *reason, struct err *err);

/* The next `mark` in [p, end) outside of brackets and escapes; `end` when there is none. */
const char *pattern_mark(const char *p, const char *end, const char *mark);

/* The term of one part of a pattern. */
int vocabulary_part(
	struct vocabulary *v, const char *p, const char *end, uint32_t *term, struct err *err);

/* The words of the rule at hand, as its class or as what takes it back. */
void vocabulary_add_class(struct vocabulary *v);
int vocabulary_add_exclusions(struct vocabulary *v, struct brief *brief, struct err *err);

void vocabulary_release(struct vocabulary *v);
