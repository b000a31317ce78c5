#pragma once
/* Text that people wrote, made fit to be handed on: telephone, identity card and bank card numbers,
 * mail addresses, accounts of messengers and numbers of houses lose what tells who it is.
 *
 *	mask_text("打13812345678没人接", n, &out);      // "打138****5678没人接" */
#include <stddef.h>

#include "base/buf.h"

/* Appends the text; digits may be full-width and parted by blanks or '-'. Other numbers (models,
 * amounts, dates) stay as they are. */
void mask_text(const char *text, size_t n, struct buf *out);

/* The same for what people wrote freely: orders, parcels and papers as well, and the names that the
 * text says are names (mask/said.h). Not for names of products or shops, whose codes are to
 * stay. */
void mask_free(const char *text, size_t n, struct buf *out);
