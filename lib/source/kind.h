#pragma once
/* What a source is, by its first bytes. */
#include "source/source.h"

/* Sets the kind. -1 for what cannot be a table: the message names what it is. */
int kind_find(struct source *source, const char *path, struct err *err);
