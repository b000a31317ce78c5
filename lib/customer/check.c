#include <stdio.h>
#include <stdlib.h>

#include "customer/nodes.h"

/* The others are told by "customers are roots". */
static int load_all(struct customers *customers, struct err *err)
{
	struct stmt *stmt = stmt_prepare(customers->sql,
		"SELECT id FROM customer WHERE same_as IN"
		" (SELECT id FROM customer WHERE same_as = id)",
		err);
	uint32_t number;
	int status = stmt ? 0 : -1;

	while (status == 0 && (status = stmt_step(stmt, err)) > 0)
		status = customers_load(customers, stmt_integer(stmt, 0), &number, err);
	stmt_free(stmt);
	return status;
}

/* The roots that the table tells against those that follow from the links. */
static void compare(struct customers *customers, struct check_result *result)
{
	uint32_t *stored = mem_alloc(customers->n * sizeof *stored);

	for (uint32_t i = 1; i < customers->n; i++) {
		stored[i] = customers_root(customers, i);
		customers->nodes[i].is_apart = true;
	}
	customers_join_anew(customers);
	for (uint32_t i = 1; i < customers->n; i++)
		if (customers_root(customers, i) != stored[i] && result->n_wrong++ == 0)
			snprintf(result->first, sizeof result->first, "customer %lld",
				(long long)customers->nodes[i].id);
	free(stored);
}

int customers_check(struct sql *sql, struct check_result *result, struct err *err)
{
	struct customers *customers = customers_new(sql, true, err);
	int status = customers ? load_all(customers, err) : -1;

	if (status == 0) {
		result->n_checked = (int64_t)customers->n - 1;
		compare(customers, result);
	}
	customers_free(customers);
	return status;
}
