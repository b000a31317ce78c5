/* kesu COMMAND ...: finds the command's row, parses its options, runs it, and checks that what it
 * wrote to the standard output has arrived. */
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "cmd/cmd.h"

enum { MAX_TABLES = 16 };

static const struct command *find_command(const char *name)
{
	for (const struct command *const *c = COMMANDS; *c; c++)
		if (!strcmp((*c)->name, name))
			return *c;
	return NULL;
}

static void print_help(const struct command *command, const struct opt *const *tables)
{
	struct buf out = {0};

	buf_format(&out, "Usage: kesu %s [OPTION]...%s%s\n%c%s.\n\n", command->name,
		*command->operands ? " " : "", command->operands, command->summary[0] - 'a' + 'A',
		command->summary + 1);
	opts_help(tables, &out);
	fputs(buf_text(&out), stdout);
	buf_release(&out);
}

static enum status check_operands(const struct command *command, struct run *run)
{
	if (run->n_operands < command->min_operands)
		return cmd_misuse(run, "%s is missing", command->operands);
	if (run->n_operands > command->max_operands)
		return cmd_misuse(
			run, "unexpected operand '%s'", run->operands[command->max_operands]);
	return cmd_check_run(run, "as-loaded");
}

static bool writes_table(const struct opt *const *tables)
{
	while (*tables && *tables != OUTPUT_OPTIONS)
		tables++;
	return *tables;
}

static enum status run_parsed(
	const struct command *command, const struct opt *const *tables, struct run *run)
{
	enum status status;

	run->lang = opts_text(run->opts, "lang");
	run->is_quiet = opts_flag(run->opts, "quiet");
	run->n_operands = opts_operands(run->opts, &run->operands);
	if (opts_flag(run->opts, "help")) {
		print_help(command, tables);
		return STATUS_DONE;
	}
	status = check_operands(command, run);
	if (status == STATUS_DONE && writes_table(tables) && !command->makes_books)
		status = cmd_check_output(run);
	if (status != STATUS_DONE)
		return status;
	if (command->db == DB_READS)
		run->db = cmd_choose_db(run);
	else
		run->db = opts_has(run->opts, "db") ? opts_text(run->opts, "db") : NULL;
	return command->run(run);
}

static enum status run_command(
	const struct command *command, int argc, char **argv, struct run *run)
{
	const struct opt *tables[MAX_TABLES + 2] = {0};
	struct opts *opts;
	enum status status;
	size_t n = 0;

	for (const struct opt *const *t = command->tables; t && *t && n < MAX_TABLES; t++)
		tables[n++] = *t;
	tables[n] = COMMON_OPTIONS;
	run->name = command->name;
	opts = opts_parse(tables, argc, argv, &run->err);
	if (!opts)
		return cmd_misuse(run, NULL);
	run->opts = opts;
	status = run_parsed(command, tables, run);
	opts_free(opts);
	return status;
}

/* What ships with the program lies beside it: ../share/kesu of an installed one, wherever it was
 * installed; the source tree of one that was only built, also where that was moved since. */
static struct share *find_share(void)
{
	const char *fixed[] = {NULL, NULL, NULL};
	char self[4096] = "";
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	size_t source = strlen(KESU_SOURCE);
	int folder = n > 0 ? (int)(file_name(self) - self - 1) : 1;
	char *beside = mem_format("%.*s/../share/kesu", folder, n > 0 ? self : ".");
	char *above = mem_format("%.*s/..", folder, n > 0 ? self : ".");
	struct share *share;

	if (strncmp(self, KESU_SOURCE "/", source + 1) == 0) {
		fixed[0] = KESU_SOURCE;
	} else {
		fixed[0] = beside;
		fixed[1] = above;
	}
	share = share_new(getenv("KESU_PATH"), fixed);
	free(beside);
	free(above);
	return share;
}

static int terminal_width(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/* A failed write is a failed run, also when it shows only now. */
static enum status finish(struct run *run, enum status status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	if (status == STATUS_DONE)
		return cmd_fail(run, "cannot write the standard output: %s", strerror(errno));
	return status;
}

/* Who reads our output may stop early: as other filters we then die by SIGPIPE, but only when all
 * has been put away. Who started us with SIGPIPE ignored gets a message and a status. A file that
 * grows over its limit is a failed write. */
static bool ignore_signals(void)
{
	bool was_ignored = signal(SIGPIPE, SIG_IGN) == SIG_IGN;

	signal(SIGXFSZ, SIG_IGN);
	return !was_ignored;
}

static void die_by_pipe(void)
{
	signal(SIGPIPE, SIG_DFL);
	raise(SIGPIPE);
}

/* Where a standard stream is closed, the next file that is opened would be it, and a message end in
 * a store. What takes its place fails like a closed one. */
static void hold_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/* "help volume" is "volume -h". */
static void turn_help(int argc, char **argv)
{
	static char help[] = "-h";

	if (argc != 3 || strcmp(argv[1], "help") != 0 || argv[2][0] == '-' ||
		!strcmp(argv[2], "functions"))
		return;
	argv[1] = argv[2];
	argv[2] = help;
}

static enum status dispatch(int argc, char **argv, struct run *run)
{
	const char *name = argc > 1 ? argv[1] : "help";
	const struct command *command;

	if (!strcmp(name, "--version"))
		return printf("kesu %s\n", KESU_VERSION) < 0 ? STATUS_FAILED : STATUS_DONE;
	if (!strcmp(name, "-h") || !strcmp(name, "--help"))
		name = "help";
	command = find_command(name);
	if (!command)
		return query_command(name, argc - 1, argv + 1, run);
	return run_command(command, argc > 1 ? argc - 1 : 1, argc > 1 ? argv + 1 : argv, run);
}

int main(int argc, char **argv)
{
	struct run run = {.name = "", .argv = argv, .argc = argc};
	struct share *share;
	const char *zone = getenv("KESU_TZ");
	enum status status;

	hold_streams();
	setlocale(LC_CTYPE, "");
	run.is_utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");
	setlocale(LC_CTYPE, "C"); /* nothing else may depend on the locale */
	setenv("TZ", zone && *zone ? zone : "Asia/Shanghai", 1);
	tzset();
	run.dies_by_pipe = ignore_signals();
	run.to_terminal = isatty(STDOUT_FILENO);
	run.width = run.to_terminal ? terminal_width() : 0;
	run.share = share = find_share();
	turn_help(argc, argv);
	status = dispatch(argc, argv, &run);
	status = finish(&run, status);
	share_free(share);
	if (run.dies_by_pipe && cmd_reader_has_gone())
		die_by_pipe();
	return status;
}
