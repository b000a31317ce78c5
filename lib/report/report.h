#pragma once
/* From a template to a filled document. The caller runs the queries: report knows their names and
 * option lines only.
 *
 *	struct report_source source = {.run = run_query, .context = &run, ...};
 *	struct document *doc = report_fill("report-templates/monthly.zh-CN.md", &source, &err);
 *	write_pdf(doc, out, &err);
 *	document_free(doc); */
#include "base/err.h"
#include "base/share.h"
#include "record/labels.h"
#include "document/document.h"
#include "report/privacy.h"
#include "table/table.h"

struct report_line {
	const char *text; /* "growth --by cause --period month" */
	bool is_whole;
};

struct report_source {
	/* Is told, before the first run, all lines that do not depend on what others answer; or
	 * NULL. They are borrowed until the document is there. */
	void (*prepare)(void *context, const struct report_line *lines, size_t n);
	/* Runs "growth --by cause --period month" for the report's period; the table is the
	 * report's from then on. NULL with a message. `is_whole`: also of a report about one group
	 * it counts everything. */
	struct table *(*run)(
		void *context, const char *command_line, bool is_whole, struct err *err);
	void *context;
	const struct share *share;
	/* Names and aliases in the template's language; they outlive the document. */
	const struct labels *(*labels)(void *context, const char *lang, struct err *err);
	const char *period;        /* "2026-10" */
	const char *as_of;         /* "2026-10-31" */
	const struct basis *basis; /* they outlive the document */
	size_t n_basis;
	struct privacy *privacy; /* hides people in what queries return; NULL: nothing is hidden */
	privacy_names *names;    /* those that a row with `ids` knows; NULL: none */
	const char *const *set;  /* "top=5", ... */
	size_t n_set;
	/* Only tries the template: queries that return no row get one of sample values, and both
	 * sides of every condition are filled. */
	bool is_check;
};

struct document *report_fill(const char *path, const struct report_source *source, struct err *err);
