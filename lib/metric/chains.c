#include "metric/chains.h"

#include <stdlib.h>
#include <string.h>

#include "metric/params.h"
#include "sql/frame.h"
#include "stats/chain.h"

enum { WINDOW = 30 };

static const struct frame_column COLUMNS[] = {
	{"id", FRAME_INTEGER},
	{"place", FRAME_INTEGER},
	{"gap", FRAME_INTEGER},
	{"next_gap", FRAME_INTEGER},
	{"since_closing", FRAME_INTEGER},
	{"still_open", FRAME_INTEGER},
	{0},
};

struct reader {
	const struct chains *chains;
	size_t at; /* one past the current row */
};

static struct chain_rules read_rules(const struct relations *relations)
{
	const char *anchor = params_word(relations, "anchor");

	return (struct chain_rules){
		.window = (int32_t)params_integer(relations, "window", WINDOW),
		.from_first = anchor && !strcmp(anchor, "first"),
		.busiest = params_integer(relations, "busiest", INT64_MAX),
	};
}

static int read_items(
	const struct relations *relations, struct chain_item **items, size_t *n, struct err *err)
{
	const char *key = params_word(relations, "key");
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

static int insert_busy(struct sql *sql, const struct chains *chains, struct err *err)
{
	struct reader reader = {chains, 0};
	struct sql_rows rows = {next_busy, give_busy, &reader};
	struct stmt *stmt;
	int status;

	if (sql_run(sql, err,
		    "CREATE TEMP TABLE busy(customer INTEGER PRIMARY KEY, most INTEGER)") < 0)
		return -1;
	stmt = stmt_prepare_rows(sql, "temp.busy", "c0, c1", err);
	status = stmt ? stmt_insert_rows(stmt, sql, &rows, err) : -1;
	stmt_free(stmt);
	return status;
}

/* --- the frame of links --- */

static int32_t link_value(const struct chain_link *link, int column)
{
	const int32_t values[] = {(int32_t)link->id, link->place, link->gap, link->next_gap,
		link->since_closing, link->still_open};

	return values[column] == CHAIN_NONE ? FRAME_NULL : values[column];
}

static int fill(void *context, struct frame *frame, struct err *err)
{
	const struct chains *chains = context;

	(void)err;
	for (int column = 0; COLUMNS[column].name; column++) {
		int32_t *cells;

		if (!frame_wants(frame, column))
			continue;
		cells = frame_make(frame, column, chains->n);
		for (size_t i = 0; i < chains->n; i++)
			cells[i] = link_value(&chains->links[i], column);
	}
	return 0;
}

static void release(void *context)
{
	chains_release(context);
	free(context);
}

int chains_make(const struct relations *relations, struct err *err)
{
	struct chain_rules rules = read_rules(relations);
	struct chain_item *items = NULL;
	struct chains *chains = mem_zalloc(sizeof *chains);
	size_t n = 0;

	if (read_items(relations, &items, &n, err) < 0) {
		free(items);
		release(chains);
		return -1;
	}
	chains_find(chains, items, n, &rules);
	free(items);
	if (insert_busy(relations->sql, chains, err) < 0) {
		release(chains);
		return -1;
	}
	return frame_give(relations->sql, "chains", frame_new(COLUMNS, fill, chains, release), err);
}

void chains_drop(struct sql *sql)
{
	frame_drop(sql, "chains");
}
