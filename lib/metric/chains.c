#include "metric/chains.h"

#include <stdlib.h>
#include <string.h>

#include "stats/chain.h"

enum { WINDOW = 30 };

struct reader {
	const struct chains *chains;
	size_t at; /* one past the current row */
};

static const char *param_text(const struct relations *relations, const char *name)
{
	return opts_has(relations->opts, name) ? opts_text(relations->opts, name) : NULL;
}

static int64_t param_integer(const struct relations *relations, const char *name, int64_t otherwise)
{
	return param_text(relations, name) ? opts_integer(relations->opts, name) : otherwise;
}

static struct chain_rules read_rules(const struct relations *relations)
{
	const char *anchor = param_text(relations, "anchor");

	return (struct chain_rules){
		.window = (int32_t)param_integer(relations, "window", WINDOW),
		.from_first = anchor && !strcmp(anchor, "first"),
		.busiest = param_integer(relations, "busiest", INT64_MAX),
	};
}

static int read_items(
	const struct relations *relations, struct chain_item **items, size_t *n, struct err *err)
{
	const char *key = param_text(relations, "key");
	bool by_product = !key || strstr(key, "product"), by_cause = !key || strstr(key, "cause");
	struct stmt *stmt = stmt_prepare(relations->sql,
		"SELECT id, customer, product, cause, received, closed FROM temp.all_facts "
		"WHERE customer <> 0",
		err);
	size_t capacity = 0;
	int status = stmt ? 0 : -1;

	while (stmt && (status = stmt_step(stmt, err)) > 0) {
		int64_t product = by_product ? stmt_integer(stmt, 2) : 0;
		int64_t cause = by_cause ? stmt_integer(stmt, 3) : 0;

		*items = mem_grow(*items, *n, &capacity, sizeof **items);
		(*items)[(*n)++] = (struct chain_item){
			.id = stmt_integer(stmt, 0),
			.customer = stmt_integer(stmt, 1),
			.product = product,
			.cause = cause,
			.received = stmt_integer(stmt, 4),
			.closed =
				stmt_type(stmt, 5) == SQL_NULL ? CHAIN_OPEN : stmt_integer(stmt, 5),
			.has_no_key = (by_product && !product) || (by_cause && !cause),
		};
	}
	stmt_free(stmt);
	return status;
}

static bool next_link(void *context)
{
	struct reader *reader = context;

	return reader->at++ < reader->chains->n;
}

static void give_days(struct sql_result *result, int32_t days)
{
	if (days != CHAIN_NONE)
		result_integer(result, days);
}

static void give_link(void *context, int column, struct sql_result *result)
{
	const struct reader *reader = context;
	const struct chain_link *link = &reader->chains->links[reader->at - 1];

	switch (column) {
	case 0:
		result_integer(result, link->id);
		return;
	case 1:
		result_integer(result, link->place);
		return;
	case 2:
		give_days(result, link->gap);
		return;
	case 3:
		give_days(result, link->next_gap);
		return;
	case 4:
		give_days(result, link->since_closing);
		return;
	default:
		result_integer(result, link->still_open);
	}
}

static bool next_busy(void *context)
{
	struct reader *reader = context;

	return reader->at++ < reader->chains->n_busy;
}

static void give_busy(void *context, int column, struct sql_result *result)
{
	const struct reader *reader = context;
	const struct busy_customer *busy = &reader->chains->busy[reader->at - 1];

	result_integer(result, column ? busy->most : busy->customer);
}

static int insert_rows(struct sql *sql, const char *into, const char *values,
	const struct sql_rows *rows, struct err *err)
{
	struct stmt *stmt = stmt_prepare_rows(sql, into, values, err);
	int status = stmt ? stmt_insert_rows(stmt, sql, rows, err) : -1;

	stmt_free(stmt);
	return status;
}

static int insert_chains(struct sql *sql, const struct chains *chains, struct err *err)
{
	struct reader links = {chains, 0}, busy = {chains, 0};

	if (sql_run(sql, err,
		    "CREATE TEMP TABLE chains(id INTEGER PRIMARY KEY, place, gap, next_gap, "
		    "since_closing, still_open); "
		    "CREATE TEMP TABLE busy(customer INTEGER PRIMARY KEY, most)") < 0 ||
		insert_rows(sql, "temp.chains", "c0, c1, c2, c3, c4, c5",
			&(struct sql_rows){next_link, give_link, &links}, err) < 0)
		return -1;
	return insert_rows(
		sql, "temp.busy", "c0, c1", &(struct sql_rows){next_busy, give_busy, &busy}, err);
}

int chains_make(const struct relations *relations, struct err *err)
{
	struct chain_rules rules = read_rules(relations);
	struct chain_item *items = NULL;
	struct chains chains = {0};
	size_t n = 0;
	int status = read_items(relations, &items, &n, err);

	if (status == 0) {
		chains_find(&chains, items, n, &rules);
		status = insert_chains(relations->sql, &chains, err);
	}
	free(items);
	chains_release(&chains);
	return status;
}
