/* A line of a template's front matter, "growth --by cause", run as the command of that name. */
#include "cmd/report_query.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "cmd/report_ahead.h"
#include "metric/metric.h"

enum { MAX_LINE_WORDS = 64, MORE_WORDS = 4 }; /* these are ours */

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

/* A query of single complaints and what was written: then the names in it must be known. */
static bool tells_texts(const struct query *query)
{
	for (size_t i = 0; i < query_columns(query); i++)
		if (!strcmp(query_column(query, i)->name, "text"))
			return true;
	return false;
}

/* The report's period bounds a query that says no bounds of its own; its group every one. */
static int add_bounds(const struct report_run *report, const struct query *query,
	const struct opts *opts, char **words, int n, bool is_whole, struct arena *arena)
{
	char day[DATE_TEXT];

	if (!opts_is_set(opts, "from"))
		words[n++] = arena_format(arena, "--from=%s", date_write(day, report->first_day));
	if (!opts_is_set(opts, "to"))
		words[n++] = arena_format(arena, "--to=%s", date_write(day, report->last_day));
	if (report->each && report->value && !is_whole)
		words[n++] = arena_format(arena, "--where=%s=%s", report->each, report->value);
	if (report->privacy && tells_texts(query))
		words[n++] = arena_format(arena, "--ids");
	return n;
}

static struct table *run_words(const struct report_run *report, struct store *store,
	const struct query *query, char **words, int n, bool is_whole, struct arena *arena,
	struct err *err)
{
	const struct opt *const tables[] = {METRIC_OPTIONS, query_options(query), NULL};
	struct metric_context context = {.share = report->run->share,
		.labels = cmd_labels(report->run),
		.shared = report->shared,
		.lang = report->lang,
		.as_of = report->as_of,
		.has_row_ids = true};
	struct opts *opts = opts_parse(tables, n, words, err);
	struct table *table = NULL;
	const char *const *operands;

	if (!opts)
		return NULL;
	n = add_bounds(report, query, opts, words, n, is_whole, arena);
	opts_free(opts);
	opts = opts_parse(tables, n, words, err);
	if (!opts)
		return NULL;
	if (opts_operands(opts, &operands))
		err_set(err, "unexpected '%s'", operands[0]);
	else
		table = query_run(query, store, opts, &context, err);
	opts_free(opts);
	return table;
}

/* The line's words, in `text`, and the query that the first of them names. */
static struct query *find_query(
	const struct report_run *report, char *text, char **words, int *n, struct err *err)
{
	*n = split_line(text, words, err);
	return *n < 0 ? NULL : query_find(report->run->share, words[0], err);
}

struct table *report_ask(const struct report_run *report, struct store *store, const char *line,
	bool is_whole, struct err *err)
{
	char *text = mem_text(line);
	char *words[MAX_LINE_WORDS + MORE_WORDS];
	int n;
	struct query *query = find_query(report, text, words, &n, err);
	struct arena arena = {0};
	struct table *table = NULL;

	if (query)
		table = run_words(report, store, query, words, n, is_whole, &arena, err);
	query_free(query);
	arena_release(&arena);
	free(text);
	return table;
}

bool report_ask_takes_long(const struct report_run *report, const char *line)
{
	char *text = mem_text(line);
	char *words[MAX_LINE_WORDS + MORE_WORDS];
	struct err ignored;
	int n;
	struct query *query = find_query(report, text, words, &n, &ignored);
	bool takes_long = query && query_takes_long(query);

	query_free(query);
	free(text);
	return takes_long;
}

/* The documents depend on the query's file. */
static void note_query(struct report_run *report, const char *line)
{
	char *text = mem_text(line);
	char *words[MAX_LINE_WORDS + MORE_WORDS];
	struct err ignored;
	int n;
	struct query *query = find_query(report, text, words, &n, &ignored);
	char *file = query ? mem_format("%s.sql", query_name(query)) : NULL;
	char *path = file ? share_find(report->run->share, "queries", file) : NULL;

	if (path)
		report_run_take_input(report, path);
	free(file);
	query_free(query);
	free(text);
}

struct table *report_run_query(
	void *context, const char *command_line, bool is_whole, struct err *err)
{
	struct report_run *report = context;
	struct table *table;

	note_query(report, command_line);
	return ahead_take(report->ahead, command_line, is_whole, &table, err)
		       ? table
		       : report_ask(report, report->store, command_line, is_whole, err);
}
