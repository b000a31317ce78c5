#pragma once
/* Markdown (by md4c) to blocks of a document. */
#include "report/draft.h"

/* Characters of the text that stand for something else: `slots[code - MARKUP_FIRST_SLOT]` is put in
 * as it is; MARKUP_SENTINEL is dropped. */
enum { MARKUP_FIRST_SLOT = 0xF0000, MARKUP_LAST_SLOT = 0xFFFFD, MARKUP_SENTINEL = 0xE000 };

void markup_add(
	struct draft *draft, const char *text, size_t n, char *const *slots, size_t n_slots);
