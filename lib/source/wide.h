#pragma once
/* Text of two bytes to a unit, without a mark at its start. */
#include <stddef.h>

/* "UTF-16LE" or "UTF-16BE" when the bytes (the first of a text) are such, else NULL. */
const char *wide_find(const unsigned char *head, size_t n);
