#pragma once
/* The rows of a result between reading (result.c) and writing (result_table.c). */
#include "metric/result.h"

struct row {
	enum part part;
	int64_t t; /* 0 where the query returns none */
	struct cell *cells;
};

/* Where a column of the table comes from. */
struct source_column {
	enum { FROM_QUERY, FROM_PERIOD, FROM_GROUP, FROM_IDS } from;
	size_t at; /* column of the query or dimension of the group */
	const struct column *declared;
};

struct result {
	const struct query *query;
	const struct scope *scope;
	struct arena arena;
	struct source_column *columns;
	size_t n_columns;
	int t_column, g_column; /* of the query, or -1 */
	/* Of rows about one complaint or one customer, for --ids: of_id, of_customer; or -1. */
	int id_column, customer_column;
	struct row *rows;
	size_t n_rows, row_capacity;
};
