#include "cmd/cmd.h"

#include <string.h>

static enum status run_help(struct run *run)
{
	(void)run;
	printf("Usage: kesu COMMAND [OPTION]... [FILE]...\n\n");
	for (const struct command *const *c = COMMANDS; *c; c++)
		printf("  %-12s %s\n", (*c)->name, (*c)->summary);
	printf("\n'kesu COMMAND -h' shows a command's options.\n");
	return STATUS_DONE;
}

const struct command COMMAND_HELP = {
	.name = "help",
	.summary = "list the commands",
	.operands = "",
	.db = DB_NONE,
	.run = run_help,
};
