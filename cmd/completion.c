/* Completions for bash, from the commands' own tables and the query files' headers. */
#include "cmd/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/query.h"
#include "metric/metric.h"

static void print_options(const struct opt *const *tables)
{
	for (; tables && *tables; tables++)
		for (const struct opt *opt = *tables; opt->name; opt++)
			printf(" --%s", opt->name);
}

static void print_case(const char *name, const struct opt *const *tables)
{
	static const struct opt *const common[] = {COMMON_OPTIONS, NULL};

	printf("\t%s) words='", name);
	print_options(tables);
	print_options(common);
	printf("' ;;\n");
}

static void print_query(struct run *run, const char *name)
{
	struct query *query = query_find(run->share, name, &run->err);
	const struct opt *tables[] = {
		DB_OPTIONS, PAST_OPTIONS, OUTPUT_OPTIONS, METRIC_OPTIONS, NULL, NULL};

	if (!query)
		return; /* `kesu help` says what is wrong with it */
	tables[4] = query_options(query);
	print_case(name, tables);
	query_free(query);
}

static void print_names(char **names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		printf(" %s", names[i]);
}

/* `kesu trace QUERY` takes that query's options and its own. */
static void print_trace(char **queries, size_t n)
{
	printf("\tif [ \"${COMP_WORDS[1]}\" = trace ]; then\n\t\twords+='");
	print_options((const struct opt *const[]){TRACE_OPTIONS, NULL});
	printf("'\n\t\tif [ \"$COMP_CWORD\" = 2 ]; then\n\t\t\twords='");
	print_names(queries, n);
	printf("'\n\t\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n\t\t\treturn\n"
	       "\t\tfi\n\tfi\n");
}

static enum status run_completion(struct run *run)
{
	size_t n;
	char **files = share_list(run->share, "queries", ".sql", &n);

	printf("_kesu() {\n\tlocal words command=${COMP_WORDS[1]} word=${COMP_WORDS[COMP_CWORD]}\n"
	       "\t[ \"$command\" = trace ] && command=${COMP_WORDS[2]}\n"
	       "\tcase $command in\n");
	for (const struct command *const *c = COMMANDS; *c; c++)
		print_case((*c)->name, (*c)->tables);
	for (size_t i = 0; i < n; i++) {
		files[i][strlen(files[i]) - strlen(".sql")] = '\0';
		print_query(run, files[i]);
	}
	printf("\tesac\n");
	print_trace(files, n);
	printf("\tif [ \"$COMP_CWORD\" = 1 ]; then\n\t\twords='");
	for (const struct command *const *c = COMMANDS; *c; c++)
		printf(" %s", (*c)->name);
	printf(" trace");
	print_names(files, n);
	for (size_t i = 0; i < n; i++)
		free(files[i]);
	free(files);
	printf("'\n\telif [[ $word != -* ]]; then\n\t\tCOMPREPLY=($(compgen -f -- \"$word\"))\n"
	       "\t\treturn\n\tfi\n\tCOMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\n"
	       "complete -o filenames -F _kesu kesu\n");
	return STATUS_DONE;
}

const struct command COMMAND_COMPLETION = {
	.name = "completion",
	.summary = "print completions for bash",
	.operands = "",
	.db = DB_NONE,
	.run = run_completion,
};
