#include <stdlib.h>
#include <string.h>

#include "metric/metric.h"
#include "store/store.h"

enum { N_COLUMNS = 9 };

static const char *const COLUMNS[N_COLUMNS] = {
	"id", "received", "product", "cause", "channel", "file", "sheet", "run", "command"};

static const char TRACE[] =
	"SELECT CASE WHEN n.complaint_id IS NULL THEN '#' || c.id WHEN c.source = 0 "
	"THEN n.complaint_id ELSE s.text || '/' || n.complaint_id END, "
	"date(c.day * 86400, 'unixepoch'), (SELECT text FROM main.term WHERE id = c.product), "
	"(SELECT text FROM main.term WHERE id = c.cause), "
	"(SELECT text FROM main.term WHERE id = c.channel), l.file, l.sheet, r.id, r.command "
	"FROM main.complaint c JOIN main.narrative n ON n.complaint = c.id "
	"JOIN main.term s ON s.id = c.source LEFT JOIN main.load l ON l.id = c.load "
	"LEFT JOIN main.run r ON r.id = c.run WHERE c.id = ?1";

static int add_complaint(struct table *table, struct stmt *stmt, int64_t id, struct err *err)
{
	size_t row;
	int status;

	stmt_reset(stmt);
	stmt_bind_integer(stmt, 1, id);
	status = stmt_step(stmt, err);
	if (status <= 0)
		return status;
	row = table_add_row(table);
	for (int i = 0; i < N_COLUMNS; i++) {
		size_t n;
		const char *text = stmt_text(stmt, i, &n);

		if (stmt_type(stmt, i) == SQL_INTEGER)
			table_set_integer(table, row, (size_t)i, stmt_integer(stmt, i));
		else if (n)
			table_set_text_n(table, row, (size_t)i, text, n);
	}
	return 0;
}

struct table *trace_table(struct store *store, const char *ids, struct err *err)
{
	struct stmt *stmt = stmt_prepare(store_sql(store), TRACE, err);
	struct table *table;
	char *end;
	int status = 0;

	if (!stmt)
		return NULL;
	table = table_new("trace");
	for (size_t i = 0; i < N_COLUMNS; i++)
		table_add_column(table, COLUMNS[i],
			strcmp(COLUMNS[i], "run") ? CELL_TEXT : CELL_INTEGER, i ? "text" : "id");
	for (const char *at = ids; status == 0 && *at; at = *end ? end + 1 : end)
		status = add_complaint(table, stmt, strtoll(at, &end, 10), err);
	stmt_free(stmt);
	if (status == 0)
		return table;
	table_free(table);
	return NULL;
}
