#pragma once
/* What one part of an office document says it is related to. */
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "zip/archive.h"

struct link {
	char *id, *type, *target; /* each may be NULL */
};

struct links {
	struct link *links;
	size_t n, capacity;
};

/* The relations of `part` ("" for the document itself); none when their part is missing. */
int links_read(struct links *links, struct archive *archive, const char *part, struct err *err);
void links_release(struct links *links);

/* Types are long addresses that differ between strict and ordinary files; their ends do not. */
bool link_is(const struct link *link, const char *type_end);
const struct link *links_find_type(const struct links *links, const char *type_end);
const struct link *links_find_id(const struct links *links, const char *id);

/* The member that a link of `part` leads to: absolute, or relative to the part's folder. The caller
 * frees it. */
char *link_target(const char *part, const struct link *link);
