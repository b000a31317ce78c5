#pragma once
/* Runs the queries of a template, for the report's period. */
#include "cmd/report_source.h"

/* The answer to a line; `store` is the report's, or its twin: several threads may ask, each with
 * its own. */
struct table *report_ask(const struct report_run *report, struct store *store, const char *line,
	bool is_whole, struct err *err);
/* Whether it is among those that are best begun first. */
bool report_ask_takes_long(const struct report_run *report, const char *line);

/* For struct report_source: the context is the report_run. */
struct table *report_run_query(
	void *context, const char *command_line, bool is_whole, struct err *err);
