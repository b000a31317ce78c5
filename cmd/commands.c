#include "cmd/cmd.h"

#include <stddef.h>

extern const struct command COMMAND_CHART;
extern const struct command COMMAND_CHECK;
extern const struct command COMMAND_CLASSIFY;
extern const struct command COMMAND_COMPLETION;
extern const struct command COMMAND_DUPLICATES;
extern const struct command COMMAND_EVALUATE;
extern const struct command COMMAND_EXPLAIN;
extern const struct command COMMAND_EXPORT;
extern const struct command COMMAND_EXPOSURE;
extern const struct command COMMAND_FOOT;
extern const struct command COMMAND_FORM;
extern const struct command COMMAND_HELP;
extern const struct command COMMAND_INGEST;
extern const struct command COMMAND_REPORT;
extern const struct command COMMAND_REVIEW;
extern const struct command COMMAND_REVISIONS;
extern const struct command COMMAND_RUNS;
extern const struct command COMMAND_SHEET;
extern const struct command COMMAND_TRAIN;

const struct command *const COMMANDS[] = {
	&COMMAND_CHART,
	&COMMAND_CHECK,
	&COMMAND_CLASSIFY,
	&COMMAND_COMPLETION,
	&COMMAND_DUPLICATES,
	&COMMAND_EVALUATE,
	&COMMAND_EXPLAIN,
	&COMMAND_EXPORT,
	&COMMAND_EXPOSURE,
	&COMMAND_FOOT,
	&COMMAND_FORM,
	&COMMAND_HELP,
	&COMMAND_INGEST,
	&COMMAND_REPORT,
	&COMMAND_REVIEW,
	&COMMAND_REVISIONS,
	&COMMAND_RUNS,
	&COMMAND_SHEET,
	&COMMAND_TRAIN,
	NULL,
};
