#include "cmd/report_log.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "store/ledger.h"

/* What every report reads besides its template and queries. */
int report_log_open(const char *path, FILE **log, struct err *err)
{
	*log = path ? fopen(path, "ae") : NULL;
	return path && !*log ? err_errno(err, "cannot write '%s'", path) : 0;
}

static void add_pair(struct buf *line, const char *name, const char *text)
{
	buf_add_json(line, name);
	buf_add_text(line, ": ");
	buf_add_json(line, text);
}

static void add_file(struct buf *line, const char *path)
{
	struct buf bytes = {0};
	struct err ignored;
	char sha256[DIGEST_TEXT] = "";

	if (file_read(path, &bytes, &ignored) == 0) {
		struct digest *digest = digest_new();

		digest_add(digest, buf_text(&bytes), bytes.len);
		digest_finish(digest, sha256);
	}
	buf_release(&bytes);
	buf_add_text(line, "{");
	add_pair(line, "path", path);
	buf_add_text(line, ", ");
	add_pair(line, "sha256", sha256);
	buf_add_text(line, "}");
}

static void add_inputs(struct buf *line, const struct report_run *report)
{
	buf_add_text(line, ", \"inputs\": [");
	for (size_t i = 0; i < report->n_inputs; i++) {
		buf_add_text(line, i ? ", " : "");
		add_file(line, report->inputs[i]);
	}
	for (size_t i = 0; REPORT_RULES[i]; i++) {
		char *path = share_find(report->run->share, "rules", REPORT_RULES[i]);

		buf_add_text(line, report->n_inputs || i ? ", " : "");
		add_file(line, path ? path : REPORT_RULES[i]);
		free(path);
	}
	buf_add_text(line, "]");
}

/* A store is what its runs made of the files they loaded: the hash is theirs. */
static void add_store(struct buf *line, const struct report_run *report)
{
	struct err ignored;
	struct table *runs = report->store ? store_runs(report->store, &ignored) : NULL;
	struct digest *digest = digest_new();
	char sha256[DIGEST_TEXT];
	struct buf cell = {0};

	for (size_t row = 0; runs && row < table_rows(runs); row++)
		for (size_t i = 0; i < table_columns(runs); i++) {
			buf_clear(&cell);
			table_cell_text(runs, row, i, &cell);
			digest_add(digest, buf_text(&cell), cell.len + 1);
		}
	digest_finish(digest, sha256);
	buf_add_text(line, ", \"store\": {");
	add_pair(line, "path", report->run->db);
	buf_add_text(line, ", ");
	add_pair(line, "runs_sha256", runs ? sha256 : "");
	buf_add_text(line, "}");
	buf_release(&cell);
	table_free(runs);
}

static void add_outputs(struct buf *line, const struct outputs *outputs)
{
	buf_add_text(line, ", \"outputs\": [");
	for (size_t i = 0; outputs && i < outputs_count(outputs); i++) {
		const struct output *output = outputs_at(outputs, i);

		buf_add_text(line, i ? ", {" : "{");
		add_pair(line, "path", output->path);
		buf_format(line, ", \"bytes\": %" PRIu64 ", ", output->size);
		add_pair(line, "sha256", output->sha256);
		buf_add_text(line, "}");
	}
	buf_add_text(line, "]");
}

static void add_times(struct buf *line, const struct report_run *report)
{
	char text[DATE_TEXT];

	add_pair(line, "time", instant_write(text, cmd_now(), true));
	buf_add_text(line, ", ");
	add_pair(line, "period", report->period ? report->period : "");
	buf_add_text(line, ", ");
	add_pair(line, "as_of", date_write(text, report->as_of));
}

int report_log_write(FILE *log, const struct report_run *report, const struct outputs *outputs,
	enum status status, const char *failure, struct err *err)
{
	struct buf line = {0};
	char *command = cmd_line(report->run);
	int result = 0;

	buf_add_char(&line, '{');
	add_times(&line, report);
	buf_add_text(&line, ", ");
	add_pair(&line, "command", command);
	buf_format(&line, ", \"status\": %d, ", status);
	add_pair(&line, "error", failure);
	add_store(&line, report);
	add_inputs(&line, report);
	add_outputs(&line, status == STATUS_DONE ? outputs : NULL);
	buf_add_text(&line, "}\n");
	if (fwrite(line.data, 1, line.len, log) != line.len || fflush(log))
		result = err_errno(err, "cannot write the log");
	if (fclose(log) && result == 0)
		result = err_errno(err, "cannot write the log");
	free(command);
	buf_release(&line);
	return result;
}
