#include "metric/exposure.h"

#include <stdlib.h>
#include <string.h>

#include "metric/params.h"
#include "metric/where.h"

static bool is_population(const struct by *field)
{
	return field->dimension && field->dimension->of == OF_POPULATION;
}

/* Whether "product,region" has the word. */
static bool has_word(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = list; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
		if (!strncmp(at, word, n) && (at[n] == ',' || !at[n]))
			return true;
	return false;
}

static bool serves(const struct scope *scope, const char *dims)
{
	for (size_t i = 0; i < scope->n_by; i++)
		if (is_population(&scope->by[i]) && !has_word(dims, scope->by[i].dimension->name))
			return false;
	for (size_t i = 0; i < scope->n_conditions; i++)
		if (is_population(&scope->conditions[i].field) &&
			!has_word(dims, scope->conditions[i].field.dimension->name))
			return false;
	return true;
}

/* --- which measure --- */

static const char *asked_measure(const struct relations *relations)
{
	const char *word = params_text(relations, "exposure");

	return word ? word : "auto";
}

/* The measure that is called so, or the only one with it in its name; "auto" is "orders", or the
 * only one. */
static int find_measure(
	const struct relations *relations, const char *word, struct buf *name, struct err *err)
{
	struct stmt *stmt = stmt_prepare(relations->sql,
		"WITH m AS (SELECT DISTINCT measure FROM temp.exposures) SELECT ifnull("
		"(SELECT measure FROM m WHERE measure = ?1), "
		"(SELECT max(measure) FROM m WHERE instr(measure, ?2) HAVING count(*) = 1))",
		err);
	bool is_auto = !strcmp(word, "auto");
	int status;

	if (!stmt)
		return -1;
	stmt_bind_text(stmt, 1, is_auto ? "orders" : word, strlen(is_auto ? "orders" : word));
	stmt_bind_text(stmt, 2, is_auto ? "" : word, is_auto ? 0 : strlen(word));
	status = stmt_step(stmt, err);
	if (status > 0 && stmt_type(stmt, 0) != SQL_NULL)
		buf_add_text(name, stmt_text(stmt, 0, NULL));
	stmt_free(stmt);
	return status < 0 ? -1 : 0;
}

/* --- which rows --- */

/* Of each measure the coarsest breakdown that serves: the first in this order. */
static int choose(const struct relations *relations, struct err *err)
{
	struct stmt *list = stmt_prepare(relations->sql,
		"SELECT DISTINCT measure, dims FROM main.exposure "
		"ORDER BY measure, length(dims) - length(replace(dims, ',', '')), dims <> '', dims",
		err);
	struct stmt *insert =
		list ? stmt_prepare(relations->sql,
			       "INSERT OR IGNORE INTO temp.exposure_choice VALUES(?, ?)", err)
		     : NULL;
	int status = insert ? 0 : -1;

	while (status == 0 && (status = stmt_step(list, err)) > 0) {
		size_t n;
		const char *dims = stmt_text(list, 1, &n);

		status = 0;
		if (!serves(relations->scope, dims))
			continue;
		stmt_reset(insert);
		stmt_bind_text(insert, 2, dims, n);
		dims = stmt_text(list, 0, &n);
		stmt_bind_text(insert, 1, dims, n);
		status = stmt_step(insert, err) < 0 ? -1 : 0;
	}
	stmt_free(list);
	stmt_free(insert);
	return status;
}

/* Days that contradict the month they are in are an error; days that agree with it replace it. */
static int check_months(const struct relations *relations, struct err *err)
{
	struct stmt *stmt = stmt_prepare(relations->sql,
		"SELECT m.measure, date(m.first_day * 86400, 'unixepoch'), m.value, "
		"CASE WHEN m.measure LIKE '%users%' THEN avg(d.value) ELSE sum(d.value) END AS "
		"days "
		"FROM temp.exposure_rows m JOIN temp.exposure_rows d ON d.measure = m.measure "
		"AND d.product = m.product AND d.category = m.category AND d.merchant = m.merchant "
		"AND d.region = m.region AND d.first_day BETWEEN m.first_day AND m.last_day "
		"AND d.last_day = d.first_day WHERE m.last_day > m.first_day GROUP BY m.rowid "
		"HAVING abs(days - m.value) > 1e-9 * abs(m.value) LIMIT 1",
		err);
	int status;

	if (!stmt)
		return -1;
	status = stmt_step(stmt, err);
	if (status > 0)
		status = err_set(err,
			"exposure '%s': the days of the row that begins on %s come to %.15g, but "
			"the row "
			"says %.15g",
			stmt_text(stmt, 0, NULL), stmt_text(stmt, 1, NULL), stmt_real(stmt, 3),
			stmt_real(stmt, 2));
	stmt_free(stmt);
	return status;
}

/* A row that is still running when the data end stands for its days up to there. */
int exposure_prepare(const struct relations *relations, struct err *err)
{
	struct buf where = {0};
	long long end = relations->extent->loaded_until;
	int status = where_population(relations, &where, err);

	if (status == 0)
		status = sql_run(relations->sql, err,
			"CREATE TEMP TABLE exposure_choice(measure TEXT PRIMARY KEY, dims TEXT) "
			"WITHOUT "
			"ROWID");
	if (status == 0)
		status = choose(relations, err);
	if (status == 0)
		status = relations_run(relations->sql, err,
			"CREATE TEMP TABLE exposure_rows AS SELECT x.measure, x.first_day, "
			"CASE WHEN %lld BETWEEN x.first_day AND x.last_day THEN %lld ELSE "
			"x.last_day END "
			"AS last_day, x.product, x.category, x.merchant, x.region, x.value "
			"FROM temp.exposure_choice h JOIN main.exposure x ON x.measure = h.measure "
			"AND x.dims = h.dims WHERE 1%s; "
			"CREATE INDEX temp.exposure_days ON exposure_rows(measure, product, "
			"category, "
			"merchant, region, first_day)",
			end, end, buf_text(&where));
	buf_release(&where);
	if (status == 0)
		status = check_months(relations, err);
	if (status < 0)
		return -1;
	return sql_run(relations->sql, err,
		"DELETE FROM temp.exposure_rows WHERE last_day > first_day AND EXISTS "
		"(SELECT 1 FROM temp.exposure_rows d WHERE d.measure = exposure_rows.measure "
		"AND d.product = exposure_rows.product AND d.category = exposure_rows.category "
		"AND d.merchant = exposure_rows.merchant AND d.region = exposure_rows.region "
		"AND d.last_day = d.first_day "
		"AND d.first_day BETWEEN exposure_rows.first_day AND exposure_rows.last_day)");
}

int exposure_add_groups(const struct relations *relations, struct err *err)
{
	const struct scope *scope = relations->scope;
	struct buf keys = {0};
	int status;

	for (size_t i = 0; i < scope->n_by; i++) {
		if (!is_population(&scope->by[i])) {
			buf_release(&keys);
			return 0;
		}
		buf_format(&keys, "x.%s, ", scope->by[i].dimension->column);
	}
	if (!scope->n_by)
		return 0;
	status = relations_run(relations->sql, err,
		"INSERT INTO temp.counted SELECT DISTINCT p.t, p.seen_first, %s0, 0 "
		"FROM temp.exposure_rows x, (SELECT t, seen_first FROM temp.periods ORDER BY t "
		"LIMIT 1) p",
		buf_text(&keys));
	buf_release(&keys);
	return status;
}

/* --- sums --- */

static int make_spans(const struct relations *relations, struct err *err)
{
	if (sql_run(relations->sql, err,
		    "DROP VIEW IF EXISTS temp.exposures; "
		    "DROP VIEW IF EXISTS temp.comparison_exposures; "
		    "DROP TABLE IF EXISTS temp.exposure_spans; "
		    "DROP TABLE IF EXISTS temp.span_exposures; "
		    "CREATE TEMP TABLE exposure_spans(kind TEXT, t INTEGER, first INTEGER, "
		    "last INTEGER); "
		    "INSERT INTO temp.exposure_spans SELECT 'period', t, seen_first, seen_last "
		    "FROM temp.periods WHERE seen_first <= seen_last") < 0)
		return -1;
	if (!(relations->query->reads & RELATION_COMPARISONS))
		return 0;
	return sql_run(relations->sql, err,
		"INSERT INTO temp.exposure_spans "
		"SELECT kind || '1', t, first1, last1 FROM temp.comparisons "
		"UNION ALL SELECT kind || '0', t, first0, last0 FROM temp.comparisons");
}

/* The population's keys of each group, once: groups may differ in cause alone. */
static void write_keys(const struct scope *scope, struct buf *keys, struct buf *join)
{
	for (size_t i = 0; i < scope->n_by; i++)
		if (is_population(&scope->by[i])) {
			buf_format(keys, ", k%zu", i);
			buf_format(join, " AND x.%s = k.k%zu", scope->by[i].dimension->column, i);
		}
}

static int make_measure(const struct relations *relations, struct err *err)
{
	const char *word = asked_measure(relations);
	struct buf name = {0};
	struct stmt *insert = NULL;
	int status = sql_run(relations->sql, err,
		"DROP TABLE IF EXISTS temp.measure; CREATE TEMP TABLE measure(name TEXT)");

	if (status == 0 && strcmp(word, "none") != 0)
		status = find_measure(relations, word, &name, err);
	if (status == 0)
		insert = stmt_prepare(
			relations->sql, "INSERT INTO temp.measure VALUES(nullif(?, ''))", err);
	if (insert) {
		stmt_bind_text(insert, 1, buf_text(&name), name.len);
		status = stmt_step(insert, err);
		stmt_free(insert);
	}
	buf_release(&name);
	return insert && status >= 0 ? 0 : -1;
}

int exposure_make(const struct relations *relations, struct err *err)
{
	struct buf keys = {0}, join = {0};
	int status = make_spans(relations, err);

	write_keys(relations->scope, &keys, &join);
	if (status == 0)
		status = relations_run(relations->sql, err,
			"CREATE TEMP TABLE span_exposures AS "
			"WITH known AS (SELECT measure, min(first_day) AS first, max(last_day) AS "
			"last "
			"FROM temp.exposure_rows GROUP BY measure), "
			"parts AS (SELECT s.kind, s.t, s.first, s.last, x.measure, x.product, "
			"x.category, "
			"x.merchant, x.region, x.value * (min(x.last_day, s.last) - "
			"max(x.first_day, s.first) + 1) / CASE WHEN x.measure LIKE '%%users%%' "
			"THEN s.last - s.first + 1 ELSE x.last_day - x.first_day + 1 END AS e "
			"FROM temp.exposure_rows x JOIN known USING (measure) "
			"JOIN temp.exposure_spans s ON s.first <= x.last_day AND s.last >= "
			"x.first_day "
			"AND s.first >= known.first AND s.last <= known.last) "
			"SELECT x.kind, x.t, k.g, x.measure, sum(x.e) AS e FROM parts x "
			"JOIN (SELECT DISTINCT g%s FROM temp.group_keys) k ON 1%s "
			"GROUP BY 1, 2, 3, 4",
			buf_text(&keys), buf_text(&join));
	buf_release(&keys);
	buf_release(&join);
	if (status < 0)
		return -1;
	status = sql_run(relations->sql, err,
		"CREATE TEMP VIEW exposures AS SELECT t, g, measure, e FROM span_exposures "
		"WHERE kind = 'period'; "
		"CREATE TEMP VIEW comparison_exposures AS SELECT a.t AS t, "
		"substr(a.kind, 1, length(a.kind) - 1) AS kind, a.g AS g, a.measure AS measure, "
		"a.e AS e1, b.e AS e0 FROM span_exposures a JOIN span_exposures b ON b.t = a.t "
		"AND b.g = a.g AND b.measure = a.measure "
		"AND b.kind = substr(a.kind, 1, length(a.kind) - 1) || '0' WHERE a.kind LIKE '%1'");
	return status < 0 ? -1 : make_measure(relations, err);
}

const char *exposure_missing(const struct relations *relations)
{
	const char *word = asked_measure(relations);
	struct buf name = {0};
	struct err ignored;
	bool is_there = !strcmp(word, "auto") || !strcmp(word, "none") ||
			find_measure(relations, word, &name, &ignored) < 0 || name.len;

	buf_release(&name);
	return is_there ? NULL : word;
}

int exposure_count_missing(const struct relations *relations, int64_t *n, struct err *err)
{
	struct stmt *stmt = stmt_prepare(relations->sql,
		"SELECT sum(c.n) FROM temp.cells c JOIN temp.periods p ON p.t = c.t WHERE p.shown "
		"AND NOT EXISTS (SELECT 1 FROM temp.exposures e WHERE e.t = c.t AND e.g = c.g)",
		err);
	int status = stmt ? stmt_step(stmt, err) : -1;

	*n = status > 0 ? stmt_integer(stmt, 0) : 0;
	stmt_free(stmt);
	return status < 0 ? -1 : 0;
}
