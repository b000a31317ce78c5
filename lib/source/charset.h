#pragma once
/* The encoding of a web page or an XML document: what it says of itself is believed only where its
 * bytes do not tell better. */
#include "source/encoding.h"

/* In order: what the user says; a byte-order mark and UTF-16; strict UTF-8; what the document says;
 * evidence. */
int charset_find(struct encoding *encoding, const struct source *source, const char *wanted,
	struct err *err);
