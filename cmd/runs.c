/* kesu runs: the ledger, and taking a run back. */
#include "cmd/cmd.h"

#include <stdlib.h>

#include "history/undo.h"
#include "store/ledger.h"

static const struct opt RUNS_OPTIONS[] = {
	{"undo", 0, OPT_INTEGER, "RUN", "take back what that run wrote", .low = 1,
		.high = 999999999},
	{"with-later", 0, OPT_FLAG, NULL, "with --undo: and all runs after it"},
	{0},
};

static const struct opt *const TABLES[] = {DB_OPTIONS, RUNS_OPTIONS, OUTPUT_OPTIONS, NULL};

static enum status undo(struct run *run, struct store *store)
{
	int64_t number = strtoll(opts_text(run->opts, "undo"), NULL, 10);

	if (store_undo(store, number, opts_flag(run->opts, "with-later"), cmd_now(), &run->err) < 0)
		return cmd_fail(run, NULL);
	cmd_say(run, "run %lld was taken back", (long long)number);
	return STATUS_DONE;
}

static enum status list(struct run *run, struct store *store)
{
	struct table *table = store_runs(store, &run->err);
	enum status status = table ? cmd_put_table(run, table) : cmd_fail(run, NULL);

	table_free(table);
	return status;
}

static int check_options(struct run *run)
{
	bool undoes = opts_is_set(run->opts, "undo");

	if (!run->db)
		return err_set(&run->err, "a store is missing: -d STORE");
	if (undoes && !opts_is_set(run->opts, "db"))
		return err_set(&run->err, "--undo needs the store by -d");
	if (!undoes && opts_is_set(run->opts, "with-later"))
		return err_set(&run->err, "--with-later goes with --undo RUN");
	return 0;
}

static enum status run_runs(struct run *run)
{
	bool undoes = opts_is_set(run->opts, "undo");
	struct store *store;
	enum status status;

	if (check_options(run) < 0)
		return cmd_misuse(run, NULL);
	store = store_open(run->db, undoes ? STORE_WRITE : STORE_READ, &run->err);
	if (!store)
		return cmd_fail(run, NULL);
	status = undoes ? undo(run, store) : list(run, store);
	store_close(store);
	return status;
}

const struct command COMMAND_RUNS = {
	.name = "runs",
	.summary = "list what each run did with each input file, or take a run back",
	.operands = "",
	.tables = TABLES,
	.db = DB_READS,
	.run = run_runs,
};
