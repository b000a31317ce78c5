#include "history/undo.h"

#include <stdlib.h>

#include "base/mem.h"
#include "history/past.h"
#include "store/internal.h"

/* Later runs that have not been taken back themselves. */
static int check_later(struct store *store, int64_t run, struct err *err)
{
	struct stmt *stmt = stmt_prepare(store->sql,
		"SELECT id, command FROM run WHERE id > ? AND undone_at IS NULL"
		" ORDER BY id DESC LIMIT 1",
		err);
	int status;

	if (!stmt)
		return -1;
	stmt_bind_integer(stmt, 1, run);
	status = stmt_step(stmt, err);
	if (status > 0)
		status = err_set(err,
			"run %lld cannot be taken back alone: run %lld (%s) came after it and may "
			"build on it; take it back with all later ones by --with-later",
			(long long)run, (long long)stmt_integer(stmt, 0), stmt_text(stmt, 1, NULL));
	stmt_free(stmt);
	return status;
}

static int check_run(struct store *store, int64_t run, bool with_later, struct err *err)
{
	char *number = mem_format("%lld", (long long)run);
	int64_t found;
	int status = store_find_run(store, number, &found, err);

	free(number);
	return status < 0 || with_later ? status : check_later(store, run, err);
}

static int mark_undone(struct store *store, int64_t run, int64_t now, struct err *err)
{
	char *text =
		mem_format("UPDATE run SET undone_at = %lld WHERE id >= %lld AND undone_at IS NULL",
			(long long)now, (long long)run);
	int status = sql_run(store->sql, err, text);

	free(text);
	return status;
}

static int restore(struct store *store, int64_t run, int64_t now, struct err *err)
{
	int64_t last;

	if (past_restore(store, run - 1, &last, err) < 0 ||
		past_restore_loads(store, run - 1, err) < 0 ||
		past_restore_customers(store, run - 1, err) < 0 || past_forget(store, err) < 0)
		return -1;
	return mark_undone(store, run, now, err);
}

int store_undo(struct store *store, int64_t run, bool with_later, int64_t now, struct err *err)
{
	if (check_run(store, run, with_later, err) < 0)
		return -1;
	store->run = run; /* no run of its own: it leaves less, not more */
	if (store_begin(store, NULL, err) < 0)
		return -1;
	if (restore(store, run, now, err) < 0) {
		store_rollback(store);
		return -1;
	}
	if (store_commit(store, err) < 0)
		return -1;
	store->run = 0;
	return 0;
}
