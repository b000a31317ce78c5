/* What a reading command reads: the store of -d, or canonical CSV in a private store. */
#include <unistd.h>

#include "cmd/cmd.h"
#include "input/input.h"
#include "load/load.h"

static int load_all(struct load *load, struct input *input, struct err *err)
{
	struct batch *batch = batch_new();
	int status;

	while ((status = input_next(input, batch, err)) > 0)
		if (load_add(load, batch, err) < 0) {
			status = -1;
			break;
		}
	batch_free(batch);
	return status;
}

static int fill_private(struct run *run, struct store *store, const char *path)
{
	const struct input_options options = {.path = path,
		.canonical = true,
		.share = run->share,
		.labels = cmd_labels(run),
		.lang = run->lang};
	const struct run_info info = {.command = run->name, .options = "", .started_at = cmd_now()};
	const struct input_report *report;
	struct load_counts counts;
	struct input *input = input_open(&options, &run->err);
	struct load *load = input ? load_begin(store, &info, &run->err) : NULL;
	int status = -1;

	if (load && load_all(load, input, &run->err) == 0) {
		report = input_report(input);
		status = load_finish(load,
			&(struct load_info){.file = path,
				.sheet = "",
				.sha256 = report->sha256,
				.encoding = report->encoding,
				.source = report->source,
				.mapping = report->mapping,
				.exported_day = NO_DAY,
				.covers_first = NO_DAY,
				.covers_last = NO_DAY,
				.n_read = report->n_read,
				.n_rejected = report->n_rejected,
				.n_nondata = report->n_nondata,
				.exported_at = NUMBER_NONE},
			&counts, &run->err);
	} else if (load) {
		load_abandon(load);
	}
	input_close(input);
	return status;
}

static struct store *open_private(struct run *run, const char *path)
{
	struct store *store = store_open(NULL, STORE_PRIVATE, &run->err);

	if (store && fill_private(run, store, path) == 0)
		return store;
	store_close(store);
	return NULL;
}

struct store *cmd_open_data(struct run *run, enum status *status)
{
	const char *path = run->n_operands ? run->operands[0] : "-";
	struct store *store;

	*status = STATUS_DONE;
	if (!run->db && !run->n_operands && isatty(STDIN_FILENO)) {
		*status = cmd_misuse(
			run, "nothing to read: name a store by -d, or a canonical CSV file");
		return NULL;
	}
	if (!run->db && opts_has(run->opts, "as-loaded") && opts_is_set(run->opts, "as-loaded")) {
		*status = cmd_misuse(run, "--as-loaded needs a store: -d STORE");
		return NULL;
	}
	*status = STATUS_FAILED;
	if (!cmd_labels(run))
		return NULL;
	store = run->db ? cmd_open_store(run) : open_private(run, path);
	if (!store && !run->db)
		cmd_fail(run, NULL);
	if (store)
		*status = STATUS_DONE;
	return store;
}
