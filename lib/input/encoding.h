#pragma once
/* Which encoding a text is in, by evidence over the whole of it.
 *
 * Order of proof: what the user says; a byte-order mark; NUL bytes at every second place (UTF-16);
 * strict UTF-8, allowing for a few damaged lines; then the shape of all lines that are not ASCII as
 * GB18030, Big5 and Windows-1252, and uchardet's word on the same bytes. */
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "input/source.h"

struct encoding {
	char name[32]; /* for iconv and the ledger: "UTF-8", "GB18030", ... */
	size_t bom;    /* bytes to skip at the start */
	bool is_sound; /* UTF-8 without a single bad byte: need not be checked again */
	bool is_utf16;
};

bool encoding_is_known(const char *name);

/* Too close to call is an error that names the candidates. */
int encoding_find(struct encoding *encoding, const struct source *source, const char *wanted,
	struct err *err);
