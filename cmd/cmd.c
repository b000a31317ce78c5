#include "cmd/cmd.h"

#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/file.h"
#include "base/mem.h"
#include "cmd/progress.h"
#include "history/past.h"
#include "table/write.h"

const struct opt DB_OPTIONS[] = {
	{"db", 'd', OPT_TEXT, "STORE", "complaint store; without one, canonical CSV in and out"},
	{0},
};

const struct opt PAST_OPTIONS[] = {
	{"as-loaded", 0, OPT_TEXT, "RUN|DATE",
		"what the store knew after that run, or at the end of that day"},
	{0},
};

const struct opt OUTPUT_OPTIONS[] = {
	{"output", 'o', OPT_TEXT, "FILE", "write to FILE instead of the standard output"},
	{"format", 'f', OPT_CHOICE, "FORMAT", "how to write it", "csv|excel|tsv|json|md|table"},
	{0},
};

const struct opt CLASSIFIER_OPTIONS[] = {
	{"rules", 0, OPT_TEXT, "FILE", "rule file instead of rules/causes.csv"},
	{"model", 0, OPT_TEXT, "FILE|none",
		"model that decides with the rules, instead of rules/causes.model; with --rules "
		"none"},
	{0},
};

const struct opt COMMON_OPTIONS[] = {
	{"quiet", 'q', OPT_FLAG, NULL, "no talk on stderr but errors"},
	{"lang", 0, OPT_CHOICE, "LANG", "language of names and messages in results",
		"zh-CN|zh-TW|en", "zh-CN"},
	{"help", 'h', OPT_FLAG, NULL, "show this help"},
	{0},
};

static void say(struct run *run, const char *text)
{
	const char *name = run->name;

	progress_hide(run);
	fprintf(stderr, "kesu%s%s: %s\n", *name ? " " : "", name, text);
}

static void set_message(struct err *err, const char *format, va_list args)
{
	char text[sizeof err->text];

	vsnprintf(text, sizeof text, format, args);
	err_set(err, "%s", text);
}

bool cmd_reader_has_gone(void)
{
	struct pollfd out = {.fd = STDOUT_FILENO};

	return ferror(stdout) && poll(&out, 1, 0) == 1 && (out.revents & POLLERR);
}

enum status cmd_fail(struct run *run, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (format)
		set_message(&run->err, format, args);
	va_end(args);
	if (!run->dies_by_pipe || !cmd_reader_has_gone())
		say(run, run->err.text);
	return STATUS_FAILED;
}

enum status cmd_misuse(struct run *run, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (format)
		set_message(&run->err, format, args);
	va_end(args);
	say(run, run->err.text);
	fprintf(stderr, "see 'kesu %s%s-h'\n", run->name, *run->name ? " " : "");
	return STATUS_USAGE;
}

void cmd_say(struct run *run, const char *format, ...)
{
	struct err line; /* one line, whatever a file is named */
	va_list args;

	if (run->is_quiet)
		return;
	va_start(args, format);
	set_message(&line, format, args);
	va_end(args);
	progress_hide(run);
	fprintf(stderr, "%s\n", line.text);
}

enum status cmd_put_bytes(struct run *run, const void *bytes, size_t n)
{
	const char *path = opts_text(run->opts, "output");

	if (file_write(path ? path : "-", bytes, n, &run->err) < 0)
		return cmd_fail(run, NULL);
	return STATUS_DONE;
}

struct outfile *cmd_prepare_table(struct run *run, const struct table *table)
{
	const char *word = opts_text(run->opts, "format");
	const char *path = opts_text(run->opts, "output");
	bool to_terminal = run->to_terminal && !opts_is_set(run->opts, "output");
	enum table_format format = to_terminal ? FORMAT_TABLE : FORMAT_CSV;
	struct write_style style = {.width = to_terminal ? (size_t)run->width : 0,
		.ascii = to_terminal && !run->is_utf8};
	struct buf bytes = {0};
	struct outfile *out;

	if (word)
		table_format_read(word, &format); /* -f takes no other words */
	style.labels = cmd_labels(run);
	if (!style.labels)
		return NULL;
	table_write(table, format, &style, &bytes);
	out = file_prepare(path ? path : "-", buf_text(&bytes), bytes.len, &run->err);
	buf_release(&bytes);
	if (!out)
		cmd_fail(run, NULL);
	return out;
}

enum status cmd_put_table(struct run *run, const struct table *table)
{
	struct outfile *out = cmd_prepare_table(run, table);

	if (!out)
		return STATUS_FAILED;
	return outfile_commit(out, &run->err) < 0 ? cmd_fail(run, NULL) : STATUS_DONE;
}

enum status cmd_publish_table(struct run *run, struct outfile *out)
{
	if (!out || outfile_commit(out, &run->err) == 0)
		return STATUS_DONE;
	err_prefix(&run->err, "the store has changed, but its table is lost");
	return cmd_fail(run, NULL);
}

/* "-" as the only operand forces filter mode, so that KESU_DB does not get in the way. */
const char *cmd_choose_db(const struct run *run)
{
	const char *db = opts_has(run->opts, "db") ? opts_text(run->opts, "db") : NULL;
	bool is_stdin = run->n_operands == 1 && !strcmp(run->operands[0], "-");

	if (db || is_stdin)
		return db;
	db = getenv("KESU_DB");
	return db && *db ? db : NULL;
}

const struct labels *cmd_labels(struct run *run)
{
	static struct labels *loaded; /* one command per process */

	if (!loaded)
		loaded = labels_load(run->share, run->lang, &run->err);
	if (!loaded)
		cmd_fail(run, NULL);
	return loaded;
}

/* The shipped model has learned with the shipped rules. */
void cmd_say_model(struct run *run, const struct classifier *classifier)
{
	if (!classifier_model_hash(classifier))
		cmd_say(run, "'%s' has no causes.model beside it: the rules decide alone",
			classifier_path(classifier));
}

static int add_model(struct run *run, struct classifier *c)
{
	const char *model = opts_text(run->opts, "model");

	if (model && strcmp(model, "none") == 0)
		return 0;
	if (model)
		return classifier_add_model(c, model, &run->err);
	if (opts_text(run->opts, "rules"))
		return 0;
	if (classifier_add_model_beside(c, &run->err) < 0)
		return -1;
	cmd_say_model(run, c);
	return 0;
}

struct classifier *cmd_classifier(struct run *run)
{
	const char *model = opts_text(run->opts, "model");
	struct classifier *c =
		classifier_load(run->share, opts_text(run->opts, "rules"), &run->err);

	if (!c || add_model(run, c) < 0) {
		classifier_free(c);
		cmd_fail(run, NULL);
		return NULL;
	}
	if (!classifier_fits_model(c))
		cmd_say(run, "'%s' was trained with other rules: train it again",
			model ? model : "causes.model");
	return c;
}

struct store *cmd_open_store(struct run *run)
{
	bool has_past = opts_has(run->opts, "as-loaded");
	const char *when = has_past ? opts_text(run->opts, "as-loaded") : NULL;
	struct store *store = when ? store_open_past(run->db, when, &run->err)
				   : store_open(run->db, STORE_READ, &run->err);

	if (!store)
		cmd_fail(run, NULL);
	return store;
}

enum status cmd_check_output(struct run *run)
{
	static const char *const DOCUMENTS[] = {
		".xlsx", ".xls", ".pdf", ".html", ".svg", ".png", ".docx"};
	const char *path = opts_text(run->opts, "output");
	const char *suffix = path ? strrchr(path, '.') : NULL;

	for (size_t i = 0; suffix && i < sizeof DOCUMENTS / sizeof *DOCUMENTS; i++)
		if (!strcasecmp(suffix, DOCUMENTS[i]))
			return cmd_misuse(run,
				"'%s': this writes a table (-f csv, excel, tsv, json, md); a "
				"workbook is "
				"made of it by kesu sheet, a picture by kesu chart",
				path);
	return STATUS_DONE;
}

enum status cmd_check_run(struct run *run, const char *option)
{
	const char *when = opts_has(run->opts, option) ? opts_text(run->opts, option) : NULL;

	if (!when || store_is_run_name(when))
		return STATUS_DONE;
	return cmd_misuse(run,
		"--%s: '%s' is neither a run's number nor YYYY-MM-DD nor YYYY-MM-DD HH:MM:SS",
		option, when);
}

int64_t cmd_now(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");

	return cmd_local(epoch ? strtoll(epoch, NULL, 10) : (int64_t)time(NULL));
}

int64_t cmd_local(int64_t utc)
{
	time_t instant = (time_t)utc;
	struct tm tm;

	if (!localtime_r(&instant, &tm))
		return utc;
	return (int64_t)date_day(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) * DAY_SECONDS +
	       tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec;
}

static bool is_plain(const char *word)
{
	return *word && !strpbrk(word, " \t\n\"'\\$&|;<>()*?[]#~`!{}");
}

char *cmd_line(const struct run *run)
{
	struct buf line = {0};

	for (int i = 1; i < run->argc; i++) {
		if (i > 1)
			buf_add_char(&line, ' ');
		if (is_plain(run->argv[i])) {
			buf_add_text(&line, run->argv[i]);
			continue;
		}
		buf_add_char(&line, '\'');
		for (const char *p = run->argv[i]; *p; p++)
			*p == '\'' ? buf_add_text(&line, "'\\''") : buf_add_char(&line, *p);
		buf_add_char(&line, '\'');
	}
	return buf_take(&line);
}
