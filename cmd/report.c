/* kesu report: one template, one snapshot of the store, all documents. */
#include "cmd/cmd.h"
#include "cmd/report_outputs.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "metric/extent.h"
#include "metric/metric.h"
#include "report/report.h"
#include "report/template.h"

static const struct opt REPORT_OPTIONS[] = {
	{"for", 0, OPT_TEXT, "PERIOD", "the period: 2026-10, 2026-W43, 2026-Q3", .alias = "month"},
	{"output", 'o', OPT_TEXTS, "FILE", "write .pdf, .xlsx, .html or .md; may be repeated"},
	{"set", 0, OPT_TEXTS, "NAME=VALUE", "a parameter of the template; may be repeated"},
	{"as-of", 0, OPT_TEXT, "DATE", "what was known at the end of that day"},
	{0},
};

enum { MAX_LINE_WORDS = 64, MAX_LANGS = 3 };

static const char *const LANGS[MAX_LANGS] = {"zh-CN", "zh-TW", "en"};

struct report_run {
	struct run *run;
	struct store *store;
	const char *lang; /* of the template */
	struct labels *labels[MAX_LANGS];
	int32_t as_of, first_day, last_day;
};

/* --- queries --- */

/* Words of a query line, as a shell splits them: blanks, '...' and "...". In place. */
static int split_line(char *line, char **words, struct err *err)
{
	char *out = line;
	int n = 0;

	for (char *p = line; *p;) {
		char quote = 0;

		p += strspn(p, " \t");
		if (!*p)
			break;
		if (n == MAX_LINE_WORDS)
			return err_set(err, "too many words");
		words[n++] = out;
		for (; *p && (quote || (*p != ' ' && *p != '\t')); p++) {
			if (quote ? *p == quote : *p == '\'' || *p == '"')
				quote = quote ? 0 : *p;
			else
				*out++ = *p;
		}
		if (quote)
			return err_set(err, "a quote is never closed");
		p += *p != '\0';
		*out++ = '\0';
	}
	return n ? n : err_set(err, "a query's name is missing");
}

/* The report's period bounds a query that says no bounds of its own. */
static int add_bounds(const struct report_run *report, const struct opts *opts, char **words, int n,
	struct arena *arena)
{
	char day[DATE_TEXT];

	if (!opts_is_set(opts, "from"))
		words[n++] = arena_format(arena, "--from=%s", date_write(day, report->first_day));
	if (!opts_is_set(opts, "to"))
		words[n++] = arena_format(arena, "--to=%s", date_write(day, report->last_day));
	return n;
}

static struct table *run_words(struct report_run *report, struct query *query, char **words, int n,
	struct arena *arena, struct err *err)
{
	const struct opt *const tables[] = {METRIC_OPTIONS, query_options(query), NULL};
	struct metric_context context = {.share = report->run->share,
		.labels = cmd_labels(report->run),
		.lang = report->lang,
		.as_of = report->as_of};
	struct opts *opts = opts_parse(tables, n, words, err);
	struct table *table = NULL;
	const char *const *operands;

	if (!opts)
		return NULL;
	n = add_bounds(report, opts, words, n, arena);
	opts_free(opts);
	opts = opts_parse(tables, n, words, err);
	if (!opts)
		return NULL;
	if (opts_operands(opts, &operands))
		err_set(err, "unexpected '%s'", operands[0]);
	else
		table = query_run(query, report->store, opts, &context, err);
	opts_free(opts);
	return table;
}

static struct table *run_query(void *context, const char *command_line, struct err *err)
{
	struct report_run *report = context;
	char *line = mem_text(command_line);
	char *words[MAX_LINE_WORDS + 2];
	int n = split_line(line, words, err);
	struct query *query = n < 0 ? NULL : query_find(report->run->share, words[0], err);
	struct arena arena = {0};
	struct table *table = NULL;

	if (query)
		table = run_words(report, query, words, n, &arena, err);
	query_free(query);
	arena_release(&arena);
	free(line);
	return table;
}

static const struct labels *find_labels(void *context, const char *lang, struct err *err)
{
	struct report_run *report = context;

	report->lang = lang;
	for (size_t i = 0; i < MAX_LANGS; i++) {
		if (strcmp(LANGS[i], lang) != 0)
			continue;
		if (!report->labels[i])
			report->labels[i] = labels_load(report->run->share, lang, err);
		return report->labels[i];
	}
	err_set(err, "lang: zh-CN, zh-TW or en, not '%s'", lang);
	return NULL;
}

/* --- the run --- */

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

static int check_lists(struct run *run, const char *const *paths, size_t n)
{
	const char *const *set;
	size_t n_set = opts_texts(run->opts, "set", &set);

	if (!n)
		return err_set(&run->err, "-o FILE is missing");
	if (n > MAX_OUTPUTS)
		return err_set(&run->err, "at most %d outputs", MAX_OUTPUTS);
	for (size_t i = 0; i < n; i++)
		if (!report_knows_output(paths[i]))
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

static enum status fill_and_write(struct report_run *report, const char *path)
{
	struct run *run = report->run;
	char as_of[DATE_TEXT];
	struct report_source source = {.run = run_query,
		.context = report,
		.share = run->share,
		.labels = find_labels,
		.period = opts_text(run->opts, "for"),
		.as_of = date_write(as_of, report->as_of)};
	const char *const *paths;
	size_t n = opts_texts(run->opts, "output", &paths);
	struct document *document;
	int status;

	source.n_set = opts_texts(run->opts, "set", &source.set);
	document = report_fill(path, &source, &run->err);
	if (!document)
		return cmd_fail(run, NULL);
	status = report_write(document, paths, n, &run->err);
	document_free(document);
	if (status < 0)
		return cmd_fail(run, NULL);
	for (size_t i = 0; i < n; i++)
		cmd_say(run, "%s", paths[i]);
	return STATUS_DONE;
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

static enum status run_report(struct run *run)
{
	struct report_run report = {.run = run};
	const char *const *paths;
	size_t n = opts_texts(run->opts, "output", &paths);
	enum status status;
	char *path;

	if (read_dates(&report, opts_text(run->opts, "for")) < 0 || check_lists(run, paths, n) < 0)
		return cmd_misuse(run, NULL);
	if (!run->db)
		return cmd_misuse(run, "-d STORE is missing");
	path = find_template(run);
	if (!path || check_set(run, path) < 0) {
		free(path);
		return cmd_misuse(run, NULL);
	}
	report.store = cmd_open_store(run);
	/* One read transaction: a load that ends meanwhile does not mix into the report. */
	if (!report.store)
		status = STATUS_FAILED;
	else if (sql_run(store_sql(report.store), &run->err, "BEGIN") == 0 &&
		 limit_as_of(&report) == 0)
		status = fill_and_write(&report, path);
	else
		status = cmd_fail(run, NULL);
	store_close(report.store);
	for (size_t i = 0; i < MAX_LANGS; i++)
		labels_free(report.labels[i]);
	free(path);
	return status;
}

static const struct opt *const TABLES[] = {DB_OPTIONS, PAST_OPTIONS, REPORT_OPTIONS, NULL};

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
