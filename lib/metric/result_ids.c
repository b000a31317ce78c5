#include "metric/result_ids.h"

/* What a row names of its complaints, the most telling first. */
static const struct {
	const char *column; /* of temp.fact_ids */
	int parameter;
} NAMED[] = {{"id", 3}, {"customer", 4}, {"g", 2}, {"t", 1}};
enum { N_NAMED = sizeof NAMED / sizeof *NAMED };

static bool is_named(const struct result *result, int i)
{
	const int columns[] = {
		result->id_column, result->customer_column, result->g_column, result->t_column};

	return columns[i] >= 0;
}

/* Where the query has history, its complaints from before the shown periods are left out. */
static int make_ids(const struct result *result, const struct relations *relations, struct err *err)
{
	int i = 0;

	while (i < N_NAMED - 1 && !is_named(result, i))
		i++;
	return relations_run(relations->sql, err,
		"DROP TABLE IF EXISTS temp.fact_ids; "
		"CREATE TEMP TABLE fact_ids(t INTEGER, g INTEGER, id INTEGER, customer INTEGER, "
		"PRIMARY KEY(t, g, id)) WITHOUT ROWID; "
		"INSERT OR IGNORE INTO temp.fact_ids SELECT f.t, f.g, f.id, f.customer FROM facts "
		"f "
		"JOIN temp.periods p ON p.t = f.t WHERE p.shown; "
		"CREATE INDEX temp.fact_ids_by ON fact_ids(%s)",
		NAMED[i].column);
}

/* The id as people know it. */
static const char KNOWN_ID[] =
	"CASE WHEN n.complaint_id IS NULL THEN '#' || c.id WHEN c.source = 0 "
	"THEN n.complaint_id ELSE s.text || '/' || n.complaint_id END";

struct stmt *result_ids_prepare(
	const struct result *result, const struct relations *relations, struct err *err)
{
	struct buf text = {0};
	struct stmt *stmt;

	if (make_ids(result, relations, err) < 0)
		return NULL;
	buf_format(&text,
		"SELECT %s FROM temp.fact_ids f CROSS JOIN main.complaint c ON c.id = f.id "
		"JOIN main.narrative n ON n.complaint = f.id JOIN main.term s ON s.id = c.source "
		"WHERE true",
		relations->has_row_ids ? "f.id" : KNOWN_ID);
	for (int i = 0; i < N_NAMED; i++)
		if (is_named(result, i))
			buf_format(&text, " AND f.%s = ?%d", NAMED[i].column, NAMED[i].parameter);
	buf_add_text(&text, " ORDER BY f.id");
	stmt = stmt_prepare(relations->sql, buf_text(&text), err);
	buf_release(&text);
	return stmt;
}

int result_ids_list(const struct result *result, struct stmt *ids, struct stmt *row,
	struct buf *list, struct err *err)
{
	const int columns[] = {
		result->t_column, result->g_column, result->id_column, result->customer_column};
	int status;

	stmt_reset(ids);
	for (int i = 0; i < 4; i++)
		if (columns[i] >= 0)
			stmt_bind_integer(ids, i + 1, stmt_integer(row, columns[i]));
	while ((status = stmt_step(ids, err)) > 0) {
		if (list->len)
			buf_add_char(list, ' ');
		buf_add_text(list, stmt_text(ids, 0, NULL));
	}
	return status;
}
