#pragma once
/* UTF-8 that a program took for Windows-1252 or Latin-1 and encoded as UTF-8 once more:
 * "å®¢æ\u0088·" stands for "客户", "Ã©" for "é". */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define ENCODING_TWICE "UTF-8-TWICE" /* its name for --encoding and the ledger */

/* True when some of the line was encoded twice, and nothing speaks against it. */
bool twice_is(const char *line, size_t n);

/* The bytes that a line of UTF-8 was shown from, as Windows-1252 or Latin-1 shows them, in place of
 * those in the buffer. False when some of its characters are none of theirs. */
bool twice_bytes(const char *line, size_t n, struct buf *bytes);

/* Appends n bytes of UTF-8 with every stretch that was encoded twice as it was before; the rest as
 * it stands. */
void twice_undo(const char *bytes, size_t n, struct buf *out);
