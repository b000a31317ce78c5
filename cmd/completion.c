/* Completions for bash, from the commands' own tables and the query files' headers. */
#include "cmd/cmd.h"

#include <stdlib.h>
#include <string.h>

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

static enum status run_completion(struct run *run)
{
	size_t n;
	char **files = share_list(run->share, "queries", ".sql", &n);

	printf("_kesu() {\n\tlocal words word=${COMP_WORDS[COMP_CWORD]}\n"
	       "\tcase ${COMP_WORDS[1]} in\n");
	for (const struct command *const *c = COMMANDS; *c; c++)
		print_case((*c)->name, (*c)->tables);
	for (size_t i = 0; i < n; i++) {
		files[i][strlen(files[i]) - strlen(".sql")] = '\0';
		print_query(run, files[i]);
	}
	printf("\tesac\n\tif [ \"$COMP_CWORD\" = 1 ]; then\n\t\twords='");
	for (const struct command *const *c = COMMANDS; *c; c++)
		printf(" %s", (*c)->name);
	for (size_t i = 0; i < n; i++) {
		printf(" %s", files[i]);
		free(files[i]);
	}
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
