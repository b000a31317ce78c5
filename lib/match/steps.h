#pragma once
/* A regular expression as steps, one for each character or class in it as often as it is repeated,
 * and which of them may come after which (Glushkov's automaton). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOST_STEPS = 512, MOST_RANGES = 64, ASCII_END = 0x80 };

struct range {
	uint32_t first, last;
};

struct step {
	uint64_t ascii[2];        /* the ASCII characters it takes */
	bool others;              /* and all others, */
	uint32_t range, n_ranges; /* or those of ranges[range ...] */
	uint32_t link, n_links;   /* for pattern.c: where those are listed that may come next */
	bool is_last;
};

struct step_set {
	uint64_t bits[MOST_STEPS / 64];
};

/* A part of an expression. */
struct part {
	bool may_be_blank;
	struct step_set first, last;
};

struct steps {
	struct part whole;
	struct step items[MOST_STEPS];
	struct step_set next[MOST_STEPS]; /* by step: those that may come after it */
	size_t n;
	struct range ranges[MOST_RANGES];
	size_t n_ranges;
};

/* NULL: it has what is not understood here, or too many steps. The caller frees the steps. */
struct steps *steps_new(const char *expression);

static inline bool set_has(const struct step_set *set, size_t i)
{
	return set->bits[i / 64] >> i % 64 & 1;
}
