#pragma once
/* A table from CSV (UTF-8, header line), for `chart` and `sheet`. A column whose values are all
 * canonical numbers becomes a number column; ids with leading zeros or over 15 digits stay text. */
#include "base/err.h"
#include "table/table.h"

/* `path` "-" is stdin. Errors name the file and line. */
struct table *table_read(const char *path, struct err *err);
