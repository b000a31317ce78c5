#pragma once
/* One template, one or several documents: what kesu report and kesu form share. All documents of a
 * run are on disk before the first of them appears. */
#include "cmd/report_outputs.h"
#include "cmd/report_source.h"

/* "monthly" is report-templates/monthly.LANG.md; a path or a .md file is itself. NULL with
 * run->err; the caller frees it. */
char *report_find_template(struct run *run, const char *name);

/* Whether `paths` end in what we write, differ, and hold {each} where there are several documents.
 */
int report_check_outputs(struct run *run, const char *const *paths, size_t n, const char *each);

/* Fills and finishes the outputs for one document; `value` (with report->each) stands in their
 * names. */
int report_make(struct report_run *report, const char *path, const char *value,
	struct outputs *outputs, struct err *err);
/* Notes --unmask, lets all appear and says their names. */
int report_publish(struct report_run *report, struct outputs *outputs, struct err *err);
