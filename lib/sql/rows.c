/* A table-valued function kesu_rows(): rows that C code makes, so that one INSERT ... SELECT takes
 * many of them. A statement per row costs three times as much. */
#include "sql/sql.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "sql/internal.h"

struct rows_table {
	sqlite3_vtab base;
	struct sql *sql;
};

struct rows_cursor {
	sqlite3_vtab_cursor base;
	const struct sql_rows *rows;
	sqlite3_int64 number;
	bool at_end;
};

static int connect_rows(sqlite3 *db, void *context, int n, const char *const *arguments,
	sqlite3_vtab **out, char **message)
{
	struct rows_table *table;
	struct buf text = {0};
	int code;

	(void)n;
	(void)arguments;
	(void)message;
	buf_add_text(&text, "CREATE TABLE rows(c0");
	for (int i = 1; i < SQL_ROWS_COLUMNS; i++)
		buf_format(&text, ", c%d", i);
	buf_add_char(&text, ')');
	code = sqlite3_declare_vtab(db, buf_text(&text));
	buf_release(&text);
	if (code != SQLITE_OK)
		return code;
	table = mem_zalloc(sizeof *table);
	table->sql = context;
	*out = &table->base;
	return SQLITE_OK;
}

static int disconnect_rows(sqlite3_vtab *table)
{
	free(table);
	return SQLITE_OK;
}

static int plan_rows(sqlite3_vtab *table, sqlite3_index_info *info)
{
	(void)table;
	info->estimatedCost = 1000;
	return SQLITE_OK;
}

static int open_rows(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
	struct rows_cursor *cursor = mem_zalloc(sizeof *cursor);

	(void)table;
	*out = &cursor->base;
	return SQLITE_OK;
}

static int close_rows(sqlite3_vtab_cursor *cursor)
{
	free(cursor);
	return SQLITE_OK;
}

static int next_row(sqlite3_vtab_cursor *base)
{
	struct rows_cursor *cursor = (struct rows_cursor *)base;

	cursor->number++;
	cursor->at_end = !cursor->rows->next(cursor->rows->context);
	return SQLITE_OK;
}

static int start_rows(
	sqlite3_vtab_cursor *base, int plan, const char *name, int n, sqlite3_value **arguments)
{
	struct rows_cursor *cursor = (struct rows_cursor *)base;

	(void)plan;
	(void)name;
	(void)n;
	(void)arguments;
	cursor->rows = ((struct rows_table *)base->pVtab)->sql->rows;
	cursor->number = 0;
	cursor->at_end = true;
	return cursor->rows ? next_row(base) : SQLITE_OK;
}

static int is_at_end(sqlite3_vtab_cursor *base)
{
	return ((struct rows_cursor *)base)->at_end;
}

static int give_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
	const struct sql_rows *rows = ((struct rows_cursor *)base)->rows;

	rows->column(rows->context, column, (struct sql_result *)context);
	return SQLITE_OK;
}

static int give_number(sqlite3_vtab_cursor *base, sqlite3_int64 *number)
{
	*number = ((struct rows_cursor *)base)->number;
	return SQLITE_OK;
}

static const sqlite3_module MODULE = {
	.xConnect = connect_rows, /* no xCreate: there is one, without a CREATE */
	.xBestIndex = plan_rows,
	.xDisconnect = disconnect_rows,
	.xOpen = open_rows,
	.xClose = close_rows,
	.xFilter = start_rows,
	.xNext = next_row,
	.xEof = is_at_end,
	.xColumn = give_column,
	.xRowid = give_number,
};

int rows_register(struct sql *sql)
{
	return sqlite3_create_module(sql->db, "kesu_rows", &MODULE, sql);
}

struct stmt *stmt_prepare_rows(
	struct sql *sql, const char *into, const char *values, struct err *err)
{
	struct buf text = {0};
	struct stmt *stmt;

	buf_format(&text, "INSERT INTO %s SELECT %s FROM kesu_rows", into, values);
	stmt = stmt_prepare(sql, buf_text(&text), err);
	buf_release(&text);
	return stmt;
}

int stmt_insert_rows(
	struct stmt *stmt, struct sql *sql, const struct sql_rows *rows, struct err *err)
{
	int status;

	sql->rows = rows;
	status = stmt_step(stmt, err);
	sql->rows = NULL;
	stmt_reset(stmt);
	return status < 0 ? -1 : 0;
}
