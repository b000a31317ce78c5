#include "metric/relations.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "metric/all_facts.h"
#include "metric/exposure.h"
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

/* --- periods --- */

static void bind_workdays(struct stmt *insert, int parameter, int workdays)
{
	if (workdays == CALENDAR_UNKNOWN)
		stmt_bind_null(insert, parameter);
	else
		stmt_bind_integer(insert, parameter, workdays);
}

static int insert_slot(
	struct stmt *insert, enum period period, const struct slot *slot, struct err *err)
{
	char label[PERIOD_TEXT];

	period_write(label, period, slot->t);
	stmt_reset(insert);
	stmt_bind_integer(insert, 1, slot->t);
	stmt_bind_text(insert, 2, label, strlen(label));
	stmt_bind_integer(insert, 3, slot->first);
	stmt_bind_integer(insert, 4, slot->last);
	stmt_bind_integer(insert, 5, slot->days);
	bind_workdays(insert, 6, slot->workdays);
	stmt_bind_integer(insert, 7, slot->is_complete);
	stmt_bind_integer(insert, 8, slot->seen_first);
	stmt_bind_integer(insert, 9, slot->seen_last);
	stmt_bind_integer(insert, 10, slot->is_shown);
	return stmt_step(insert, err) < 0 ? -1 : 0;
}

static int make_periods(const struct relations *relations, struct err *err)
{
	const struct timeline *timeline = relations->timeline;
	struct stmt *insert;
	int status = 0;

	if (sql_run(relations->sql, err,
		    "CREATE TEMP TABLE periods(t INTEGER PRIMARY KEY, period, first_day, last_day, "
		    "days, "
		    "workdays, complete, seen_first, seen_last, shown); "
		    "CREATE TEMP TABLE slot_days(day INTEGER PRIMARY KEY, t)") < 0)
		return -1;
	insert = stmt_prepare(
		relations->sql, "INSERT INTO temp.periods VALUES(?,?,?,?,?,?,?,?,?,?)", err);
	if (!insert)
		return -1;
	for (size_t i = 0; i < timeline->n && status == 0; i++)
		status = insert_slot(insert, timeline->period, &timeline->slots[i], err);
	stmt_free(insert);
	return status;
}

static int make_slot_days(const struct relations *relations, struct err *err)
{
	return sql_run(relations->sql, err,
		"WITH RECURSIVE d(t, day, last) AS (SELECT t, seen_first, seen_last FROM "
		"temp.periods "
		"WHERE seen_first <= seen_last UNION ALL SELECT t, day + 1, last FROM d WHERE day "
		"< last) "
		"INSERT INTO temp.slot_days SELECT day, t FROM d");
}

static int insert_comparison(struct stmt *insert, int32_t t, enum partner partner,
	const struct comparison *c, struct err *err)
{
	static const char *const KINDS[] = {
		[PARTNER_PREVIOUS] = "previous", [PARTNER_YEAR] = "year"};

	stmt_reset(insert);
	stmt_bind_integer(insert, 1, t);
	stmt_bind_text(insert, 2, KINDS[partner], strlen(KINDS[partner]));
	stmt_bind_integer(insert, 3, c->first1);
	stmt_bind_integer(insert, 4, c->last1);
	stmt_bind_integer(insert, 5, c->first0);
	stmt_bind_integer(insert, 6, c->last0);
	stmt_bind_integer(insert, 7, c->days1);
	stmt_bind_integer(insert, 8, c->days0);
	bind_workdays(insert, 9, c->workdays1);
	bind_workdays(insert, 10, c->workdays0);
	return stmt_step(insert, err) < 0 ? -1 : 0;
}

static int make_comparisons(const struct relations *relations, struct err *err)
{
	const struct timeline *timeline = relations->timeline;
	struct stmt *insert;
	int status = 0;

	if (sql_run(relations->sql, err,
		    "CREATE TEMP TABLE comparisons(t, kind, first1, last1, first0, last0, days1, "
		    "days0, "
		    "workdays1, workdays0, PRIMARY KEY(t, kind)) WITHOUT ROWID") < 0)
		return -1;
	insert = stmt_prepare(
		relations->sql, "INSERT INTO temp.comparisons VALUES(?,?,?,?,?,?,?,?,?,?)", err);
	if (!insert)
		return -1;
	for (size_t i = 0; i < 2 * timeline->n && status == 0; i++) {
		const struct slot *slot = &timeline->slots[i / 2];
		enum partner partner = i % 2 ? PARTNER_YEAR : PARTNER_PREVIOUS;
		struct comparison c;

		if (timeline_compare(timeline, relations->calendar, slot, partner, &c))
			status = insert_comparison(insert, slot->t, partner, &c, err);
	}
	stmt_free(insert);
	return status;
}

/* --- counts --- */

static void write_list(
	struct buf *out, const struct selection *selection, const char *format, const char *joint)
{
	for (size_t i = 0; i < selection->n_keys; i++) {
		buf_add_text(out, i ? joint : "");
		for (const char *p = format; *p; p++)
			if (*p == '#')
				buf_format(out, "%zu", i);
			else if (*p == '@')
				buf_add_text(out, buf_text(&selection->keys[i]));
			else
				buf_add_char(out, *p);
	}
}

/* Rows of complaints `c`, with their causes `k` where these count, and what else is joined. */
static void write_facts(const struct relations *relations, const char *join, struct buf *out)
{
	buf_add_text(out, " FROM main.complaint c CROSS JOIN temp.slot_days d ON d.day = c.day ");
	if (where_has_parts(relations))
		buf_add_text(out, "LEFT JOIN temp.cause_parts k ON k.complaint = c.id ");
	buf_add_text(out, join);
	buf_add_text(out, "WHERE c.flags & 1");
}

static const char *weight(const struct relations *relations)
{
	return where_has_parts(relations) ? "ifnull(k.part, 1)" : "1";
}

static void write_counted(const struct relations *relations, const struct selection *selection,
	bool from_cube, enum cube_dim cube, struct buf *out)
{
	bool has_days = relations->query->reads & RELATION_DAYS;

	buf_add_text(out, "CREATE TEMP TABLE counted AS SELECT d.t AS t, ");
	buf_add_text(out, has_days ? "c.day AS day, " : "0 AS day, ");
	write_list(out, selection, "@ AS k#", ", ");
	if (from_cube)
		buf_format(out,
			", sum(c.contacts) AS contacts, sum(c.incidents) AS incidents FROM "
			"main.daily c "
			"CROSS JOIN temp.slot_days d ON d.day = c.day WHERE c.dim = %d",
			(int)cube);
	else {
		buf_format(out,
			", sum(%s) AS contacts, sum(CASE WHEN c.master = c.id THEN %s ELSE 0 END) "
			"AS incidents",
			weight(relations), weight(relations));
		write_facts(relations, "", out);
	}
	buf_add_text(out, buf_text(&selection->where));
	buf_add_text(out, has_days ? " GROUP BY 1, 2, " : " GROUP BY 1, ");
	for (size_t i = 0; i < selection->n_keys; i++)
		buf_format(out, "%s%zu", i ? ", " : "", i + 3);
}

static int make_counted(const struct relations *relations, struct err *err)
{
	enum cube_dim cube;
	bool from_cube = where_cube(relations, &cube);
	struct selection selection;
	struct buf out = {0};
	int status =
		where_select(relations, from_cube ? ROW_OF_CUBE : ROW_OF_FACTS, &selection, err);

	if (status == 0) {
		write_counted(relations, &selection, from_cube, cube, &out);
		status = sql_run(relations->sql, err, buf_text(&out));
	}
	buf_release(&out);
	selection_release(&selection);
	return status;
}

/* --- groups --- */

/* The label of key i of a row `x`. */
static void write_label(const struct relations *relations, size_t i, struct buf *out)
{
	const struct by *by = &relations->scope->by[i];

	if (by->dimension && by->dimension->value == VALUE_NUMBER)
		buf_format(out,
			"CASE x.k%zu WHEN -1 THEN '(unassigned)' ELSE CAST(x.k%zu AS TEXT) END", i,
			i);
	else
		buf_format(out,
			"ifnull((SELECT text FROM %s WHERE id = x.k%zu AND id <> 0), "
			"'(unassigned)')",
			by->dimension ? "main.term" : "temp.extra_terms", i);
}

/* g counts from 1 in the order of the labels, unassigned last, so that it does not depend on when
 * a word was first seen. */
static int number_groups(const struct relations *relations, struct err *err)
{
	size_t n = relations->scope->n_by;
	struct buf out = {0};
	int status;

	buf_add_text(&out, "CREATE TEMP TABLE labelled AS SELECT row_number() OVER (ORDER BY ");
	for (size_t i = 0; i < n; i++)
		buf_format(&out, "%sx.k%zu <= 0 AND l%zu = '(unassigned)', l%zu", i ? ", " : "", i,
			i, i);
	buf_add_text(&out, ") AS g, x.* FROM (SELECT x.*");
	for (size_t i = 0; i < n; i++) {
		buf_add_text(&out, ", ");
		write_label(relations, i, &out);
		buf_format(&out, " AS l%zu", i);
	}
	buf_add_text(&out, " FROM (SELECT DISTINCT ");
	for (size_t i = 0; i < n; i++)
		buf_format(&out, "%sk%zu", i ? ", " : "", i);
	buf_add_text(&out, " FROM temp.counted) x) x");
	status = sql_run(relations->sql, err, buf_text(&out));
	buf_release(&out);
	return status;
}

static void write_names(struct buf *out, const char *letter, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_format(out, "%s%s%zu", i ? ", " : "", letter, i);
}

static int make_groups(const struct relations *relations, struct err *err)
{
	size_t n = relations->scope->n_by;
	struct buf keys = {0}, labels = {0}, numbers = {0};
	int status;

	if (!n)
		return sql_run(relations->sql, err,
			"CREATE TEMP TABLE group_keys(k0, g, PRIMARY KEY(k0)) WITHOUT ROWID; "
			"INSERT INTO temp.group_keys VALUES(0, 0); "
			"CREATE TEMP TABLE groups(g INTEGER PRIMARY KEY); "
			"INSERT INTO temp.groups VALUES(0)");
	if (number_groups(relations, err) < 0)
		return -1;
	write_names(&keys, "k", n);
	write_names(&labels, "l", n);
	for (size_t i = 0; i < n; i++)
		buf_format(&numbers, ", d%zu", i + 1);
	status = relations_run(relations->sql, err,
		"CREATE TEMP TABLE group_keys(%s, g, PRIMARY KEY(%s)) WITHOUT ROWID; "
		"INSERT INTO temp.group_keys SELECT %s, g FROM temp.labelled; "
		"CREATE TEMP TABLE groups(g INTEGER PRIMARY KEY%s); "
		"INSERT INTO temp.groups SELECT g, %s FROM temp.labelled ORDER BY g",
		buf_text(&keys), buf_text(&keys), buf_text(&keys), buf_text(&numbers),
		buf_text(&labels));
	buf_release(&keys);
	buf_release(&labels);
	buf_release(&numbers);
	return status;
}

/* --- what carries g --- */

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

static int make_cells(const struct relations *relations, const char *unit, struct err *err)
{
	struct buf keys = {0};
	int status;

	if (check_size(relations, err) < 0)
		return -1;
	write_names(&keys, "k", relations->scope->n_by ? relations->scope->n_by : 1);
	status = relations_run(relations->sql, err,
		"CREATE TEMP TABLE cells(t, g, n, contacts, incidents, PRIMARY KEY(t, g)) "
		"WITHOUT ROWID; "
		"INSERT INTO temp.cells SELECT t, g, sum(%s), sum(contacts), sum(incidents) "
		"FROM temp.counted JOIN temp.group_keys USING (%s) GROUP BY t, g; "
		"INSERT OR IGNORE INTO temp.cells SELECT t, g, 0, 0, 0 "
		"FROM temp.periods CROSS JOIN temp.groups",
		unit, buf_text(&keys));
	buf_release(&keys);
	return status;
}

static int make_days(const struct relations *relations, const char *unit, struct err *err)
{
	struct buf keys = {0};
	int status;

	write_names(&keys, "k", relations->scope->n_by ? relations->scope->n_by : 1);
	status = relations_run(relations->sql, err,
		"CREATE TEMP TABLE days(day, g, n, contacts, incidents, PRIMARY KEY(day, g)) "
		"WITHOUT ROWID; "
		"INSERT INTO temp.days SELECT day, g, sum(%s), sum(contacts), sum(incidents) "
		"FROM temp.counted JOIN temp.group_keys USING (%s) GROUP BY day, g",
		unit, buf_text(&keys));
	buf_release(&keys);
	return status;
}

/* What happened after the as-of date has not happened yet (METRICS 0.2). */
static void write_view(
	const struct relations *relations, const struct selection *selection, struct buf *out)
{
	static const char *const LATER[] = {"first_response", "closed", "follow_up"};
	long long end = ((long long)relations->extent->as_of + 1) * DAY_SECONDS;
	struct buf join = {0};

	buf_format(out,
		"CREATE TEMP VIEW facts AS SELECT c.id AS id, gk.g AS g, d.t AS t, %s AS w, "
		"c.day AS day, c.received AS received, ",
		weight(relations));
	for (size_t i = 0; i < sizeof LATER / sizeof *LATER; i++)
		buf_format(out, "CASE WHEN c.%s < %lld THEN c.%s END AS %s, ", LATER[i], end,
			LATER[i], LATER[i]);
	buf_format(out,
		"c.customer AS customer, c.product AS product, %s AS cause, c.master AS master, "
		"c.severity AS severity, c.status AS status, c.flags AS flags",
		where_has_parts(relations) ? "ifnull(k.cause, c.cause)" : "c.cause");
	buf_add_text(&join, "JOIN temp.group_keys gk ON ");
	write_list(&join, selection, "gk.k# = @", " AND ");
	buf_add_char(&join, ' ');
	write_facts(relations, buf_text(&join), out);
	buf_release(&join);
	if (!relations->scope->has_contacts_unit)
		buf_add_text(out, " AND c.master = c.id");
	buf_add_text(out, buf_text(&selection->where));
}

static int make_facts(const struct relations *relations, struct err *err)
{
	struct selection selection;
	struct buf out = {0};
	int status = where_select(relations, ROW_OF_FACTS, &selection, err);

	if (status == 0) {
		write_view(relations, &selection, &out);
		status = sql_run(relations->sql, err, buf_text(&out));
	}
	buf_release(&out);
	selection_release(&selection);
	return status;
}

static int make_grouped(const struct relations *relations, struct err *err)
{
	unsigned reads = relations->query->reads;
	const char *unit = relations->scope->has_contacts_unit ? "contacts" : "incidents";

	if (reads & RELATION_CELLS && make_cells(relations, unit, err) < 0)
		return -1;
	if (reads & RELATION_DAYS && make_days(relations, unit, err) < 0)
		return -1;
	return reads & RELATION_EXPOSURES ? exposure_make(relations, err) : 0;
}

/* --- all --- */

static int make_base(const struct relations *relations, struct err *err)
{
	unsigned reads = relations->query->reads;

	if (make_periods(relations, err) < 0 || make_slot_days(relations, err) < 0)
		return -1;
	if (reads & RELATION_COMPARISONS && make_comparisons(relations, err) < 0)
		return -1;
	if (reads & RELATION_CALENDAR &&
		calendar_make_relation(relations->calendar, relations->sql, err) < 0)
		return -1;
	if (reads & RELATION_TEXTS &&
		sql_run(relations->sql, err,
			"CREATE TEMP VIEW texts AS SELECT complaint AS id, text "
			"FROM main.narrative") < 0)
		return -1;
	if (reads & RELATION_ALL_FACTS && all_facts_make(relations, err) < 0)
		return -1;
	if (reads & RELATION_EXPOSURES && exposure_prepare(relations, err) < 0)
		return -1;
	return where_prepare(relations, err);
}

int relations_make(const struct relations *relations, struct err *err)
{
	relations_drop(relations->sql);
	if (make_base(relations, err) < 0 || make_counted(relations, err) < 0)
		return -1;
	if (relations->query->reads & RELATION_EXPOSURES && exposure_add_groups(relations, err) < 0)
		return -1;
	if (make_groups(relations, err) < 0 || make_facts(relations, err) < 0)
		return -1;
	return make_grouped(relations, err);
}

int relations_top(const struct relations *relations, size_t n, int64_t **kept, size_t *n_kept,
	size_t *n_groups, struct err *err)
{
	struct buf keys = {0};
	struct stmt *stmt;
	char *text;
	int status;

	write_names(&keys, "k", relations->scope->n_by);
	text = mem_format(
		"SELECT k.g, count(*) OVER () FROM temp.counted c "
		"JOIN temp.group_keys k USING (%s) JOIN temp.periods p ON p.t = c.t "
		"GROUP BY k.g ORDER BY sum(CASE WHEN p.shown THEN c.%s ELSE 0 END) DESC, k.g "
		"LIMIT %zu",
		buf_text(&keys), relations->scope->has_contacts_unit ? "contacts" : "incidents", n);
	buf_release(&keys);
	stmt = stmt_prepare(relations->sql, text, err);
	free(text);
	if (!stmt)
		return -1;
	*kept = mem_alloc((n + 1) * sizeof **kept);
	*n_kept = 0;
	while ((status = stmt_step(stmt, err)) > 0) {
		(*kept)[(*n_kept)++] = stmt_integer(stmt, 0);
		*n_groups = (size_t)stmt_integer(stmt, 1);
	}
	stmt_free(stmt);
	return status;
}

int64_t relations_merge(
	const struct relations *relations, const int64_t *kept, size_t n, struct err *err)
{
	size_t n_by = relations->scope->n_by;
	struct buf list = {0}, labels = {0};
	int64_t g = INT32_MAX;
	int status;

	for (size_t i = 0; i < n; i++)
		buf_format(&list, "%s%lld", i ? "," : "", (long long)kept[i]);
	for (size_t i = 0; i < n_by; i++)
		buf_add_text(&labels, ", '(other)'");
	status = relations_run(relations->sql, err,
		"UPDATE temp.group_keys SET g = %lld WHERE g NOT IN (%s); "
		"DELETE FROM temp.groups WHERE g NOT IN (%s); "
		"INSERT INTO temp.groups VALUES(%lld%s); "
		"DROP TABLE IF EXISTS temp.cells; DROP TABLE IF EXISTS temp.days",
		(long long)g, buf_text(&list), buf_text(&list), (long long)g, buf_text(&labels));
	buf_release(&list);
	buf_release(&labels);
	if (status < 0 || make_grouped(relations, err) < 0)
		return -1;
	return g;
}

void relations_drop(struct sql *sql)
{
	static const char *const TABLES[] = {"periods", "slot_days", "comparisons", "calendar",
		"extra_terms", "extra_values", "cause_parts", "counted", "labelled", "groups",
		"group_keys", "cells", "days", "stage", "fact_ids", "exposure_choice",
		"exposure_rows", "exposure_spans", "span_exposures"};
	struct err ignored;

	sql_run(sql, &ignored,
		"DROP VIEW IF EXISTS temp.facts; DROP VIEW IF EXISTS temp.texts; "
		"DROP VIEW IF EXISTS temp.all_facts; DROP VIEW IF EXISTS temp.exposures; "
		"DROP VIEW IF EXISTS temp.comparison_exposures");
	for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++)
		relations_run(sql, &ignored, "DROP TABLE IF EXISTS temp.%s", TABLES[i]);
}
