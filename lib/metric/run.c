/* One run of a query file: relations, rows of all groups, of the rest, of the total, notes. */
#include <stdlib.h>
#include <string.h>

#include "metric/counted.h"
#include "metric/exposure.h"
#include "metric/functions.h"
#include "metric/groups.h"
#include "metric/notes.h"
#include "metric/result.h"
#include "metric/service.h"

struct run_state {
	const struct query *query;
	const struct opts *opts;
	struct sql *sql;
	struct scope scope;
	struct extent extent;
	struct calendar *calendar;
	struct service_levels *levels;
	struct timeline timeline;
	struct relations relations;
	struct result *result;
};

static void release(struct run_state *run)
{
	if (run->sql)
		relations_drop(run->sql);
	result_free(run->result);
	timeline_release(&run->timeline);
	calendar_free(run->calendar);
	service_levels_free(run->levels);
	extent_release(&run->extent);
	scope_release(&run->scope);
}

/* METRICS 1.4 */
static int check_calendar(const struct run_state *run, struct err *err)
{
	for (size_t i = 0; i < run->timeline.n; i++) {
		const struct slot *slot = &run->timeline.slots[i];
		char label[PERIOD_TEXT];

		if (slot->is_shown && slot->workdays == CALENDAR_UNKNOWN)
			return err_set(err, "the calendar does not have the days of %s",
				period_write(label, run->timeline.period, slot->t));
	}
	return 0;
}

static int prepare(struct run_state *run, const struct metric_context *context, struct err *err)
{
	int32_t as_of;

	if (scope_read(&run->scope, run->query, run->opts, err) < 0)
		return -1;
	as_of = run->scope.as_of;
	if (as_of == NO_DAY && context->as_of)
		as_of = context->as_of;
	run->calendar = calendar_load(context->share, err);
	if (run->query->reads & RELATIONS_SERVICE) {
		run->levels = service_levels_load(context->share, err);
		if (!run->levels)
			return -1;
	}
	if (!run->calendar || metric_register(run->sql, err) < 0)
		return -1;
	sql_restrict(run->sql);
	if (extent_load(&run->extent, run->sql, as_of, err) < 0)
		return -1;
	if (timeline_build(&run->timeline, run->scope.period, &run->extent, run->calendar,
		    run->scope.from, run->scope.to, run->query->reads & RELATION_HISTORY, err) < 0)
		return -1;
	return run->scope.is_strict ? check_calendar(run, err) : 0;
}

/* The rest is one group only where there is a rest. */
static int read_groups(struct run_state *run, struct err *err)
{
	int64_t *kept = NULL;
	size_t n = 0, n_groups = 0;
	int64_t other;
	int status;

	if (run->scope.top && run->scope.n_by &&
		groups_top(&run->relations, run->scope.top, &kept, &n, &n_groups, err) < 0)
		return -1;
	status = result_read(run->result, &run->relations, PART_GROUPS, run->opts, kept, n, err);
	if (status == 0 && kept && n_groups > n) {
		other = relations_merge(&run->relations, kept, n, err);
		status = other < 0 ? -1
				   : result_read(run->result, &run->relations, PART_OTHER,
					     run->opts, &other, 1, err);
	}
	free(kept);
	return status;
}

/* The total is the same metric without groups, not a sum: a complaint of two causes is one. */
static int read_total(struct run_state *run, struct err *err)
{
	struct scope whole = run->scope;
	struct relations relations = run->relations;

	if (!run->scope.has_total || !run->scope.n_by)
		return 0;
	whole.n_by = 0;
	relations.scope = &whole;
	if (relations_make(&relations, err) < 0)
		return -1;
	return result_read(run->result, &relations, PART_TOTAL, run->opts, NULL, 0, err);
}

/* A rate is of no use to complaints that no exposure stands against: the reader is told of them. */
static int count_unexposed(struct run_state *run, struct err *err)
{
	unsigned needed = run->query->reads & ~run->query->optional;

	if (!(needed & RELATION_EXPOSURES) || !(needed & RELATION_CELLS))
		return 0;
	return exposure_count_missing(&run->relations, &run->relations.n_unexposed, err);
}

static int run_all(struct run_state *run, const struct metric_context *context, struct err *err)
{
	if (prepare(run, context, err) < 0)
		return -1;
	run->relations = (struct relations){
		.sql = run->sql,
		.query = run->query,
		.scope = &run->scope,
		.timeline = &run->timeline,
		.calendar = run->calendar,
		.levels = run->levels,
		.extent = &run->extent,
		.labels = context->labels,
		.facts_only = context->facts_only,
	};
	run->result = result_new(run->query, &run->scope);
	if (relations_make(&run->relations, err) < 0 ||
		counted_left_out(&run->relations, &run->relations.n_left_out, err) < 0 ||
		read_groups(run, err) < 0 || count_unexposed(run, err) < 0)
		return -1;
	return read_total(run, err);
}

int query_check(const struct query *query, const struct opts *opts, struct err *err)
{
	struct scope scope;
	int status = scope_read(&scope, query, opts, err);

	scope_release(&scope);
	return status;
}

static int check_instead(const struct query *query, const struct query *other,
	const struct opts *opts, struct err *err)
{
	if (other->instead_flag)
		return err_set(err, "'%s' is answered by '%s', which is answered by another query",
			query->path, other->name);
	for (size_t i = 0; i < other->n_params; i++)
		if (!opts_has(opts, other->params[i].name))
			return err_set(err, "'%s' has no param '%s', which '%s' takes", query->path,
				other->params[i].name, other->name);
	return 0;
}

/* Another shape of the answer is another query; its params are among those of this one. */
static struct table *run_instead(const struct query *query, struct store *store,
	const struct opts *opts, const struct metric_context *context, struct err *err)
{
	struct query *other = query_find(context->share, query->instead_query, err);
	struct table *table = NULL;

	if (other && check_instead(query, other, opts, err) == 0)
		table = query_run(other, store, opts, context, err);
	query_free(other);
	return table;
}

struct table *query_run(const struct query *query, struct store *store, const struct opts *opts,
	const struct metric_context *context, struct err *err)
{
	struct run_state run = {.query = query, .opts = opts, .sql = store_sql(store)};
	struct table *table = NULL;

	if (query->instead_flag && opts_flag(opts, query->instead_flag))
		return run_instead(query, store, opts, context, err);
	if (run_all(&run, context, err) == 0) {
		table = result_table(run.result, query_question(query, context->lang));
		notes_add(table, &run.relations, context->lang);
	}
	release(&run);
	return table;
}
