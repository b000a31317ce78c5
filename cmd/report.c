/* kesu report: one template, one snapshot of the store, all documents. */
#include "cmd/cmd.h"
#include "cmd/report_log.h"
#include "cmd/report_outputs.h"
#include "cmd/report_source.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "metric/extent.h"
#include "report/report.h"
#include "report/template.h"

static const struct opt REPORT_OPTIONS[] = {
	{"for", 0, OPT_TEXT, "PERIOD", "the period: 2026-10, 2026-W43, 2026-Q3", .alias = "month"},
	{"output", 'o', OPT_TEXTS, "FILE", "write .pdf, .xlsx, .html or .md; may be repeated"},
	{"set", 0, OPT_TEXTS, "NAME=VALUE", "a parameter of the template; may be repeated"},
	{"as-of", 0, OPT_TEXT, "DATE", "what was known at the end of that day"},
	{"log", 0, OPT_TEXT, "FILE", "append a line of JSON about the run, with hashes"},
	{0},
};

/* "monthly" is report-templates/monthly.LANG.md; a path or a .md file is itself. */
static char *find_template(struct run *run)
{
	const char *name = run->operands[0];
	size_t n = strlen(name);
	char *file;
	char *path;

	if (strchr(name, '/') || (n > 3 && !strcmp(name + n - 3, ".md")))
		return mem_text(name);
	file = mem_format("%s.%s.md", name, run->lang);
	path = share_find(run->share, "report-templates", file);
	if (!path)
		err_set(&run->err, "no template '%s' in report-templates/", file);
	free(file);
	return path;
}

static int read_dates(struct report_run *report, const char *label)
{
	struct run *run = report->run;
	const char *as_of = opts_text(run->opts, "as-of");
	enum period period;
	int32_t number;

	if (!label)
		return err_set(&run->err, "--for PERIOD is missing");
	if (period_parse(label, &period, &number, &run->err) < 0)
		return err_prefix(&run->err, "--for");
	report->first_day = period_first_day(period, number);
	report->last_day = period_last_day(period, number);
	report->as_of = report->last_day;
	if (as_of && !date_read(as_of, strlen(as_of), &report->as_of))
		return err_set(
			&run->err, "--as-of takes a date such as 2026-10-31, not '%s'", as_of);
	return 0;
}

static int check_lists(struct run *run)
{
	const char *const *paths;
	size_t n = opts_texts(run->opts, "output", &paths);
	const char *const *set;
	size_t n_set = opts_texts(run->opts, "set", &set);

	if (!n)
		return err_set(&run->err, "-o FILE is missing");
	for (size_t i = 0; i < n; i++)
		if (!outputs_know(paths[i]))
			return err_set(&run->err, "'%s' ends in none of .pdf, .xlsx, .html, .md",
				paths[i]);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			if (!strcmp(paths[i], paths[k]))
				return err_set(&run->err, "-o names '%s' twice", paths[i]);
	for (size_t i = 0; i < n_set; i++)
		if (!strchr(set[i], '='))
			return err_set(&run->err, "--set takes NAME=VALUE, not '%s'", set[i]);
	return 0;
}

static bool has_param(const struct template *template, const char *set)
{
	const struct setting *settings;
	size_t n = template_settings(template, &settings);

	for (size_t i = 0; i < n; i++)
		if (!strcmp(settings[i].group, "params") &&
			text_is(set, strcspn(set, "="), settings[i].name))
			return true;
	return false;
}

/* Before the work begins; what is wrong with the template itself is told when it is filled. */
static int check_set(struct run *run, const char *path)
{
	const char *const *set;
	size_t n = opts_texts(run->opts, "set", &set);
	struct err ignored;
	struct template *template = n ? template_read(path, &ignored) : NULL;
	int status = 0;

	for (size_t i = 0; template && status == 0 && i < n; i++)
		if (!has_param(template, set[i]))
			status = err_set(&run->err, "--set: '%s' has no parameter '%.*s'",
				file_name(path), (int)strcspn(set[i], "="), set[i]);
	template_free(template);
	return status;
}

/* Every output is on disk before the first appears. */
static int fill_and_write(struct report_run *report, const char *path, struct outputs *outputs)
{
	struct run *run = report->run;
	char as_of[DATE_TEXT];
	struct report_source source = {.run = report_run_query,
		.context = report,
		.share = run->share,
		.labels = report_run_labels,
		.privacy = report->privacy,
		.period = opts_text(run->opts, "for"),
		.as_of = date_write(as_of, report->as_of)};
	const char *const *paths;
	size_t n = opts_texts(run->opts, "output", &paths);
	struct document *document;
	int status = 0;

	source.n_set = opts_texts(run->opts, "set", &source.set);
	document = report_fill(path, &source, &run->err);
	if (!document)
		return -1;
	for (size_t i = 0; i < n && status == 0; i++)
		status = outputs_write(outputs, document, paths[i], &run->err);
	document_free(document);
	if (status == 0)
		status = report_run_note(report, &run->err);
	return status < 0 ? -1 : outputs_commit(outputs, &run->err);
}

/* Nothing is said about days that the store does not know yet: the report stands as of the earlier
 * of the period's end and the newest day loaded. */
static int limit_as_of(struct report_run *report)
{
	struct run *run = report->run;
	struct extent extent;

	if (opts_is_set(run->opts, "as-of"))
		return 0;
	if (extent_load(&extent, store_sql(report->store), NO_DAY, &run->err) < 0)
		return -1;
	if (extent.loaded_until != NO_DAY && extent.loaded_until < report->as_of)
		report->as_of = extent.loaded_until;
	extent_release(&extent);
	return 0;
}

/* One read transaction: a load that ends meanwhile does not mix into the report. */
static enum status make(struct report_run *report, const char *path, struct outputs *outputs)
{
	struct run *run = report->run;

	report->store = cmd_open_store(run);
	if (!report->store)
		return STATUS_FAILED;
	if (sql_run(store_sql(report->store), &run->err, "BEGIN") < 0 || limit_as_of(report) < 0 ||
		fill_and_write(report, path, outputs) < 0)
		return cmd_fail(run, NULL);
	for (size_t i = 0; i < outputs_count(outputs); i++)
		cmd_say(run, "%s", outputs_at(outputs, i)->path);
	return STATUS_DONE;
}

static enum status make_and_log(struct report_run *report, const char *path)
{
	struct run *run = report->run;
	struct outputs *outputs = outputs_new();
	enum status status;
	FILE *log;

	if (report_log_open(opts_text(run->opts, "log"), &log, &run->err) < 0) {
		outputs_free(outputs);
		return cmd_fail(run, NULL);
	}
	report_run_take_input(report, mem_text(path));
	status = make(report, path, outputs);
	if (log && report_log_write(log, report, outputs, status,
			   status == STATUS_DONE ? "" : run->err.text, &run->err) < 0)
		status = cmd_fail(run, NULL);
	outputs_free(outputs);
	return status;
}

static int check_calls(struct report_run *report, char **path)
{
	struct run *run = report->run;

	if (read_dates(report, opts_text(run->opts, "for")) < 0 || check_lists(run) < 0)
		return -1;
	if (!run->db)
		return err_set(&run->err, "-d STORE is missing");
	*path = find_template(run);
	return *path ? check_set(run, *path) : -1;
}

static enum status run_report(struct run *run)
{
	struct report_run report;
	enum status status;
	char *path = NULL;

	if (report_run_init(&report, run) < 0 || check_calls(&report, &path) < 0)
		status = cmd_misuse(run, NULL);
	else
		status = make_and_log(&report, path);
	report_run_release(&report);
	free(path);
	return status;
}

static const struct opt *const TABLES[] = {
	DB_OPTIONS, PAST_OPTIONS, REPORT_OPTIONS, PRIVACY_OPTIONS, NULL};

const struct command COMMAND_REPORT = {
	.name = "report",
	.summary = "fill a report template: PDF, workbook, HTML, Markdown",
	.operands = "TEMPLATE",
	.tables = TABLES,
	.min_operands = 1,
	.max_operands = 1,
	.db = DB_READS,
	.run = run_report,
};
