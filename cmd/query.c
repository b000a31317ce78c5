/* Query files as commands: `kesu growth` runs queries/growth.sql, `kesu query FILE.sql` any other.
 */
#include "cmd/query.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { N_TABLES = 8 };

static void fill_tables(
	const struct query *query, const struct opt *own, const struct opt *tables[N_TABLES])
{
	size_t n = 0;

	tables[n++] = DB_OPTIONS;
	tables[n++] = PAST_OPTIONS;
	tables[n++] = METRIC_OPTIONS;
	if (query)
		tables[n++] = query_options(query);
	if (own)
		tables[n++] = own;
	tables[n++] = OUTPUT_OPTIONS;
	tables[n++] = COMMON_OPTIONS;
	tables[n] = NULL;
}

static void add_defaults(const struct query *query, struct buf *out)
{
	bool is_first = true;

	for (const struct opt *opt = METRIC_OPTIONS; opt->name; opt++) {
		const char *value = query_default(query, opt->name);

		if (!value)
			continue;
		buf_format(out, "%s --%s %s", is_first ? "\nUnless told otherwise:" : "", opt->name,
			value);
		is_first = false;
	}
	if (!is_first)
		buf_add_char(out, '\n');
}

/* A rule may have several lines. */
static void add_rule(const char *number, const char *text, struct buf *out)
{
	for (const char *end; *text; text = *end ? end + 1 : end) {
		end = strchrnul(text, '\n');
		buf_format(out, "  %-6s %.*s\n", number, (int)(end - text), text);
		number = "";
	}
}

static void add_columns(const struct query *query, struct buf *out)
{
	buf_add_text(out, "\nColumns: period, those of --by, and\n");
	for (size_t i = 0; i < query_columns(query); i++) {
		const struct column *column = query_column(query, i);

		buf_format(out, "  %-20s %s", column->name, column->unit);
		if (column->of)
			buf_format(out, ", %s", column->of);
		buf_add_char(out, '\n');
	}
	if (query_rules(query))
		buf_add_text(out, "\nRules:\n");
	for (size_t i = 0; i < query_rules(query); i++) {
		const char *number;
		const char *text = query_rule(query, i, &number);

		add_rule(number, text, out);
	}
}

static enum status print_help(const struct query *query, const char *usage,
	const struct opt *const *tables, struct run *run)
{
	struct buf out = {0};

	buf_format(&out, "Usage: kesu %s [OPTION]... [FILE.csv]\n%s\n\n", usage,
		query_question(query, opts_is_set(run->opts, "lang") ? run->lang : "en"));
	opts_help(tables, &out);
	add_defaults(query, &out);
	add_columns(query, &out);
	fputs(buf_text(&out), stdout);
	buf_release(&out);
	return STATUS_DONE;
}

/* Tables for people carry their notes; with other formats these are talk. */
static bool has_notes(const struct run *run)
{
	const char *format = opts_text(run->opts, "format");

	if (!format)
		return run->to_terminal && !opts_is_set(run->opts, "output");
	return !strcmp(format, "table") || !strcmp(format, "md");
}

static void say_notes(struct run *run, const struct table *table)
{
	for (size_t i = 0; i < table_notes(table); i++)
		cmd_say(run, "kesu %s: %s", run->name, table_note(table, i));
}

static bool asks_to_fail(const struct query *query, const struct run *run)
{
	for (const struct opt *opt = query_options(query); opt->name; opt++)
		if (!strcmp(opt->name, "fail") && opt->kind == OPT_FLAG)
			return opts_flag(run->opts, "fail");
	return false;
}

static bool has_alarm(const struct table *table)
{
	size_t alarm = table_find(table, "alarm");

	for (size_t i = 0; alarm != SIZE_MAX && i < table_rows(table); i++)
		if (table_real(table, i, alarm) > 0)
			return true;
	return false;
}

static enum status run_query(const struct query *query, struct run *run)
{
	struct metric_context context = {.share = run->share,
		.labels = cmd_labels(run),
		.lang = has_notes(run) ? run->lang : "en",
		.as_of = NO_DAY};
	enum status status = STATUS_FAILED;
	struct store *store;
	struct table *table;

	if (!context.labels)
		return STATUS_FAILED;
	store = cmd_open_data(run, &status);
	if (!store)
		return status;
	table = query_run(query, store, run->opts, &context, &run->err);
	status = table ? cmd_put_table(run, table) : cmd_fail(run, NULL);
	if (table && !has_notes(run))
		say_notes(run, table);
	if (table && status == STATUS_DONE && asks_to_fail(query, run) && has_alarm(table))
		status = STATUS_ALERT;
	table_free(table);
	store_close(store);
	return status;
}

enum status query_ask(const struct query *query, const struct query_use *use, int argc, char **argv,
	struct run *run)
{
	const struct opt *tables[N_TABLES];
	struct opts *opts;
	enum status status;

	fill_tables(query, use->options, tables);
	opts = opts_parse(tables, argc, argv, &run->err);
	if (!opts)
		return cmd_misuse(run, NULL);
	run->opts = opts;
	run->lang = opts_text(opts, "lang");
	run->is_quiet = opts_flag(opts, "quiet");
	run->n_operands = opts_operands(opts, &run->operands);
	run->db = run->n_operands ? NULL : cmd_choose_db(run); /* a file goes before KESU_DB */
	if (opts_flag(opts, "help"))
		status = print_help(query, use->usage, tables, run);
	else if (run->n_operands > 1)
		status = cmd_misuse(run, "unexpected operand '%s'", run->operands[1]);
	else if (run->n_operands && opts_is_set(opts, "db"))
		status = cmd_misuse(run, "a store and '%s': name one of them", run->operands[0]);
	else if (query_check(query, opts, &run->err) < 0)
		status = cmd_misuse(run, NULL);
	else if ((status = cmd_check_run(run, "as-loaded")) == STATUS_DONE &&
		 (status = cmd_check_output(run)) == STATUS_DONE)
		status = use->run(query, run);
	opts_free(opts);
	return status;
}

/* `kesu query FILE.sql ...`: the file comes first, because it says which options there are. */
static enum status run_file(int argc, char **argv, struct run *run)
{
	struct query *query;
	enum status status;
	char *usage;

	run->name = "query";
	if (argc > 1 && (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help"))) {
		printf("Usage: kesu query FILE.sql [OPTION]... [FILE.csv]\n"
		       "Run a query file from anywhere; 'kesu query FILE.sql -h' shows its "
		       "options.\n'kesu help functions' lists what its SQL may call.\n");
		return STATUS_DONE;
	}
	if (argc < 2 || argv[1][0] == '-')
		return cmd_misuse(run, "FILE.sql is missing: it comes before the options");
	query = query_load(argv[1], &run->err);
	if (!query)
		return cmd_fail(run, NULL);
	usage = mem_format("query %s", argv[1]);
	status = query_ask(
		query, &(struct query_use){usage, NULL, run_query}, argc - 1, argv + 1, run);
	free(usage);
	query_free(query);
	return status;
}

enum status query_command(const char *name, int argc, char **argv, struct run *run)
{
	struct query *query;
	enum status status;

	if (!strcmp(name, "query"))
		return run_file(argc, argv, run);
	if (!strcmp(name, "trace"))
		return trace_command(argc, argv, run);
	if (!query_exists(run->share, name))
		return cmd_misuse(run, "unknown command '%s'", name);
	run->name = name;
	query = query_find(run->share, name, &run->err);
	if (!query)
		return cmd_fail(run, NULL);
	status = query_ask(query, &(struct query_use){name, NULL, run_query}, argc, argv, run);
	query_free(query);
	return status;
}
