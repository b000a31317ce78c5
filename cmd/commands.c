#include "cmd/cmd.h"

#include <stddef.h>

extern const struct command COMMAND_CHART;
extern const struct command COMMAND_COMPLETION;
extern const struct command COMMAND_HELP;
extern const struct command COMMAND_REPORT;
extern const struct command COMMAND_SHEET;

const struct command *const COMMANDS[] = {
	&COMMAND_CHART,
	&COMMAND_COMPLETION,
	&COMMAND_HELP,
	&COMMAND_REPORT,
	&COMMAND_SHEET,
	NULL,
};
