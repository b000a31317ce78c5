#include "metric/groups.h"

#include <stdlib.h>

#include "metric/where.h"

/* The label of key i of a row `x`. */
static void write_label(const struct relations *relations, size_t i, struct buf *out)
{
	const struct by *by = &relations->scope->by[i];

	if (by->dimension && by->dimension->value == VALUE_NUMBER)
		buf_format(out,
			"CASE x.k%zu WHEN -1 THEN '(unassigned)' ELSE CAST(x.k%zu AS TEXT) END", i,
			i);
	else
		buf_format(out, "ifnull((SELECT text FROM %s WHERE id = x.k%zu AND id <> 0), '%s')",
			by->dimension ? "main.term" : "temp.extra_terms", i,
			where_is_kind_of_every(relations, by) ? KIND_COMPLAINT : "(unassigned)");
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

void groups_names(struct buf *out, const char *letter, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_format(out, "%s%s%zu", i ? ", " : "", letter, i);
}

int groups_make(const struct relations *relations, struct err *err)
{
	size_t n = relations->scope->n_by;
	struct buf keys = {0}, typed = {0}, labels = {0}, numbers = {0};
	int status;

	if (!n)
		return sql_run(relations->sql, err,
			"CREATE TEMP TABLE group_keys(k0 INTEGER PRIMARY KEY, g INTEGER) WITHOUT "
			"ROWID; "
			"INSERT INTO temp.group_keys VALUES(0, 0); "
			"CREATE TEMP TABLE groups(g INTEGER PRIMARY KEY, unassigned INTEGER); "
			"INSERT INTO temp.groups VALUES(0, 0)");
	if (number_groups(relations, err) < 0)
		return -1;
	groups_names(&keys, "k", n);
	for (size_t i = 0; i < n; i++)
		buf_format(&typed, "%sk%zu", i ? " INTEGER, " : "", i);
	groups_names(&labels, "l", n);
	for (size_t i = 0; i < n; i++)
		buf_format(&numbers, ", d%zu", i + 1);
	status = relations_run(relations->sql, err,
		"CREATE TEMP TABLE group_keys(%s INTEGER, g INTEGER, PRIMARY KEY(%s)) WITHOUT "
		"ROWID; "
		"INSERT INTO temp.group_keys SELECT %s, g FROM temp.labelled; "
		"CREATE TEMP TABLE groups(g INTEGER PRIMARY KEY%s, unassigned INTEGER); "
		"INSERT INTO temp.groups SELECT g, %s, '(unassigned)' IN (%s) FROM temp.labelled "
		"ORDER BY g",
		buf_text(&typed), buf_text(&keys), buf_text(&keys), buf_text(&numbers),
		buf_text(&labels), buf_text(&labels));
	buf_release(&keys);
	buf_release(&typed);
	buf_release(&labels);
	buf_release(&numbers);
	return status;
}

int groups_top(const struct relations *relations, size_t n, int64_t **kept, size_t *n_kept,
	size_t *n_groups, struct err *err)
{
	struct buf keys = {0};
	struct stmt *stmt;
	char *text;
	int status;

	groups_names(&keys, "k", relations->scope->n_by);
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

int64_t groups_merge(
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
		"INSERT INTO temp.groups VALUES(%lld%s, 0)",
		(long long)g, buf_text(&list), buf_text(&list), (long long)g, buf_text(&labels));
	buf_release(&list);
	buf_release(&labels);
	return status < 0 ? -1 : g;
}
