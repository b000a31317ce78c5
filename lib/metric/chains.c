#include "metric/chains.h"

#include <string.h>

#include "metric/params.h"
#include "metric/shared.h"
#include "sql/frame.h"

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

static bool has_part(const char *key, const char *part)
{
	return !key || strstr(key, part);
}

static struct chains_wanted read_wanted(const struct relations *relations)
{
	const char *anchor = params_word(relations, "anchor");
	const char *key = params_word(relations, "key");

	return (struct chains_wanted){
		.as_of = relations->extent->as_of,
		.has_contacts_unit = relations->scope->has_contacts_unit,
		.by_product = has_part(key, "product"),
		.by_cause = has_part(key, "cause"),
		.window = (int32_t)params_integer(relations, "window", WINDOW),
		.from_first = anchor && !strcmp(anchor, "first"),
		.busiest = params_integer(relations, "busiest", INT64_MAX),
	};
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

static int64_t link_value(const struct chain_link *link, int column)
{
	const int32_t values[] = {link->id, link->place, link->gap, link->next_gap,
		link->since_closing, link->still_open};

	return values[column] == CHAIN_NONE ? FRAME_NULL : values[column];
}

static int fill(void *context, struct frame *frame, struct err *err)
{
	enum { RUN = 1024 };
	const struct chains *chains = context;
	int64_t cells[RUN];

	(void)err;
	for (int column = 0; COLUMNS[column].name; column++)
		for (size_t at = 0; at < chains->n && frame_wants(frame, column); at += RUN) {
			size_t n = chains->n - at < RUN ? chains->n - at : RUN;

			for (size_t i = 0; i < n; i++)
				cells[i] = link_value(&chains->links[at + i], column);
			frame_add(frame, column, cells, n);
		}
	return 0;
}

int chains_make(const struct relations *relations, struct err *err)
{
	struct chains_wanted wanted = read_wanted(relations);
	const struct chains *chains =
		shared_chains(relations->shared, relations->sql, &wanted, err);

	if (!chains || insert_busy(relations->sql, chains, err) < 0)
		return -1;
	return frame_give(relations->sql, "chains",
		frame_new(COLUMNS, fill, (struct chains *)chains, NULL), err);
}

void chains_drop(struct sql *sql)
{
	frame_drop(sql, "chains");
}
