#pragma once
/* The answers to a report's queries, found ahead by two threads, each with its own connection to
 * the same snapshot of the store. They are taken in the template's order, so that neither documents
 * nor errors depend on which thread was quicker.
 *
 *	source.prepare = report_find_ahead;                    // report/report.h
 *	... ahead_take(report->ahead, line, is_whole, &table, err) ...
 *	ahead_free(report->ahead); */
#include "cmd/report_source.h"

/* For struct report_source: the context is a report_run with a twin of its store. */
void report_find_ahead(void *context, const struct report_line *lines, size_t n);

/* Whether the line's answer is there: it is the caller's then, NULL with a message. */
bool ahead_take(struct ahead *ahead, const char *line, bool is_whole, struct table **table,
	struct err *err);
void ahead_free(struct ahead *ahead);
