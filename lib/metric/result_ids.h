#pragma once
/* Law 5: the complaints behind the rows of a result, for --ids. */
#include "metric/result_rows.h"

/* Asks for the complaints of a row, whose numbers the caller binds by result_ids_list(); NULL when
 * they cannot be read. The caller frees it. */
struct stmt *result_ids_prepare(
	const struct result *result, const struct relations *relations, struct err *err);

/* Adds those of the query's current `row`: SOURCE/ID, or #N where the export gave them none. */
int result_ids_list(const struct result *result, struct stmt *ids, struct stmt *row,
	struct buf *list, struct err *err);
