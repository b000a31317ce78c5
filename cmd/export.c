/* kesu export: all complaints as canonical CSV. */
#include "cmd/cmd.h"

#include <string.h>

#include "base/file.h"
#include "record/canonical.h"

static const struct opt EXPORT_OPTIONS[] = {
	{"output", 'o', OPT_TEXT, "FILE", "write to FILE instead of the standard output"},
	{0},
};

static const struct opt *const TABLES[] = {DB_OPTIONS, PAST_OPTIONS, EXPORT_OPTIONS, NULL};

static int write_rows(struct run *run, struct scan *scan, FILE *stream)
{
	struct batch *batch = batch_new();
	struct buf out = {0};
	bool all[N_FIELDS];
	int status;

	memset(all, true, sizeof all);
	canonical_write_header(&out, all);
	while ((status = scan_next(scan, batch, &run->err)) > 0) {
		canonical_write_rows(&out, all, batch);
		fwrite(out.data, 1, out.len, stream);
		buf_clear(&out);
		if (ferror(stream)) {
			status = 0; /* told when the output is committed */
			break;
		}
	}
	fwrite(buf_text(&out), 1, out.len, stream);
	buf_release(&out);
	batch_free(batch);
	return status;
}

static enum status write_all(struct run *run, struct store *store)
{
	const char *path = opts_text(run->opts, "output");
	struct scan *scan = scan_open(store, NULL, &run->err);
	struct outfile *out = scan ? outfile_open(path ? path : "-", &run->err) : NULL;
	int status = -1;

	if (out) {
		status = write_rows(run, scan, outfile_stream(out));
		if (status < 0)
			outfile_abandon(out);
		else
			status = outfile_commit(out, &run->err);
	}
	scan_close(scan);
	return status < 0 ? cmd_fail(run, NULL) : STATUS_DONE;
}

static enum status run_export(struct run *run)
{
	struct store *store;
	enum status status;

	if (!run->db)
		return cmd_misuse(run, "a store is missing: -d STORE");
	store = cmd_open_store(run);
	if (!store)
		return STATUS_FAILED;
	status = write_all(run, store);
	store_close(store);
	return status;
}

const struct command COMMAND_EXPORT = {
	.name = "export",
	.summary = "write all complaints of a store as canonical CSV",
	.operands = "",
	.tables = TABLES,
	.db = DB_READS,
	.run = run_export,
};
