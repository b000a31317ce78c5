#include "cmd/cmd.h"

#include <stddef.h>

extern const struct command COMMAND_HELP;

const struct command *const COMMANDS[] = {
	&COMMAND_HELP,
	NULL,
};
