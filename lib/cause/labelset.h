#pragma once
/* Sets of labels as tables hold them, "product:quality;attitude" or "product|attitude", and the
 * classes that occur in them, numbered in the order of their bytes.
 *
 *	struct labelset *set = labelset_new();
 *	labelset_collect(set, cell, LABEL_CAUSE);           // every cell first
 *	labelset_close(set);
 *	for (const char *at = cell; label_next(&at, LABEL_CAUSE, &label);)
 *		number = labelset_find(set, label.text, label.n);
 *	labelset_free(set); */
#include <stdbool.h>
#include <stddef.h>

#include "record/batch.h"

enum label_depth {
	LABEL_CAUSE,    /* "product" of "product:quality" */
	LABEL_SUBCAUSE, /* all of it */
};

/* The next label of a cell, trimmed; false at its end. *at moves on. Labels are joined by ';' or
 * '|', in full width, too. */
bool label_next(const char **at, enum label_depth depth, struct span *label);

struct labelset;

struct labelset *labelset_new(void);
void labelset_free(struct labelset *set);
void labelset_collect(struct labelset *set, const char *cell, enum label_depth depth);
void labelset_add(struct labelset *set, const char *label, size_t n);
void labelset_close(struct labelset *set); /* sorts: numbers are valid from here on */
size_t labelset_count(const struct labelset *set);
const char *labelset_name(const struct labelset *set, size_t number);
/* SIZE_MAX when it never occurred. */
size_t labelset_find(const struct labelset *set, const char *label, size_t n);
