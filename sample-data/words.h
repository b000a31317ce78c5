#pragma once
/* Tables of words: one tab-separated file each; lines that start with '#' are comments, cells that
 * a line leaves out are "". */
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { WORD_COLUMNS = 10 };

struct words {
	char *text; /* of the file; the cells point into it */
	const char *(*rows)[WORD_COLUMNS];
	size_t n, capacity;
};

int words_read(struct words *words, const char *folder, const char *name, struct err *err);
void words_release(struct words *words);

/* One part of "a|b|c", chosen by `number`. The caller frees it. */
char *word_part(const char *cell, uint32_t number);
uint32_t word_parts(const char *cell); /* how many there are */
