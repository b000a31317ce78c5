#pragma once
/* The bulk of text_valid(): whole blocks of UTF-8 at once, where the processor can. */
#include <stddef.h>

/* Bytes at the start that are valid and end on a whole character: as many as are found by blocks,
 * maybe none. */
size_t utf8_valid_start(const unsigned char *p, size_t n);
