#pragma once
/* --log FILE: one line of JSON about a run, for whoever looks after cron: what was asked, what went
 * in and came out with their SHA-256, how it ended. */
#include "cmd/report_outputs.h"
#include "cmd/report_source.h"

/* Before the work begins: a log that cannot be written is told now. `path` NULL: no log. */
int report_log_open(const char *path, FILE **log, struct err *err);

/* Appends the line and closes; `outputs` may be NULL, `failure` is "" when all went well. */
int report_log_write(FILE *log, const struct report_run *report, const struct outputs *outputs,
	enum status status, const char *failure, struct err *err);
