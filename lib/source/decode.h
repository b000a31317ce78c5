#pragma once
/* Bytes of a known encoding made UTF-8: a line at a time, with the place of the first bad byte.
 *
 *	struct decoder *decoder = decoder_open(&encoding, &err);
 *	struct span text = decoder_text(decoder, &arena, line, n, &bad);
 *	decoder_close(decoder); */
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "record/batch.h"
#include "source/encoding.h"
#include "source/source.h"

struct decoder;

struct decoder *decoder_open(const struct encoding *encoding, struct err *err);
void decoder_close(struct decoder *decoder);
/* UTF-8 of n bytes, in the arena, writable. A byte that is none becomes "\xHH" and *bad the offset
 * of the first such byte, else SIZE_MAX. */
struct span decoder_text(
	struct decoder *decoder, struct arena *arena, const char *bytes, size_t n, size_t *bad);

/* Whether decoder_text() only copies: all is known to be UTF-8. */
bool decoder_copies(const struct decoder *decoder);

/* Rewrites text of another encoding as a temporary UTF-8 source. What is no character becomes the
 * byte FF. */
int encoding_to_utf8(struct source *source, const struct encoding *encoding, struct err *err);
