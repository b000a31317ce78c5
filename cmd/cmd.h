#pragma once
/* What every subcommand shares: its row in the table, what it gets, how it ends.
 *
 * A command is one file cmd/NAME.c with an option table, a `run` function and
 * `const struct command COMMAND_NAME`, a row in cmd/commands.c, and a manual page cmd/NAME.scd.
 * run() returns an exit status; messages go through cmd_fail() and cmd_say(). Only code under cmd/
 * prints, reads the environment or the clock. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/share.h"
#include "cause/cause.h"
#include "record/labels.h"
#include "store/store.h"
#include "table/table.h"

enum status {
	STATUS_DONE = 0,     /* rejected rows, if any, are in the rejects file and the summary */
	STATUS_FAILED = 1,   /* an input or output could not be done; each is whole or untouched */
	STATUS_USAGE = 2,    /* called wrongly */
	STATUS_REJECTED = 3, /* rows were rejected and --fail */
	STATUS_ALERT = 4,    /* an alert fired and --fail */
};

enum db_use {
	DB_NONE,   /* no -d */
	DB_READS,  /* a store by -d or KESU_DB, else a filter of canonical CSV */
	DB_WRITES, /* a store by -d only, else a filter or refused by the command */
};

struct outfile;
struct progress;
struct run;

struct command {
	const char *name;
	const char *summary;             /* one line for `kesu help`, lower case, no full stop */
	const char *operands;            /* "FILE..." or "" */
	const struct opt *const *tables; /* NULL-terminated; cmd.c adds -h to each */
	size_t min_operands, max_operands;
	enum db_use db;
	bool makes_books; /* it has OUTPUT_OPTIONS, and -o FILE.xlsx is a workbook all the same */
	enum status (*run)(struct run *run);
};

/* All commands but the query files, ended by NULL; cmd/commands.c. */
extern const struct command *const COMMANDS[];

struct run {
	const char *name; /* of the command: "ingest" */
	const struct opts *opts;
	const char *const *operands;
	size_t n_operands;
	const struct share *share;
	const char *db;   /* the store's path, or NULL: filter mode */
	const char *lang; /* "zh-CN", "zh-TW", "en" */
	bool is_quiet;
	bool to_terminal;  /* stdout is one */
	bool dies_by_pipe; /* SIGPIPE was not ignored when we were started */
	bool is_utf8;      /* the locale's character set */
	int width;         /* of the terminal, 0: none */
	char **argv;       /* as typed, from "kesu" on; for the ledger */
	int argc;
	struct progress *progress; /* a line that is shown now, or NULL */
	struct err err;
};

/* Shared option tables. */
extern const struct opt DB_OPTIONS[];         /* -d */
extern const struct opt PAST_OPTIONS[];       /* --as-loaded RUN|DATE, for cmd_open_store() */
extern const struct opt OUTPUT_OPTIONS[];     /* -o FILE, -f FORMAT */
extern const struct opt CLASSIFIER_OPTIONS[]; /* --rules --model, for cmd_classifier() */
extern const struct opt COMMON_OPTIONS[];     /* -q --lang -h */

/* Whether a write to the standard output failed because who read it has gone (`kesu X | head -1`):
 * that is no failure to be told, but the end. */
bool cmd_reader_has_gone(void);
/* "kesu NAME: message" on stderr, not when the reader has gone; returns STATUS_FAILED (STATUS_USAGE
 * for cmd_misuse, which adds where to look). Both say run->err when format is NULL. */
enum status cmd_fail(struct run *run, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
enum status cmd_misuse(struct run *run, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Talk on stderr, not with -q. */
void cmd_say(struct run *run, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Writes a table where -o and -f say (default: stdout; `table` on a terminal, else csv). */
enum status cmd_put_table(struct run *run, const struct table *table);
/* The first half of cmd_put_table(), for a table that tells of a change: written before the change
 * is committed, and outfile_commit()ed after. NULL with the message said. */
struct outfile *cmd_prepare_table(struct run *run, const struct table *table);
/* The second half; `out` NULL: there is no table. The change stands by now. */
enum status cmd_publish_table(struct run *run, struct outfile *out);
/* Writes bytes where -o says. */
enum status cmd_put_bytes(struct run *run, const void *bytes, size_t n);

/* Names and aliases in run->lang, loaded once; NULL with a message said. */
const struct labels *cmd_labels(struct run *run);
/* The rules of --rules or the shipped ones, with the model of --model; NULL with a message said. */
struct classifier *cmd_classifier(struct run *run);
/* Says it where rules that stand for the shipped ones (KESU_PATH) have no model beside them. */
void cmd_say_model(struct run *run, const struct classifier *classifier);
/* Local civil seconds of the business now (KESU_TZ, default Asia/Shanghai; SOURCE_DATE_EPOCH
 * instead of the clock where it is set). */
int64_t cmd_now(void);
/* Seconds of UTC to local civil seconds of the business. */
int64_t cmd_local(int64_t utc);
/* argv[1..] as one line, quoted for a shell. The caller frees it. */
char *cmd_line(const struct run *run);

/* The store that a reading command is told: -d, else KESU_DB, but not where "-" is the operand. */
const char *cmd_choose_db(const struct run *run);

/* The store of run->db for reading, as it was where --as-loaded says when; NULL with the message
 * said. For commands that have PAST_OPTIONS. */
struct store *cmd_open_store(struct run *run);
/* STATUS_DONE, or the option is nothing that could name a run. One that is not there is right. */
enum status cmd_check_run(struct run *run, const char *option);
/* Says so when -o names a document, which a table is not: nobody could open it. */
enum status cmd_check_output(struct run *run);

/* The store of -d/KESU_DB for reading, or its past; in filter mode a private store filled from the
 * canonical CSV of the operand or stdin. NULL with the message said and *status set. */
struct store *cmd_open_data(struct run *run, enum status *status);

/* A query file as a command: cmd/query.c. */
enum status query_command(const char *name, int argc, char **argv, struct run *run);
