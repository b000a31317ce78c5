/* kesu runs: the ledger. */
#include "cmd/cmd.h"

static const struct opt *const TABLES[] = {DB_OPTIONS, OUTPUT_OPTIONS, NULL};

static enum status run_runs(struct run *run)
{
	struct store *store;
	struct table *table;
	enum status status;

	if (!run->db)
		return cmd_misuse(run, "a store is missing: -d STORE");
	store = store_open(run->db, STORE_READ, &run->err);
	if (!store)
		return cmd_fail(run, NULL);
	table = store_runs(store, &run->err);
	status = table ? cmd_put_table(run, table) : cmd_fail(run, NULL);
	table_free(table);
	store_close(store);
	return status;
}

const struct command COMMAND_RUNS = {
	.name = "runs",
	.summary = "list what each run did with each input file",
	.operands = "",
	.tables = TABLES,
	.db = DB_READS,
	.run = run_runs,
};
