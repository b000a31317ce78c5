#pragma once
/* Query files: a metric is a .sql file whose header says its question, parameters and columns.
 *
 *	struct query *q = query_find(share, "growth", &err);
 *	const struct opt *const tables[] = {METRIC_OPTIONS, query_options(q), NULL};
 *	struct opts *opts = opts_parse(tables, argc, argv, &err);
 *	struct table *t = query_run(q, store, opts, &(struct metric_context){.share = share}, &err);
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/share.h"
#include "record/labels.h"
#include "store/store.h"
#include "table/table.h"

struct query;

/* By name: queries/NAME.sql, built-in names first, then KESU_PATH. */
struct query *query_find(const struct share *share, const char *name, struct err *err);
bool query_exists(const struct share *share, const char *name);
struct query *query_load(const char *path, struct err *err); /* from anywhere */
void query_free(struct query *query);

const char *query_name(const struct query *query);
const char *query_question(const struct query *query, const char *lang);
const struct opt *query_options(const struct query *query); /* its own parameters; ends in {0} */
/* Columns that the header declares: name, unit, of. */
size_t query_columns(const struct query *query);
const struct column *query_column(const struct query *query, size_t i);
/* The rules that its header cites ("3.1", "n_t / n_(t-1) - 1"). */
size_t query_rules(const struct query *query);
const char *query_rule(const struct query *query, size_t i, const char **number);
/* What the file presets for a common option ("period" -> "month"), or NULL. */
const char *query_default(const struct query *query, const char *option);

/* Whether it may look at single complaints of all days: then it takes longer than others. */
bool query_takes_long(const struct query *query);

/* --by --period --from --to --where --as-of --unit --causes --total --top ... (DESIGN 3). */
extern const struct opt METRIC_OPTIONS[];

/* Whether the values of --by, --where, --from, ... mean something, without looking at any data. */
int query_check(const struct query *query, const struct opts *opts, struct err *err);

/* What complaints are counted from. All give the same; but for tests, it is what is fastest. */
enum counted_from { COUNTED_FASTEST, COUNTED_FROM_COLUMNS, COUNTED_FROM_ROWS };

/* What several runs of one store have in common is made once (metric/shared.h), also where they are
 * in different threads. */
struct metric_shared;
struct metric_shared *metric_shared_new(const struct share *share); /* borrowed */
void metric_shared_free(struct metric_shared *shared);

struct metric_context {
	const struct share *share;    /* for the calendar and service levels */
	struct metric_shared *shared; /* or NULL: the run stands alone */
	const struct labels *labels;  /* names of codes in --where; or NULL */
	const char *lang;             /* of notes; NULL: en */
	int32_t as_of;    /* where --as-of is not given: 0 or NO_DAY for the store's newest day */
	bool has_row_ids; /* --ids gives the store's own numbers, for trace_table() */
	enum counted_from counted_from;
};

/* The complaints of a cell of `ids` (of a run with has_row_ids), with the file and run that each
 * came from: id, received, product, cause, channel, file, sheet, run, command. */
struct table *trace_table(struct store *store, const char *ids, struct err *err);

/* The result, with notes (incomplete periods, calendar gaps, left-out rows). */
struct table *query_run(const struct query *query, struct store *store, const struct opts *opts,
	const struct metric_context *context, struct err *err);
