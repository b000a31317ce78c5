/* kesu exposure: denominators into the store. */
#include "cmd/cmd.h"
#include "cmd/interrupt.h"

#include <stdlib.h>

#include "store/exposure.h"

static const struct opt *const TABLES[] = {DB_OPTIONS, NULL};

static enum status load(struct run *run, struct store *store, const struct labels *labels)
{
	char *line = cmd_line(run);
	struct run_info info = {.command = run->name, .options = line, .started_at = cmd_now()};
	struct exposure_counts counts;
	int status = exposure_load(store, &info, run->operands[0], labels, &counts, &run->err);

	free(line);
	if (status < 0)
		return cmd_fail(run, NULL);
	cmd_say(run, "%s: %llu rows read, %llu values added, %llu replaced, %llu unchanged",
		run->operands[0], (unsigned long long)counts.n_rows,
		(unsigned long long)counts.n_added, (unsigned long long)counts.n_replaced,
		(unsigned long long)counts.n_unchanged);
	return STATUS_DONE;
}

static enum status run_exposure(struct run *run)
{
	const struct labels *labels;
	struct store *store;
	enum status status;

	if (!run->db)
		return cmd_misuse(run, "a store is missing: -d STORE");
	labels = cmd_labels(run);
	if (!labels)
		return STATUS_FAILED;
	store = store_open(run->db, STORE_CREATE, &run->err);
	if (!store)
		return cmd_fail(run, NULL);
	interrupt_removes(store);
	status = load(run, store, labels);
	store_close(store);
	return status;
}

const struct command COMMAND_EXPOSURE = {
	.name = "exposure",
	.summary = "load denominators (orders, users, ...) for rates",
	.operands = "FILE.csv",
	.tables = TABLES,
	.min_operands = 1,
	.max_operands = 1,
	.db = DB_WRITES,
	.run = run_exposure,
};
