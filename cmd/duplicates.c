/* kesu duplicates: one incident that came through several channels. */
#include "cmd/cmd.h"

#include <stdlib.h>

#include "duplicate/duplicate.h"

static const struct opt DUPLICATES_OPTIONS[] = {
	{"apply", 0, OPT_FLAG, NULL, "mark the duplicates in the store"},
	{"eval", 0, OPT_TEXT, "LABELS",
		"precision and recall against a CSV file, duplicate_of or extra.HEADER"},
	{"anonymous", 0, OPT_FLAG, NULL, "also by text alone where the customer is not known"},
	{0},
};

static const struct opt *const TABLES[] = {DB_OPTIONS, DUPLICATES_OPTIONS, OUTPUT_OPTIONS, NULL};

static enum status list(struct run *run, struct store *store)
{
	const char *labels = opts_text(run->opts, "eval");
	struct duplicates *found =
		duplicates_find(store, opts_is_set(run->opts, "anonymous"), &run->err);
	struct table *table = NULL;
	enum status status;

	if (found)
		table = labels ? duplicates_evaluate(found, store, labels, &run->err)
			       : duplicates_table(found, store, &run->err);
	status = table ? cmd_put_table(run, table) : cmd_fail(run, NULL);
	table_free(table);
	duplicates_free(found);
	return status;
}

static int mark(struct run *run, struct store *store, struct duplicate_counts *counts)
{
	char *line = cmd_line(run);
	const struct run_info info = {
		.command = "duplicates", .options = line, .started_at = cmd_now()};
	int status = duplicates_apply(
		store, opts_is_set(run->opts, "anonymous"), &info, counts, &run->err);

	free(line);
	return status;
}

static enum status apply(struct run *run)
{
	struct store *store = store_open(run->db, STORE_WRITE, &run->err);
	struct duplicate_counts counts;
	int status = store ? mark(run, store, &counts) : -1;

	store_close(store);
	if (status < 0)
		return cmd_fail(run, NULL);
	cmd_say(run,
		"%s: %llu incidents with %llu duplicates: %llu marked, %llu cleared, %llu kept as"
		" exported, %llu without an id",
		run->db, (unsigned long long)counts.n_incidents,
		(unsigned long long)counts.n_duplicates, (unsigned long long)counts.n_marked,
		(unsigned long long)counts.n_cleared, (unsigned long long)counts.n_kept,
		(unsigned long long)counts.n_unnamed);
	return STATUS_DONE;
}

static enum status run_duplicates(struct run *run)
{
	struct store *store;
	enum status status;

	if (opts_is_set(run->opts, "apply")) {
		if (!opts_text(run->opts, "db"))
			return cmd_misuse(run, "--apply writes into a store: -d STORE");
		if (opts_text(run->opts, "eval") || opts_text(run->opts, "output") ||
			opts_text(run->opts, "format"))
			return cmd_misuse(
				run, "--apply writes no table: leave out --eval, -o and -f");
		return apply(run);
	}
	store = cmd_open_data(run, &status);
	if (!store)
		return status;
	status = list(run, store);
	store_close(store);
	return status;
}

const struct command COMMAND_DUPLICATES = {
	.name = "duplicates",
	.summary = "find the same incident reported through several channels",
	.operands = "[FILE.csv]",
	.tables = TABLES,
	.max_operands = 1,
	.db = DB_READS,
	.run = run_duplicates,
};
