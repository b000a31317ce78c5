#pragma once
/* A query file, read: its header as data, its SQL as text. Internal to lib/metric.
 *
 *	-- kesu-query: 1
 *	-- name: growth
 *	-- question: Which groups rose or fell?      (also question[zh-CN]:)
 *	-- reads: cells periods days?                relations to make; '?': only if there is one
 *	-- default: --period month --by cause        common options, where the caller gives none
 *	-- param: base integer 10 1..1000000 smallest base not marked small
 *	-- instead: forward repeat-forward        with the flag --forward that query answers
 *	-- instead: period=day alert-day          with --period day that one
 *	-- periods: week                          the only ones it takes
 *	-- dimensions: 2                          how many --by must name
 *	-- column: complaints count                  name, unit (or - for none),
 *of=NUMERATOR/DENOMINATOR
 *	-- rule 3.1: n_t / n_(t-1) - 1
 *	-- on store                                  optional: a SELECT that becomes the table
 *`stage`
 *	-- result                                    the SELECT that answers
 *	-- notes                                     optional: a SELECT of footnotes */
#include "base/mem.h"
#include "metric/metric.h"

enum relation {
	RELATION_GROUPS = 1 << 0,
	RELATION_PERIODS = 1 << 1,
	RELATION_CELLS = 1 << 2,
	RELATION_DAYS = 1 << 3,
	RELATION_FACTS = 1 << 4,
	RELATION_EXPOSURES = 1 << 5,
	RELATION_TEXTS = 1 << 6,
	RELATION_CALENDAR = 1 << 7,
	RELATION_COMPARISONS = 1 << 9,
	RELATION_ALL_FACTS = 1 << 10,
	RELATION_RESPONSES = 1 << 11,
	RELATION_RESOLUTIONS = 1 << 12,
	RELATION_FOLLOW_UPS = 1 << 13,
	RELATION_IDS = 1 << 14,
	RELATION_TERMS = 1 << 15,
	RELATION_LAUNCHES = 1 << 16,
	RELATION_CUSTOMERS = 1 << 17,
	RELATION_CHAINS = 1 << 18,
	RELATION_BUSY = 1 << 19,
	RELATIONS_SERVICE = RELATION_RESPONSES | RELATION_RESOLUTIONS | RELATION_FOLLOW_UPS,
	/* No relation: periods before --from are there too, and their rows are left out at the end.
	 */
	RELATION_HISTORY = 1 << 8,
	/* No relation: rows that are no complaints (enquiries, reports, praise) count too. */
	RELATION_EVERY_KIND = 1 << 21,
	/* None either: facts of periods before those that are shown, and the one before these, are
	 * only what was not closed before the first that is shown. */
	RELATION_UNFINISHED = 1 << 22,
	RELATION_COMPARED = 1 << 23, /* of history only what is compared with */
	RELATION_APART = 1 << 24,    /* a group's rows do not depend on other groups */
};

struct setting {
	const char *name, *value; /* of an option, or of a language */
};

/* With the flag `option`, or its value `value`, another query answers. */
struct instead {
	const char *option, *value, *query;
};

enum { MOST_INSTEADS = 4 };

struct query {
	struct arena arena; /* all text below */
	const char *path, *name;
	struct setting *questions; /* by language; "" is English */
	size_t n_questions, question_capacity;
	unsigned reads;    /* enum relation, or'ed */
	unsigned optional; /* those of them with '?' */
	struct setting *defaults;
	size_t n_defaults, default_capacity;
	struct opt *params; /* ends in {0} */
	size_t n_params, param_capacity;
	struct column *columns;
	size_t n_columns, column_capacity;
	struct setting *rules; /* number, text */
	size_t n_rules, rule_capacity;
	struct instead insteads[MOST_INSTEADS];
	size_t n_insteads;
	unsigned periods;           /* bits 1 << enum period; 0: any */
	size_t n_dimensions;        /* 0: any number */
	const char *last_dimension; /* that the last must be; or NULL */
	char *on_store;             /* or NULL */
	char *result;
	char *notes; /* or NULL */
};

/* A common option's value: the caller's, else the file's, else the table's; NULL: none. */
const char *query_setting(const struct query *query, const struct opts *opts, const char *name);

/* Parses the text of a query file; `path` is for messages. */
struct query *query_parse(const char *path, const char *text, size_t n, struct err *err);
