#pragma once
/* What a document's tables and charts are about: each topic is one query and becomes one sheet of a
 * workbook. A chart whose own query has no table stands with a table of its section. */
#include <stddef.h>

#include "document/document.h"

/* The query whose topic the block belongs to; NULL for prose. */
const char *topic_query(const struct document *document, size_t block);
/* What people call it: the caption of its first table, else the title of its chart, else its name;
 * "明细" for the queries `detail` and `complaints`. */
const char *topic_name(const struct document *document, const char *query);
