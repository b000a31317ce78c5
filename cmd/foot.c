/* kesu foot: whether a printed table foots. */
#include "cmd/cmd.h"

#include "base/csv.h"
#include "table/foot.h"

static const struct opt *const TABLES[] = {OUTPUT_OPTIONS, NULL};

static enum status run_foot(struct run *run)
{
	struct csv_rows *csv = csv_rows_read(run->operands[0], &run->err);
	struct table *faults;
	enum status status;
	size_t n;

	if (!csv)
		return cmd_fail(run, NULL);
	faults = foot_check(csv);
	n = table_rows(faults);
	status = n ? cmd_put_table(run, faults) : STATUS_DONE;
	if (n && status == STATUS_DONE)
		status = cmd_fail(run, "'%s' does not foot: %zu faults", run->operands[0], n);
	table_free(faults);
	csv_rows_free(csv);
	return status;
}

const struct command COMMAND_FOOT = {
	.name = "foot",
	.summary = "find sums, shares and growth in a table that are wrong",
	.operands = "FILE.csv",
	.tables = TABLES,
	.min_operands = 1,
	.max_operands = 1,
	.db = DB_NONE,
	.run = run_foot,
};
