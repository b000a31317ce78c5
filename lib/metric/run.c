/* One run of a query file: relations, rows of all groups, of the rest, of the total, notes. */
#include <stdlib.h>
#include <string.h>

#include "metric/counted.h"
#include "metric/exposure.h"
#include "metric/functions.h"
#include "metric/groups.h"
#include "metric/launches.h"
#include "metric/notes.h"
#include "metric/params.h"
#include "metric/result.h"
#include "metric/service.h"
#include "metric/shared.h"

struct run_state {
	const struct query *query;
	const struct opts *opts;
	struct sql *sql;
	struct scope scope, whole; /* whole: without groups; the relations look at them */
	struct extent extent;      /* its sources are of the shared one, in an array of its own */
	struct metric_shared *own; /* or NULL: the context has one */
	struct metric_shared *shared;
	const struct calendar *calendar;
	const struct service_levels *levels;
	struct timeline timeline;
	struct relations relations;
	const struct launches *launches;
	struct result *result;
	struct buf notes; /* of the query's own, each ended by NUL */
};

static void release(struct run_state *run)
{
	struct err ignored;

	if (run->sql) {
		relations_drop(run->sql);
		sql_run(run->sql, &ignored, "RELEASE query_run");
	}
	result_free(run->result);
	free(run->extent.sources);
	timeline_release(&run->timeline);
	metric_shared_free(run->own);
	buf_release(&run->notes);
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

/* METRICS 1.3: what every source covers, of those whose complaints are asked for. */
static int read_extent(struct run_state *run, int32_t as_of, struct err *err)
{
	const struct extent *all = shared_extent(
		run->shared, run->sql, as_of, run->query->reads & RELATION_EVERY_KIND, err);

	if (!all)
		return -1;
	run->extent = *all;
	run->extent.sources = mem_alloc((all->n + 1) * sizeof *all->sources);
	run->extent.n = 0;
	for (size_t i = 0; i < all->n; i++)
		if (scope_has_source(&run->scope, all->sources[i].name))
			run->extent.sources[run->extent.n++] = all->sources[i];
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
	run->own = context->shared ? NULL : metric_shared_new(context->share);
	run->shared = context->shared ? context->shared : run->own;
	run->calendar = shared_calendar(run->shared, err);
	if (run->query->reads & RELATIONS_SERVICE) {
		run->levels = shared_levels(run->shared, err);
		if (!run->levels)
			return -1;
	}
	if (run->query->reads & RELATION_LAUNCHES) {
		run->launches = shared_launches(run->shared, err);
		if (!run->launches)
			return -1;
	}
	if (!run->calendar || metric_register(run->sql, err) < 0)
		return -1;
	sql_restrict(run->sql);
	if (read_extent(run, as_of, err) < 0)
		return -1;
	if (timeline_build(&run->timeline, run->scope.period, &run->extent, run->calendar,
		    run->scope.from, run->scope.to, run->query->reads & RELATION_HISTORY, err) < 0)
		return -1;
	return run->scope.is_strict ? check_calendar(run, err) : 0;
}

/* The rest is one group only where there is a rest. */
static int read_groups(struct run_state *run, struct err *err)
{
	bool is_apart = run->query->reads & RELATION_APART, has_rest;
	int64_t *kept = NULL;
	size_t n = 0, n_groups = 0;
	int64_t other = 0;
	int status = -1;

	if (run->scope.top && run->scope.n_by &&
		groups_top(&run->relations, run->scope.top, &kept, &n, &n_groups, err) < 0)
		return -1;
	has_rest = kept && n_groups > n;
	if (has_rest && is_apart)
		other = relations_merge(&run->relations, kept, n, err);
	if (other >= 0)
		status = result_read(
			run->result, &run->relations, PART_GROUPS, run->opts, kept, n, err);
	if (status == 0 && has_rest && !is_apart)
		other = relations_merge(&run->relations, kept, n, err);
	if (status == 0 && has_rest)
		status = other < 0 ? -1
				   : result_read(run->result, &run->relations, PART_OTHER,
					     run->opts, &other, 1, err);
	free(kept);
	return status;
}

/* What the query itself has to say about its rows. */
static int read_notes(struct run_state *run, struct err *err)
{
	struct stmt *stmt;
	int status;

	if (!run->query->notes)
		return 0;
	stmt = stmt_prepare(run->sql, run->query->notes, err);
	if (!stmt)
		return err_prefix(err, "'%s', notes", run->query->path);
	params_bind(stmt, &run->relations, run->opts);
	while ((status = stmt_step(stmt, err)) > 0) {
		size_t n;
		const char *text = stmt_text(stmt, 0, &n);

		buf_add(&run->notes, text, n);
		buf_add_char(&run->notes, '\0');
	}
	stmt_free(stmt);
	return status;
}

/* The total is the same metric without groups, not a sum: a complaint of two causes is one. */
static int read_total(struct run_state *run, struct err *err)
{
	struct relations relations = run->relations;

	if (!run->scope.has_total || !run->scope.n_by)
		return 0;
	run->whole = run->scope;
	run->whole.n_by = 0;
	relations.scope = &run->whole;
	relations_drop(run->sql);
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

/* In one read transaction, of the report's where it has begun one: a load that ends meanwhile does
 * not mix into the answer. */
static int run_all(struct run_state *run, const struct metric_context *context, struct err *err)
{
	if (sql_run(run->sql, err, "SAVEPOINT query_run") < 0 || prepare(run, context, err) < 0)
		return -1;
	run->relations = (struct relations){
		.sql = run->sql,
		.query = run->query,
		.opts = run->opts,
		.scope = &run->scope,
		.timeline = &run->timeline,
		.calendar = run->calendar,
		.levels = run->levels,
		.extent = &run->extent,
		.labels = context->labels,
		.launches = run->launches,
		.shared = run->shared,
		.lang = context->lang ? context->lang : "en",
		.has_row_ids = context->has_row_ids,
		.counted_from = context->counted_from,
	};
	run->result = result_new(run->query, &run->scope);
	if (relations_make(&run->relations, err) < 0 ||
		counted_left_out(&run->relations, &run->relations.n_left_out, err) < 0 ||
		read_groups(run, err) < 0 || read_notes(run, err) < 0 ||
		count_unexposed(run, err) < 0)
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
	if (other->n_insteads)
		return err_set(err, "'%s' is answered by '%s', which is answered by another query",
			query->path, other->name);
	for (size_t i = 0; i < other->n_params; i++)
		if (!opts_has(opts, other->params[i].name))
			return err_set(err, "'%s' has no param '%s', which '%s' takes", query->path,
				other->params[i].name, other->name);
	return 0;
}

/* A period may also be asked for among --by. */
static bool is_asked_for(
	const struct query *query, const struct instead *instead, const struct opts *opts)
{
	const char *value;
	struct scope scope;
	struct err ignored;
	bool is_period = !strcmp(instead->option, "period");

	if (!instead->value)
		return opts_flag(opts, instead->option);
	if (is_period && scope_read(&scope, query, opts, &ignored) == 0)
		value = period_word(scope.period);
	else
		value = query_setting(query, opts, instead->option);
	if (is_period)
		scope_release(&scope);
	return value && !strcmp(value, instead->value);
}

/* Another shape of the answer is another query; its params are among those of this one. */
static struct table *run_instead(const struct query *query, const char *name, struct store *store,
	const struct opts *opts, const struct metric_context *context, struct err *err)
{
	struct query *other = query_find(context->share, name, err);
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

	for (size_t i = 0; i < query->n_insteads; i++)
		if (is_asked_for(query, &query->insteads[i], opts))
			return run_instead(
				query, query->insteads[i].query, store, opts, context, err);
	if (run_all(&run, context, err) == 0) {
		table = result_table(run.result, query_question(query, context->lang));
		for (size_t at = 0; at < run.notes.len; at += strlen(run.notes.data + at) + 1)
			table_add_note(table, "%s", run.notes.data + at);
		notes_add(table, &run.relations, context->lang);
	}
	release(&run);
	return table;
}
