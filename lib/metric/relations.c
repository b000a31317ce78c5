#include "metric/relations.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "metric/all_facts.h"
#include "metric/chains.h"
#include "metric/counted.h"
#include "metric/exposure.h"
#include "metric/facts.h"
#include "metric/groups.h"
#include "metric/launches.h"
#include "metric/periods.h"
#include "metric/service.h"
#include "metric/where.h"

/* Zero-filled cells are what a result is made of; more of them is a mistake, not an analysis. */
enum { MAX_CELLS = 20000000 };

int relations_run(struct sql *sql, struct err *err, const char *format, ...)
{
	char *text;
	va_list args;
	int status;

	va_start(args, format);
	status = vasprintf(&text, format, args);
	va_end(args);
	if (status < 0)
		return err_set(err, "out of memory");
	status = sql_run(sql, err, text);
	free(text);
	return status;
}

static int check_size(const struct relations *relations, struct err *err)
{
	struct stmt *stmt = stmt_prepare(relations->sql, "SELECT count(*) FROM temp.groups", err);
	int64_t n;
	int status;

	if (!stmt)
		return -1;
	status = stmt_step(stmt, err);
	n = status > 0 ? stmt_integer(stmt, 0) : 0;
	stmt_free(stmt);
	if (status >= 0 && n * (int64_t)relations->timeline->n > MAX_CELLS)
		return err_set(err,
			"%lld groups in %zu periods are more than %d cells: choose fewer --by, a "
			"longer "
			"--period or a later --from",
			(long long)n, relations->timeline->n, MAX_CELLS);
	return status < 0 ? -1 : 0;
}

/* The column of temp.counted that is counted. */
static const char *unit(const struct relations *relations)
{
	return relations->scope->has_contacts_unit ? "contacts" : "incidents";
}

static int make_cells(const struct relations *relations, struct err *err)
{
	struct buf keys = {0};
	int status;

	if (check_size(relations, err) < 0)
		return -1;
	groups_names(&keys, "k", relations->scope->n_by ? relations->scope->n_by : 1);
	status = relations_run(relations->sql, err,
		"CREATE TEMP TABLE cells(t INTEGER, g INTEGER, n, contacts, incidents, PRIMARY "
		"KEY(t, g)) "
		"WITHOUT ROWID; "
		"INSERT INTO temp.cells SELECT t, g, sum(%s), sum(contacts), sum(incidents) "
		"FROM temp.counted JOIN temp.group_keys USING (%s) GROUP BY t, g; "
		"INSERT OR IGNORE INTO temp.cells SELECT t, g, 0, 0, 0 "
		"FROM temp.periods CROSS JOIN temp.groups",
		unit(relations), buf_text(&keys));
	buf_release(&keys);
	return status;
}

/* A day and its keys have a row, and maybe one more of exposure without complaints; only a merger
 * brings many of them into one group. */
static int make_days(const struct relations *relations, bool is_merged, struct err *err)
{
	const char *sum = is_merged ? "sum" : "";
	struct buf keys = {0};
	int status;

	groups_names(&keys, "k", relations->scope->n_by ? relations->scope->n_by : 1);
	status = relations_run(relations->sql, err,
		"CREATE TEMP TABLE days(day INTEGER, g INTEGER, n, contacts, incidents, PRIMARY "
		"KEY(day, g)) "
		"WITHOUT ROWID; "
		"INSERT INTO temp.days SELECT day, g, %s(%s), %s(contacts), %s(incidents) "
		"FROM temp.counted JOIN temp.group_keys USING (%s) %s",
		sum, unit(relations), sum, sum, buf_text(&keys),
		is_merged ? "GROUP BY day, g"
			  : "WHERE true ON CONFLICT(day, g) DO UPDATE SET n = n + excluded.n, "
			    "contacts = contacts + excluded.contacts, "
			    "incidents = incidents + excluded.incidents");
	buf_release(&keys);
	return status;
}

static int make_grouped(const struct relations *relations, bool is_merged, struct err *err)
{
	unsigned reads = relations->query->reads;

	if (reads & RELATION_CELLS && make_cells(relations, err) < 0)
		return -1;
	if (reads & RELATION_DAYS && make_days(relations, is_merged, err) < 0)
		return -1;
	return reads & RELATION_EXPOSURES ? exposure_make(relations, err) : 0;
}

static int make_base(const struct relations *relations, struct err *err)
{
	unsigned reads = relations->query->reads;

	if (periods_make(relations, err) < 0)
		return -1;
	if (reads & RELATION_CALENDAR &&
		calendar_make_relation(relations->calendar, relations->sql, err) < 0)
		return -1;
	if (reads & RELATION_TEXTS &&
		sql_run(relations->sql, err,
			"CREATE TEMP VIEW texts AS SELECT complaint AS id, text "
			"FROM main.narrative") < 0)
		return -1;
	if (reads & RELATION_IDS &&
		sql_run(relations->sql, err,
			"CREATE TEMP VIEW ids AS SELECT complaint AS id, complaint_id "
			"FROM main.narrative") < 0)
		return -1;
	if (reads & RELATION_TERMS &&
		sql_run(relations->sql, err,
			"CREATE TEMP VIEW terms AS SELECT id, text FROM main.term") < 0)
		return -1;
	if (reads & RELATION_CUSTOMERS &&
		sql_run(relations->sql, err,
			"CREATE TEMP VIEW customers AS SELECT id, kind, key AS customer "
			"FROM main.customer WHERE id = same_as") < 0)
		return -1;
	if (reads & RELATION_LAUNCHES &&
		launches_make(relations->launches, relations->sql, err) < 0)
		return -1;
	if (reads & (RELATION_ALL_FACTS | RELATION_CHAINS | RELATION_BUSY) &&
		all_facts_make(relations, err) < 0)
		return -1;
	if (reads & RELATION_EXPOSURES && exposure_prepare(relations, err) < 0)
		return -1;
	return where_prepare(relations, err);
}

/* What shares are of: each complaint once, also where it counts for several causes. */
static int fill_totals(const struct relations *relations, struct err *err)
{
	bool is_whole = where_has_parts(relations) && relations->scope->causes == CAUSES_WHOLE;
	bool has_cells = relations->query->reads & RELATION_CELLS &&
			 relations->scope->causes != CAUSES_FRACTIONAL;
	char *count = is_whole ? mem_text("SELECT t, count(DISTINCT id) AS n FROM facts GROUP BY t")
		      : has_cells
			      ? mem_text("SELECT t, sum(n) AS n FROM temp.cells GROUP BY t")
			      : mem_format("SELECT t, sum(%s) AS n FROM temp.counted GROUP BY t",
					unit(relations));
	int status = relations_run(relations->sql, err,
		"UPDATE temp.periods SET n = x.n FROM (%s) x WHERE x.t = periods.t", count);

	free(count);
	return status;
}

/* Facts and what is made of them. Chains do not depend on groups. */
static int make_facts(const struct relations *relations, bool with_chains, struct err *err)
{
	struct frame *facts = facts_make(relations, err);

	if (!facts || service_make(relations, facts, err) < 0)
		return -1;
	return with_chains && relations->query->reads & (RELATION_CHAINS | RELATION_BUSY)
		       ? chains_make(relations, err)
		       : 0;
}

int relations_make(const struct relations *relations, struct err *err)
{
	if (make_base(relations, err) < 0 || counted_make(relations, err) < 0)
		return -1;
	if (relations->query->reads & RELATION_EXPOSURES && exposure_add_groups(relations, err) < 0)
		return -1;
	if (groups_make(relations, err) < 0 || make_facts(relations, true, err) < 0 ||
		make_grouped(relations, false, err) < 0)
		return -1;
	return fill_totals(relations, err);
}

int64_t relations_merge(
	const struct relations *relations, const int64_t *kept, size_t n, struct err *err)
{
	int64_t g = groups_merge(relations, kept, n, err);

	if (g < 0 ||
		sql_run(relations->sql, err,
			"DROP TABLE IF EXISTS temp.cells; DROP TABLE IF EXISTS temp.days") < 0 ||
		make_facts(relations, false, err) < 0)
		return -1;
	return make_grouped(relations, true, err) < 0 ? -1 : g;
}

void relations_drop(struct sql *sql)
{
	static const char *const TABLES[] = {"periods", "slot_days", "comparisons", "calendar",
		"extra_terms", "extra_values", "cause_parts", "counted", "labelled", "groups",
		"group_keys", "cells", "days", "stage", "fact_ids", "exposure_choice",
		"exposure_rows", "exposure_spans", "span_exposures", "measure", "launches",
		"chains", "busy"};
	struct err ignored;

	facts_drop(sql);
	service_drop(sql);
	chains_drop(sql);
	sql_run(sql, &ignored,
		"DROP VIEW IF EXISTS temp.texts; "
		"DROP VIEW IF EXISTS temp.all_facts; DROP VIEW IF EXISTS temp.exposures; "
		"DROP VIEW IF EXISTS temp.comparison_exposures; DROP VIEW IF EXISTS temp.ids; "
		"DROP VIEW IF EXISTS temp.terms; "
		"DROP VIEW IF EXISTS temp.customers");
	for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++)
		relations_run(sql, &ignored, "DROP TABLE IF EXISTS temp.%s", TABLES[i]);
}
