#pragma once
/* Does the table complaint_columns (store/columns.h) follow from the facts? */
#include <stdint.h>

#include "sql/sql.h"

/* The number of packed columns, of those that are wrong, and the place of the first of them. */
int columns_check(
	struct sql *sql, int64_t *n_checked, int64_t *n_wrong, int64_t *first, struct err *err);
