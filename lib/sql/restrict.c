#include <string.h>

#include "base/buf.h"
#include "sql/internal.h"

/* Writing is allowed only where the fourth argument of the action names the temp database; making
 * and dropping only by the actions that are about temp objects by themselves. */
static int authorize(void *context, int action, const char *first, const char *second,
	const char *database, const char *trigger)
{
	(void)context;
	(void)first;
	(void)second;
	(void)trigger;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_FUNCTION:
	case SQLITE_RECURSIVE:
	case SQLITE_TRANSACTION:
	case SQLITE_SAVEPOINT:
	case SQLITE_CREATE_TEMP_TABLE:
	case SQLITE_CREATE_TEMP_INDEX:
	case SQLITE_CREATE_TEMP_VIEW:
	case SQLITE_DROP_TEMP_TABLE:
	case SQLITE_DROP_TEMP_INDEX:
	case SQLITE_DROP_TEMP_VIEW:
		return SQLITE_OK;
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
	case SQLITE_REINDEX:
		return database && !strcmp(database, "temp") ? SQLITE_OK : SQLITE_DENY;
	default:
		return SQLITE_DENY;
	}
}

/* The tables that functions and frames are, are made on their first use, which looks to the
 * authorizer like CREATE TABLE. */
void sql_restrict(struct sql *sql)
{
	sqlite3_exec(sql->db, "SELECT 1 FROM json_each('[]'), json_tree('[]'), kesu_rows", NULL,
		NULL, NULL);
	sqlite3_set_authorizer(sql->db, authorize, NULL);
	sql->is_restricted = true;
}

int sql_touch(struct sql *sql, const char *name, struct err *err)
{
	sqlite3_stmt *handle = NULL;
	struct buf text = {0};
	int code;

	buf_format(&text, "SELECT 1 FROM %s", name);
	sqlite3_set_authorizer(sql->db, NULL, NULL);
	code = sqlite3_prepare_v2(sql->db, buf_text(&text), -1, &handle, NULL);
	sqlite3_finalize(handle);
	if (sql->is_restricted)
		sqlite3_set_authorizer(sql->db, authorize, NULL);
	buf_release(&text);
	return code == SQLITE_OK ? 0 : sql_error(sql->db, code, err);
}
