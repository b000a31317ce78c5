/* kesu report: one template, one snapshot of the store, all documents. */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "cmd/report_log.h"
#include "cmd/report_make.h"
#include "cmd/report_query.h"
#include "metric/extent.h"
#include "report/template.h"

static const struct opt REPORT_OPTIONS[] = {
	{"for", 0, OPT_TEXT, "PERIOD", "the period: 2026-10, 2026-W43, 2026-Q3", .alias = "month"},
	{"output", 'o', OPT_TEXTS, "FILE", "write .pdf, .xlsx, .html or .md; may be repeated"},
	{"set", 0, OPT_TEXTS, "NAME=VALUE", "a parameter of the template; may be repeated"},
	{"each", 0, OPT_TEXT, "DIMENSION", "a document for each value; FILE holds {DIMENSION}"},
	{"as-of", 0, OPT_TEXT, "DATE", "what was known at the end of that day"},
	{"check", 0, OPT_FLAG, NULL, "only look whether the template fits the queries"},
	{"log", 0, OPT_TEXT, "FILE", "append a line of JSON about the run, with hashes"},
	{0},
};

static int read_dates(struct report_run *report)
{
	struct run *run = report->run;
	const char *as_of = opts_text(run->opts, "as-of");
	enum period period;
	int32_t number;

	if (!report->period)
		return err_set(&run->err, "--for PERIOD is missing");
	if (period_parse(report->period, &period, &number, &run->err) < 0)
		return err_prefix(&run->err, "--for");
	report->first_day = period_first_day(period, number);
	report->last_day = period_last_day(period, number);
	report->as_of = report->last_day;
	if (as_of && !date_read(as_of, strlen(as_of), &report->as_of))
		return err_set(
			&run->err, "--as-of takes a date such as 2026-10-31, not '%s'", as_of);
	return 0;
}

/* --- what the template says of itself --- */

static const char *find_param(const struct template *template, const char *name, size_t n)
{
	const struct setting *settings;
	size_t n_settings = template_settings(template, &settings);

	for (size_t i = 0; i < n_settings; i++)
		if (!strcmp(settings[i].group, "params") && text_is(name, n, settings[i].name))
			return settings[i].value;
	return NULL;
}

static int check_set(struct run *run, const struct template *template)
{
	const char *const *set;
	size_t n = opts_texts(run->opts, "set", &set);

	for (size_t i = 0; i < n; i++) {
		size_t length = strcspn(set[i], "=");

		if (!set[i][length])
			return err_set(&run->err, "--set takes NAME=VALUE, not '%s'", set[i]);
		if (template && !find_param(template, set[i], length))
			return err_set(&run->err, "--set: '%s' has no parameter '%.*s'",
				file_name(template_path(template)), (int)length, set[i]);
	}
	return 0;
}

/* The value that --set gives, or NULL. */
static const char *find_set(const struct run *run, const char *name)
{
	const char *const *set;
	size_t n = opts_texts(run->opts, "set", &set);
	const char *value = NULL;

	for (size_t i = 0; i < n; i++)
		if (text_is(set[i], strcspn(set[i], "="), name))
			value = strchr(set[i], '=') + 1;
	return value;
}

/* A template by departments is told which, or makes one document for each. */
static int check_each(struct report_run *report, const struct template *template)
{
	struct run *run = report->run;
	const char *each = opts_text(run->opts, "each");
	const char *by = template ? template_setting(template, "each") : NULL;

	snprintf(report->each_name, sizeof report->each_name, "%s", each ? each : by ? by : "");
	report->each = *report->each_name ? report->each_name : NULL;
	report->value = by && !each ? find_set(run, by) : NULL;
	if (!template)
		return 0;
	if (each && !find_param(template, each, strlen(each)))
		return err_set(&run->err, "--each: '%s' has no parameter '%s'",
			file_name(template_path(template)), each);
	if (by && !each && !report->value)
		return err_set(&run->err, "'%s' is a report by %s: --each %s or --set %s=VALUE",
			file_name(template_path(template)), by, by, by);
	return 0;
}

/* What is wrong with the template itself is told when it is filled. */
static int read_template(struct report_run *report, const char *path)
{
	struct err ignored;
	struct template *template = template_read(path, &ignored);
	char *const *parts;
	size_t n = template ? template_parts(template, &parts) : 0;
	int status = check_set(report->run, template);

	for (size_t i = 0; i < n; i++)
		report_run_take_input(report, mem_text(parts[i]));
	if (status == 0 && !report->is_check)
		status = check_each(report, template);
	template_free(template);
	return status;
}

/* --- making --- */

static bool is_covered(const struct report_run *report, const struct extent *extent)
{
	for (size_t i = 0; i < extent->n; i++)
		if (extent->sources[i].first <= report->last_day &&
			extent->sources[i].last >= report->first_day)
			return true;
	return false;
}

/* A period that is not over in the data, or that none of them are of, is more often a mistake, or
 * an export that did not come, than what was meant. */
static void tell_missing_days(const struct report_run *report, const struct extent *extent)
{
	char day[DATE_TEXT];

	date_write(day, extent->loaded_until);
	if (extent->loaded_until < report->first_day)
		cmd_say(report->run, "no data of %s: they end on %s", report->period, day);
	else if (!is_covered(report, extent))
		cmd_say(report->run, "no data of %s: no source covers any of its days",
			report->period);
	else if (extent->loaded_until < report->last_day)
		cmd_say(report->run, "incomplete: %s (data as of %s)", report->period, day);
}

/* Nothing is said about days that the store does not know yet: the report stands as of the earlier
 * of the period's end and the newest day loaded. */
static int limit_as_of(struct report_run *report)
{
	struct run *run = report->run;
	struct extent extent;

	if (opts_is_set(run->opts, "as-of"))
		return 0;
	if (extent_load(&extent, store_sql(report->store), NO_DAY, false, &run->err) < 0)
		return -1;
	if (extent.loaded_until != NO_DAY) {
		if (extent.loaded_until < report->as_of)
			report->as_of = extent.loaded_until;
		tell_missing_days(report, &extent);
	}
	extent_release(&extent);
	return 0;
}

/* The values that have complaints in the period; those without a name get no document. */
static int make_each(struct report_run *report, const char *path, struct outputs *outputs)
{
	struct run *run = report->run;
	char *line = mem_format("volume --period all --by %s", report->each);
	struct table *table = report_run_query(report, line, true, &run->err);
	size_t column = table ? table_find(table, report->each) : SIZE_MAX;
	int status = table ? 0 : err_prefix(&run->err, "--each");

	for (size_t row = 0; status == 0 && row < table_rows(table); row++) {
		const struct cell *cell = table_cell(table, row, column);

		if (cell->type == CELL_TEXT && *cell->text != '(')
			status = report_make(report, path, cell->text, outputs, &run->err);
	}
	if (status == 0 && !outputs_count(outputs))
		status = err_set(&run->err, "--each: no %s has a complaint in %s", report->each,
			report->period);
	table_free(table);
	free(line);
	return status;
}

/* The queries' large tables go back to the system one by one as they are freed. Else the allocator
 * keeps more and more of them in two threads' heaps: 166 MB of 2 million complaints, not 100. Small
 * ones stay: each query wants their memory again, which the system would have to clear. */
static void limit_heaps(void)
{
	enum { LARGE = 1 << 20, KEPT = 8 << 20 };

	mallopt(M_MMAP_THRESHOLD, LARGE);
	mallopt(M_TOP_PAD, LARGE);
	mallopt(M_TRIM_THRESHOLD, KEPT);
}

/* One read transaction: a load that ends meanwhile does not mix into the report. */
static enum status make(struct report_run *report, const char *path, struct outputs *outputs)
{
	struct run *run = report->run;
	int status;

	limit_heaps();
	report->store = cmd_open_store(run);
	if (!report->store)
		return STATUS_FAILED;
	if (store_begin_reading(report->store, &report->twin, &run->err) < 0 ||
		limit_as_of(report) < 0)
		return cmd_fail(run, NULL);
	status = opts_is_set(run->opts, "each")
			 ? make_each(report, path, outputs)
			 : report_make(report, path, report->value, outputs, &run->err);
	if (status < 0 || report_publish(report, outputs, &run->err) < 0)
		return cmd_fail(run, NULL);
	return STATUS_DONE;
}

static enum status make_and_log(struct report_run *report, const char *path)
{
	struct run *run = report->run;
	struct outputs *outputs;
	enum status status;
	FILE *log;

	if (report_log_open(opts_text(run->opts, "log"), &log, &run->err) < 0)
		return cmd_fail(run, NULL);
	outputs = outputs_new();
	status = make(report, path, outputs);
	if (log && report_log_write(log, report, outputs, status,
			   status == STATUS_DONE ? "" : run->err.text, &run->err) < 0)
		status = cmd_fail(run, NULL);
	outputs_free(outputs);
	return status;
}

/* --- checking --- */

/* A period of the kind that the template is for. */
static const char *sample_period(const char *path)
{
	static const char *const samples[][2] = {{"day", "2026-10-01"}, {"week", "2026-W43"},
		{"quarter", "2026-Q3"}, {"year", "2026"}, {"month", "2026-10"}};
	struct err ignored;
	struct template *template = template_read(path, &ignored);
	const char *word = template ? template_setting(template, "period") : NULL;
	const char *label = "2026-10";

	for (size_t i = 0; word && i < sizeof samples / sizeof *samples; i++)
		if (!strcmp(word, samples[i][0]))
			label = samples[i][1];
	template_free(template);
	return label;
}

/* The queries run on a store without complaints. */
static enum status check_template(struct report_run *report, const char *path)
{
	struct run *run = report->run;
	struct report_source source;
	struct document *document;

	report->store = store_open(NULL, STORE_PRIVATE, &run->err);
	if (!report->store)
		return cmd_fail(run, NULL);
	report_run_source(report, &source);
	document = report_fill(path, &source, &run->err);
	if (!document)
		return cmd_fail(run, NULL);
	document_free(document);
	cmd_say(run, "%s: fits", path);
	return STATUS_DONE;
}

static int check_calls(struct report_run *report, char **path)
{
	struct run *run = report->run;
	const char *const *paths;
	size_t n = opts_texts(run->opts, "output", &paths);

	report->is_check = opts_flag(run->opts, "check");
	*path = report_find_template(run, run->operands[0]);
	if (!*path)
		return -1;
	report->period = opts_text(run->opts, "for");
	if (report->is_check && !report->period)
		report->period = sample_period(*path);
	if (read_dates(report) < 0)
		return -1;
	if (!report->is_check &&
		report_check_outputs(run, paths, n, opts_text(run->opts, "each")) < 0)
		return -1;
	if (!report->is_check && !run->db)
		return err_set(&run->err, "-d STORE is missing");
	return read_template(report, *path);
}

static enum status run_report(struct run *run)
{
	struct report_run report;
	enum status status;
	char *path = NULL;

	if (report_run_init(&report, run) < 0 || check_calls(&report, &path) < 0)
		status = cmd_misuse(run, NULL);
	else
		status = report.is_check ? check_template(&report, path)
					 : make_and_log(&report, path);
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
