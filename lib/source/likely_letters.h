#pragma once
/* What a line costs as text of one letter to a character, or of UTF-8 (likely.h); characters that
 * are not ASCII are counted in *count. */
#include <stddef.h>

#include "source/likely_signs.h"

bool likely_is_letter(unsigned char c); /* of ASCII */

double likely_western(const unsigned char *p, size_t n, uint64_t *count);
double likely_utf8(
	const struct likely_signs *signs, const unsigned char *p, size_t n, uint64_t *count);
