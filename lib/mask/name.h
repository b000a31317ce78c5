#pragma once
/* Text that people wrote without the names of those whom its record knows: their whole names, and
 * their family names where a title says that a person is meant.
 *
 *	mask_name("客户王小明：王先生很生气", n, "王小明", &out);      // "客户***：*先生很生气" */
#include <stddef.h>

#include "base/buf.h"

/* Appends the text. Names of one character are no names: they stand in too many words. */
void mask_name(const char *text, size_t n, const char *name, struct buf *out);
