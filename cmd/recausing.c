#include "cmd/recausing.h"

#include <stdlib.h>

#include "base/file.h"

struct recause *recausing_begin(
	struct run *run, struct store *store, const struct classifier *classifier)
{
	char *line = cmd_line(run);
	const struct run_info info = {.command = run->name,
		.options = line,
		.started_at = cmd_now(),
		.rules_hash = classifier ? classifier_hash(classifier) : NULL,
		.model_hash = classifier ? classifier_model_hash(classifier) : NULL};
	struct recause *recause = recause_begin(store, &info, &run->err);

	free(line);
	return recause;
}

enum status recausing_finish(struct run *run, struct recause *recause, const struct table *table,
	struct recause_counts *counts)
{
	struct outfile *out = table ? cmd_prepare_table(run, table) : NULL;

	if (table && !out) {
		recause_abandon(recause);
		return STATUS_FAILED;
	}
	if (recause_finish(recause, counts, &run->err) < 0) {
		outfile_abandon(out);
		return cmd_fail(run, NULL);
	}
	return cmd_publish_table(run, out);
}
