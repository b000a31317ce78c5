#pragma once
/* What stands behind a template's queries: a store, the period, the labels, who may be named.
 * Shared by the commands that fill templates. */
#include "base/date.h"
#include "cmd/cmd.h"
#include "report/report.h"

enum { MAX_LANGS = 3, MAX_BASIS = 8 };

struct report_run {
	struct run *run;
	struct store *store;
	struct store *twin;           /* for a second thread; or NULL */
	struct ahead *ahead;          /* what the two have found */
	struct metric_shared *shared; /* what its queries have in common */
	const char *lang;             /* of the template */
	struct labels *labels[MAX_LANGS];
	int32_t as_of, first_day, last_day;
	const char *each; /* the dimension that the documents are by, or NULL */
	char each_name[64];
	const char *value;  /* whose document this is; NULL: everything is counted */
	const char *period; /* "2026-10" */
	char as_of_text[DATE_TEXT];
	/* NULL: report_run_query() */
	struct table *(*run_query)(
		void *context, const char *command_line, bool is_whole, struct err *err);
	bool is_check;                 /* nothing is filled but by sample values */
	struct privacy *privacy;       /* NULL with --unmask */
	struct stmt *names;            /* of a complaint's customer and handler, once asked for */
	struct buf key;                /* of --key-file */
	struct basis basis[MAX_BASIS]; /* the versions of the rules, found once */
	size_t n_basis;
	struct arena arena;
	char **inputs; /* paths of the template and the queries that were read */
	size_t n_inputs, input_capacity;
};

/* Files of rules/ that every report depends on, ended by NULL. */
extern const char *const REPORT_RULES[];

extern const struct opt PRIVACY_OPTIONS[]; /* --key-file --unmask */

/* What a template is filled from: the queries above, --set. */
void report_run_source(struct report_run *report, struct report_source *source);

/* Reads --key-file and --unmask; run->err says what is wrong with them. */
int report_run_init(struct report_run *report, struct run *run);
void report_run_release(struct report_run *report);
/* A file that the documents depend on; told once in the log. The path is taken. */
void report_run_take_input(struct report_run *report, char *path);
/* Names are told: that is written into the ledger of the store before the documents appear. */
int report_run_note(struct report_run *report, struct err *err);
