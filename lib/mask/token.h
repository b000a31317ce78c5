#pragma once
/* Inside lib/mask: numbers with letters in free text that lead to a person: orders, parcels,
 * papers, licence plates, houses in streets with English names. The last digits of an order stay,
 * so that those who have it can tell which one is meant. */
#include "base/buf.h"

/* What begins at `text`, masked; the bytes taken, 0: nothing of the kind. `before` is what stands
 * in front of it, in small letters. */
size_t mask_token(const char *before, const char *text, size_t n, struct buf *out);
