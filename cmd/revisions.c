/* kesu revisions: what became of a period's numbers since they were first complete. */
#include "cmd/cmd.h"

#include <stdio.h>
#include <string.h>

#include "history/past.h"
#include "history/revision.h"

static const struct opt REVISIONS_OPTIONS[] = {
	{"for", 0, OPT_TEXT, "PERIOD", "the period: 2026-10, 2026-Q3, 2026"},
	{"against", 0, OPT_TEXT, "RUN|DATE",
		"what was known then (default: after the first run that had the period whole)"},
	{"by", 0, OPT_TEXT, "DIM", "the dimension: cause, product, status, ...", NULL, "cause"},
	{"unit", 0, OPT_CHOICE, "UNIT", "what is counted", "incidents|contacts", "incidents"},
	{"total", 0, OPT_FLAG, NULL, "add a row for all groups together"},
	{0},
};

static const struct opt *const TABLES[] = {
	DB_OPTIONS, PAST_OPTIONS, REVISIONS_OPTIONS, OUTPUT_OPTIONS, NULL};

static int read_options(struct run *run, struct revision_of *of)
{
	const char *period = opts_text(run->opts, "for"), *by = opts_text(run->opts, "by");

	if (!run->db)
		return err_set(&run->err, "a store is missing: -d STORE");
	if (!period)
		return err_set(&run->err, "the period is missing: --for 2026-10");
	if (period_parse(period, &of->period, &of->number, &run->err) < 0)
		return err_prefix(&run->err, "--for");
	if (of->period != PERIOD_MONTH && of->period != PERIOD_QUARTER && of->period != PERIOD_YEAR)
		return err_set(&run->err, "--for '%s' is no month, quarter or year", period);
	of->dimension = dimension_find(by, strlen(by));
	if (!of->dimension)
		return err_set(&run->err, "--by: '%s' is no dimension: cause, product, ...", by);
	of->has_contacts_unit = !strcmp(opts_text(run->opts, "unit"), "contacts");
	of->has_total = opts_flag(run->opts, "total");
	return 0;
}

/* The state to compare with, which is not later than `after`. */
static struct store *open_before(struct run *run, struct store *after, const struct revision_of *of)
{
	const char *when = opts_text(run->opts, "against");
	int32_t last = period_last_day(of->period, of->number);
	int64_t number, newest;
	char text[24];

	if (store_find_run(after, "9999-12-31", &newest, &run->err) < 0)
		return NULL;
	if (when ? store_find_run(after, when, &number, &run->err) < 0
		 : revision_first_run(after, last, &number, &run->err) < 0)
		return NULL;
	if (number == newest)
		cmd_say(run, "kesu revisions: no run came after run %lld: nothing was revised",
			(long long)number);
	snprintf(text, sizeof text, "%lld", (long long)number);
	return store_open_past(run->db, text, &run->err);
}

static enum status run_revisions(struct run *run)
{
	struct revision_of of;
	struct store *after, *before;
	struct table *table = NULL;
	enum status status;

	if (read_options(run, &of) < 0)
		return cmd_misuse(run, NULL);
	status = cmd_check_run(run, "against");
	if (status != STATUS_DONE)
		return status;
	after = cmd_open_store(run);
	if (!after)
		return STATUS_FAILED;
	before = open_before(run, after, &of);
	if (before)
		table = revision_table(before, after, &of, &run->err);
	status = table ? cmd_put_table(run, table) : cmd_fail(run, NULL);
	table_free(table);
	store_close(before);
	store_close(after);
	return status;
}

const struct command COMMAND_REVISIONS = {
	.name = "revisions",
	.summary = "show what became of a period's numbers since they were first known",
	.operands = "",
	.tables = TABLES,
	.db = DB_READS,
	.run = run_revisions,
};
