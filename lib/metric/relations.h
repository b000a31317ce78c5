#pragma once
/* The relations that a query reads, as temporary objects on the store's connection (DESIGN 5).
 *
 * Base tables first, once per run: slot_days(day, t), counted(t, day, k0.., contacts, incidents)
 * and group_keys(k0.., g). All that carries g is then made from them, and made again when groups
 * are put together (--top). Integers only: what the caller typed becomes ids before it gets here.
 */
#include "metric/query.h"
#include "metric/scope.h"
#include "metric/timeline.h"

struct relations {
	struct sql *sql;
	const struct query *query;
	const struct opts *opts; /* of the call */
	const struct scope *scope;
	const struct timeline *timeline;
	const struct calendar *calendar;
	const struct service_levels *levels; /* where the query reads what has limits, or NULL */
	const struct extent *extent;
	const struct labels *labels;     /* for names in --where; or NULL */
	const struct launches *launches; /* where the query reads them, or NULL */
	struct metric_shared *shared;
	const char *lang; /* of notes */
	bool has_row_ids; /* --ids gives numbers of the store */
	enum counted_from counted_from;
	int64_t n_left_out;  /* rows of the shown days that are no complaints */
	int64_t n_unexposed; /* counted in groups without an exposure, where that matters */
};

/* After relations_drop(), where there were others. */
int relations_make(const struct relations *relations, struct err *err);
/* Groups that are not among the `n` of `kept` become one more, the last; returns its g, or -1. */
int64_t relations_merge(
	const struct relations *relations, const int64_t *kept, size_t n, struct err *err);
void relations_drop(struct sql *sql);

/* Formatted SQL, run at once. */
int relations_run(struct sql *sql, struct err *err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
