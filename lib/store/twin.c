/* Two connections that see the same: what a load commits meanwhile is in neither of them. */
#include "store/internal.h"

#include "base/err.h"

enum { TRIES = 5 };

/* Changes whenever another connection has changed the file since this one last looked. */
static int ask_version(struct store *store, int64_t *version, struct err *err)
{
	return ask_integer(store->sql, "PRAGMA data_version", version, err);
}

/* SQLite takes its snapshot with the first look after BEGIN. */
static int begin(struct store *store, int64_t *newest_run, struct err *err)
{
	if (sql_run(store->sql, err, "BEGIN") < 0)
		return -1;
	return ask_integer(store->sql, "SELECT max(id) FROM run", newest_run, err);
}

static void end(struct store *store)
{
	struct err ignored;

	sql_run(store->sql, &ignored, "ROLLBACK");
}

/* 1: both see the same, 0: something was changed between their looks, or -1. The twin begins
 * between two looks of the first at the version: what has not changed from one to the other is what
 * the twin saw. */
static int begin_both(struct store *store, struct store *twin, struct err *err)
{
	int64_t before = 0, after = 0, newest = 0, of_twin = 0;

	if (ask_version(store, &before, err) < 0 || begin(twin, &of_twin, err) < 0)
		return -1;
	if (begin(store, &newest, err) < 0 || ask_version(store, &after, err) < 0)
		return -1;
	return before == after && newest == of_twin;
}

static struct store *open_twin(const struct store *store)
{
	struct err ignored;

	return store->mode == STORE_READ ? store_open(store->path, STORE_READ, &ignored) : NULL;
}

int store_begin_reading(struct store *store, struct store **twin, struct err *err)
{
	int64_t ignored;
	int status = 0;

	*twin = open_twin(store);
	for (int i = 0; *twin && i < TRIES; i++) {
		status = begin_both(store, *twin, err);
		if (status > 0)
			return 0;
		end(store);
		end(*twin);
	}
	store_close(*twin);
	*twin = NULL;
	return begin(store, &ignored, err);
}
