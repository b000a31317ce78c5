/* kesu check: is the store sound? */
#include "cmd/cmd.h"

#include "history/check.h"

static const struct opt *const TABLES[] = {DB_OPTIONS, OUTPUT_OPTIONS, NULL};

static struct table *make_table(const struct check_result *results, size_t n)
{
	struct table *table = table_new("check");
	size_t what = table_add_column(table, "check", CELL_TEXT, "text");
	size_t checked = table_add_column(table, "checked", CELL_INTEGER, "count");
	size_t wrong = table_add_column(table, "wrong", CELL_INTEGER, "count");
	size_t first = table_add_column(table, "first", CELL_TEXT, "text");

	for (size_t i = 0; i < n; i++) {
		size_t row = table_add_row(table);

		table_set_text(table, row, what, results[i].what);
		table_set_integer(table, row, checked, results[i].n_checked);
		table_set_integer(table, row, wrong, results[i].n_wrong);
		if (*results[i].first)
			table_set_text(table, row, first, results[i].first);
	}
	return table;
}

static enum status report(struct run *run, const struct check_result *results, size_t n)
{
	struct table *table = make_table(results, n);
	enum status status = cmd_put_table(run, table);
	size_t n_wrong = 0;

	table_free(table);
	for (size_t i = 0; i < n; i++)
		n_wrong += results[i].n_wrong > 0;
	if (status == STATUS_DONE && n_wrong)
		return cmd_fail(
			run, "'%s' is damaged: %zu of %zu checks failed", run->db, n_wrong, n);
	return status;
}

static enum status run_check(struct run *run)
{
	struct check_result results[MAX_CHECKS];
	struct store *store;
	enum status status;
	size_t n;

	if (!run->db)
		return cmd_misuse(run, "a store is missing: -d STORE");
	store = store_open(run->db, STORE_READ, &run->err);
	if (!store)
		return cmd_fail(run, NULL);
	n = store_check(store, results, &run->err);
	status = n ? report(run, results, n) : cmd_fail(run, NULL);
	store_close(store);
	return status;
}

const struct command COMMAND_CHECK = {
	.name = "check",
	.summary = "recompute what can be recomputed and follow every reference",
	.operands = "",
	.tables = TABLES,
	.db = DB_READS,
	.run = run_check,
};
