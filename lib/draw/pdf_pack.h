#pragma once
/* Inside lib/draw: what cairo 1.16 cannot write into a PDF, written into its bytes: the language,
 * the words that stand for pictures, what the cells of a table's header are the header of. All
 * objects but streams are packed (ISO 32000-1, 7.5.7): the structure of a long table is larger than
 * its pages. Cairo's table of offsets, which points at wrong objects as soon as there is a link, is
 * made anew. */
#include "base/buf.h"

struct pdf_words {
	const char *lang;        /* "zh-CN"; NULL: not said */
	const char *const *alts; /* of the figures, in the document's order */
	size_t n_alts;
};

/* A file that is not laid out as cairo's, or that there is no memory to pack, is left as it is. */
void pdf_pack(struct buf *pdf, const struct pdf_words *words);
