#pragma once
/* What no field takes, by its header, as a JSON object of texts: {"header":"cell","other":"cell"}.
 */
#include "base/buf.h"
#include "record/batch.h"

/* Adds one member; the first opens the object, whose "}" the caller adds. */
void extra_add(struct buf *extra, struct span header, struct span cell);
