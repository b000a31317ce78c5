#pragma once
/* Options as tables: parsing, -h, the manual's synopsis and the completions all come from them.
 *
 * A command has a list of tables (shared ones such as "output", and its own); a query file's
 * parameters make one more table at run time. Values are asked for by the option's long name;
 * asking for a name that no table has is a broken promise (assert).
 *
 *	static const struct opt TABLE[] = {
 *		{"db", 'd', OPT_TEXT, "STORE", "complaint store to read or write"},
 *		{"top", 0, OPT_INTEGER, "N", "show N rows, the rest as one", .low = 1, .high =
 *1000000}, {0},
 *	};
 *	const struct opt *const tables[] = {TABLE, NULL};
 *	struct opts *opts = opts_parse(tables, argc, argv, &err);
 *	if (opts_is_set(opts, "top"))
 *		n = opts_integer(opts, "top");
 *	opts_free(opts); */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum opt_kind {
	OPT_FLAG,    /* no argument */
	OPT_TEXT,    /* any text; given again, the last one stands */
	OPT_TEXTS,   /* any text; may be repeated, all are kept in order */
	OPT_INTEGER, /* low..high */
	OPT_NUMBER,  /* a finite decimal number, low..high */
	OPT_CHOICE,  /* one word of `choices`, separated by '|' */
};

struct opt {
	const char *name; /* long name without dashes; NULL ends a table */
	char letter;      /* 0: none */
	enum opt_kind kind;
	const char *argument; /* how -h names the argument: "FILE" */
	const char *help;     /* one line, lower case, no full stop */
	const char *choices;  /* OPT_CHOICE: "csv|json|md" */
	const char *preset;   /* the value when not given, as text; NULL: unset */
	double low, high;     /* OPT_INTEGER, OPT_NUMBER; both 0: no limit */
	const char *alias;    /* another long name that means the same, or NULL */
};

struct opts;

/* Reads `-x`, `-xVALUE`, `--name VALUE`, `--name=VALUE`, clustered flags, `--` and operands, which
 * may stand anywhere. argv[0] is skipped. NULL on a wrong call. Borrows tables and argv. */
struct opts *opts_parse(const struct opt *const *tables, int argc, char **argv, struct err *err);
void opts_free(struct opts *opts);

bool opts_is_set(
	const struct opts *opts, const char *name); /* given by the caller, not by preset */
bool opts_flag(const struct opts *opts, const char *name);
const char *opts_text(const struct opts *opts, const char *name); /* value or preset or NULL */
size_t opts_texts(const struct opts *opts, const char *name, const char *const **values);
int64_t opts_integer(const struct opts *opts, const char *name);
double opts_number(const struct opts *opts, const char *name);

/* True when one of the tables has the option: for helpers that serve several commands. */
bool opts_has(const struct opts *opts, const char *name);

size_t opts_operands(const struct opts *opts, const char *const **operands);

/* The lines of -h for these tables, one per option, aligned. */
void opts_help(const struct opt *const *tables, struct buf *out);

/* The option of that long name or alias, or NULL. */
const struct opt *opts_find(const struct opt *const *tables, const char *name, size_t n);
