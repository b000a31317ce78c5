#pragma once
/* A query file asked from the command line, by any command that takes its options. */
#include "cmd/cmd.h"
#include "metric/metric.h"

struct query_use {
	const char *usage;         /* after "kesu" */
	const struct opt *options; /* of the command itself, or NULL */
	enum status (*run)(const struct query *query, struct run *run);
};

/* Parses the options, shows -h, checks, and runs. argv[0] is skipped. */
enum status query_ask(const struct query *query, const struct query_use *use, int argc, char **argv,
	struct run *run);

/* `kesu trace QUERY ...`: cmd/trace.c. Its options come beside those of the query. */
extern const struct opt TRACE_OPTIONS[];
enum status trace_command(int argc, char **argv, struct run *run);
