#include "cmd/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "metric/functions.h"
#include "metric/metric.h"

static const struct opt HELP_OPTIONS[] = {
	{"names", 0, OPT_FLAG, NULL, "only names, each with 'command' or 'query'"},
	{0},
};

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* "growth.sql" -> "growth", in place; "growth-mix.sql" was before it. */
static void name_queries(char **files, size_t n)
{
	for (size_t i = 0; i < n; i++)
		files[i][strlen(files[i]) - strlen(".sql")] = '\0';
	if (n)
		qsort(files, n, sizeof *files, compare_names);
}

static void list_commands(bool only_names)
{
	for (const struct command *const *c = COMMANDS; *c; c++) {
		if (only_names)
			printf("%s command\n", (*c)->name);
		else
			printf("  %-16s %s\n", (*c)->name, (*c)->summary);
	}
}

/* A query file that cannot be read is listed with what is wrong, never left out. */
static void list_query(struct run *run, const char *name, bool only_names)
{
	const char *lang = opts_is_set(run->opts, "lang") ? run->lang : "en"; /* as -h has it */
	struct query *query = query_find(run->share, name, &run->err);

	if (only_names)
		printf("%s query\n", name);
	else
		printf("  %-16s %s\n", name, query ? query_question(query, lang) : run->err.text);
	query_free(query);
}

static void list_queries(struct run *run, bool only_names)
{
	size_t n;
	char **files = share_list(run->share, "queries", ".sql", &n);

	name_queries(files, n);
	for (size_t i = 0; i < n; i++) {
		list_query(run, files[i], only_names);
		free(files[i]);
	}
	free(files);
}

static void list_function(const struct metric_function *f)
{
	const struct metric_example *example = metric_example(f->function.name);

	printf("\n  %s(%s)\n      %s\n", f->function.name, f->arguments, f->meaning);
	if (example)
		printf("      %s = %s\n", example->call, example->rows);
	printf("      [%s]\n", f->source);
}

static void list_functions(void)
{
	printf("Functions that the SQL of a query file may call, beside those of SQLite.\n"
	       "NULL or text where a number is due, or an undefined answer: NULL. Examples are\n"
	       "what stands behind SELECT, and its rows.\n");
	for (size_t i = 0; METRIC_FUNCTIONS[i]; i++)
		for (const struct metric_function *f = METRIC_FUNCTIONS[i]; f->function.name; f++)
			list_function(f);
}

static enum status run_help(struct run *run)
{
	bool only_names = opts_flag(run->opts, "names");

	if (run->n_operands) {
		if (strcmp(run->operands[0], "functions") != 0 || only_names)
			return cmd_misuse(run, "'%s' is no topic: functions", run->operands[0]);
		list_functions();
		return STATUS_DONE;
	}
	if (!only_names)
		printf("kesu " KESU_VERSION
		       ": customer-complaint analytics, from raw exports to reports\n\n"
		       "Usage: kesu COMMAND [OPTION]... [FILE]...\n\nCommands:\n");
	list_commands(only_names);
	if (!only_names)
		printf("\nQuestions (each a file of queries/, with -d STORE or as a filter):\n");
	list_queries(run, only_names);
	if (!only_names)
		printf("\n'kesu query FILE.sql' asks a question of your own.\n"
		       "'kesu trace QUERY' names the complaints behind a row of its table.\n"
		       "'kesu help functions' lists what its SQL may call.\n"
		       "'kesu COMMAND -h' shows a command's options, 'man kesu-COMMAND' its "
		       "manual.\n");
	return STATUS_DONE;
}

static const struct opt *const TABLES[] = {HELP_OPTIONS, NULL};

const struct command COMMAND_HELP = {
	.name = "help",
	.summary = "list the commands and questions",
	.operands = "[COMMAND|functions]",
	.tables = TABLES,
	.max_operands = 1,
	.db = DB_NONE,
	.run = run_help,
};
