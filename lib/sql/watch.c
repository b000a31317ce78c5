#include "base/mem.h"
#include "sql/internal.h"

#include <string.h>

static void tell_change(
	void *context, int action, const char *database, const char *table, sqlite3_int64 id)
{
	const struct sql_watch *watch = context;

	(void)action;
	if (!strcmp(table, watch->table) && !strcmp(database, "main"))
		watch->changed(watch->context, id);
}

void sql_watch(struct sql *sql, const char *table, void (*changed)(void *context, int64_t id),
	void *context)
{
	sql->watch = (struct sql_watch){table, changed, context};
	sqlite3_update_hook(sql->db, tell_change, &sql->watch);
}
