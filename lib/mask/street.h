#pragma once
/* Inside lib/mask: houses in streets with English names: "12 Baker Street, Apt 3", "Flat 3B". */
#include <stddef.h>

/* The bytes of the house whose number, of `number` bytes, begins at `text`; 0: none. `before` is
 * what stands in front of it, in small letters. */
size_t mask_street(const char *before, const char *text, size_t n, size_t number);
