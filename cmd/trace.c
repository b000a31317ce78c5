/* kesu trace: from a row of a table to the complaints behind it, and where each came from (law 5).
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/query.h"

const struct opt TRACE_OPTIONS[] = {
	{"at", 0, OPT_TEXT, "VALUE,...", "the row: its period, groups, ... as the table has them"},
	{0},
};

/* Period, groups, customer: what tells rows apart. */
static bool is_key(const struct column *column)
{
	return column->unit && (!strcmp(column->unit, "text") || !strcmp(column->unit, "id"));
}

/* Whether the first keys of a row are the values of `at`. */
static bool is_at(const struct table *table, size_t row, const char *at)
{
	for (size_t column = 0; column < table_columns(table); column++) {
		struct buf cell = {0};
		bool is_same;

		if (!is_key(table_column(table, column)))
			continue;
		table_cell_text(table, row, column, &cell);
		is_same = !strncmp(at, buf_text(&cell), cell.len) &&
			  (at[cell.len] == ',' || !at[cell.len]);
		at += is_same ? cell.len : 0;
		buf_release(&cell);
		if (!is_same || !*at)
			return is_same;
		at++;
	}
	return false;
}

/* The ids of all rows that are meant; returns how many rows. */
static size_t collect_ids(const struct table *table, const char *at, struct buf *ids)
{
	size_t column = table_find(table, "ids");
	size_t n = 0;

	for (size_t row = 0; row < table_rows(table); row++) {
		if (at && !is_at(table, row, at))
			continue;
		if (ids->len)
			buf_add_char(ids, ' ');
		table_cell_text(table, row, column, ids);
		n++;
	}
	return n;
}

static enum status put_complaints(struct run *run, struct store *store, const struct table *table)
{
	const char *at = opts_text(run->opts, "at");
	struct buf ids = {0};
	struct table *complaints = NULL;
	enum status status;

	if (collect_ids(table, at, &ids) || !at)
		complaints = trace_table(store, buf_text(&ids), &run->err);
	else
		err_set(&run->err, "no row begins with '%s'", at);
	status = complaints ? cmd_put_table(run, complaints) : cmd_fail(run, NULL);
	table_free(complaints);
	buf_release(&ids);
	return status;
}

static enum status run_trace(const struct query *query, struct run *run)
{
	struct metric_context context = {.share = run->share,
		.labels = cmd_labels(run),
		.lang = "en",
		.as_of = NO_DAY,
		.has_row_ids = true};
	enum status status = STATUS_FAILED;
	struct store *store = context.labels ? cmd_open_data(run, &status) : NULL;
	struct table *table;

	if (!store)
		return status;
	table = query_run(query, store, run->opts, &context, &run->err);
	status = table ? put_complaints(run, store, table) : cmd_fail(run, NULL);
	table_free(table);
	store_close(store);
	return status;
}

/* The row's ids are asked for as --ids asks for them. */
static enum status ask(const struct query *query, int argc, char **argv, struct run *run)
{
	char *usage = mem_format("trace %s", argv[1]);
	const struct query_use use = {usage, TRACE_OPTIONS, run_trace};
	char **arguments = mem_alloc(((size_t)argc + 2) * sizeof *arguments);
	enum status status;

	arguments[0] = argv[0];
	arguments[1] = (char[]){"--ids"};
	for (int i = 2; i <= argc; i++)
		arguments[i] = argv[i];
	status = query_ask(query, &use, argc, arguments, run);
	free(arguments);
	free(usage);
	return status;
}

enum status trace_command(int argc, char **argv, struct run *run)
{
	struct query *query;
	enum status status;

	run->name = "trace";
	if (argc > 1 && (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help"))) {
		printf("Usage: kesu trace QUERY [OPTION]... [FILE.csv]\n"
		       "The complaints behind a row of a table, and the files they came from.\n"
		       "'kesu trace QUERY -h' shows the options, those of the query and --at.\n");
		return STATUS_DONE;
	}
	if (argc < 2 || argv[1][0] == '-')
		return cmd_misuse(run, "QUERY is missing: it comes before the options");
	if (!query_exists(run->share, argv[1]))
		return cmd_misuse(run, "there is no query '%s'", argv[1]);
	query = query_find(run->share, argv[1], &run->err);
	if (!query)
		return cmd_fail(run, NULL);
	status = ask(query, argc, argv, run);
	query_free(query);
	return status;
}
