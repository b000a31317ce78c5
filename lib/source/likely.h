#pragma once
/* How likely bytes are as text of one encoding or another: evidence for encoding.c.
 *
 * Every character has a price, minus the logarithm of how seldom it is in texts of its language
 * (classes of characters, not single ones: frequent, marks, usual, rare, none); ASCII is free in
 * all encodings alike. The difference of two sums is then the logarithm of the odds between two
 * encodings.
 *
 *	struct likely *likely = likely_new();
 *	likely_add(likely, line, n);                  // every line that is not ASCII
 *	struct verdict verdict = likely_verdict(likely);
 *	likely_free(likely); */
#include <stdbool.h>
#include <stddef.h>

struct likely;

struct verdict {
	const char *name, *second; /* for iconv; the second best */
	double confidence;         /* 0..1: how likely the best is among all */
	bool is_clear;             /* the second is far behind */
	bool is_text;              /* as text of the best it is not odd */
};

struct likely *likely_new(void);
void likely_free(struct likely *likely);
void likely_add(struct likely *likely, const char *line, size_t n);
struct verdict likely_verdict(struct likely *likely);
