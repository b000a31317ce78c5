#pragma once
/* Inside lib/mask: where people live, in Chinese free text: a street or an estate with the number
 * of a house and all that follows of rooms ("中山路12号3栋501室", "信義路五段7號3樓之1"), and what
 * stands behind "地址：". A street without a number stays, and so do words that only look like one
 * (一路, 网路, 5号线, 8号下单). Houses in English streets are in mask/token.h. */
#include "base/buf.h"

/* What begins at `p` of a text that began at `start`, masked; the bytes taken, 0: no place. */
size_t mask_place(const char *start, const char *p, size_t n, struct buf *out);
