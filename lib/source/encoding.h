#pragma once
/* Which encoding a text is in, by evidence over the whole of it.
 *
 * Order of proof: what the user says; a byte-order mark; the shape of UTF-16; strict UTF-8,
 * allowing for a few damaged lines; then how likely all lines that are not ASCII are as text of
 * each encoding, uchardet's word on the same bytes included (likely.h). UTF-8 that was encoded
 * twice is refused by name: `--encoding utf-8-twice` reads it. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "source/source.h"

struct encoding {
	char name[32];     /* for iconv and the ledger: "UTF-8", "GB18030", ... */
	double confidence; /* 0..1; below 0 when it was told, not found */
	size_t bom;        /* bytes to skip at the start */
	bool is_sound;     /* UTF-8 without a single bad byte: need not be checked again */
	bool is_utf16;
	bool is_twice;    /* UTF-8 encoded twice */
	uint64_t n_twice; /* lines that seem to be so in a text that is not */
	uint64_t n_odd;   /* bytes that are text of no encoding, and were read all the same */
};

bool encoding_is_known(const char *name);

/* Too close to call is an error that names the candidates. */
int encoding_find(struct encoding *encoding, const struct source *source, const char *wanted,
	struct err *err);
