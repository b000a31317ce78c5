/* lib/store/twin.c: two connections that see the same, whatever is loaded meanwhile. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/mem.h"
#include "store_kit.h"

static const char ONE[] = "complaint_id,source,received_at\nA1,hotline,2026-10-01\n";

static char *make_store(void)
{
	char *path = make_place();
	struct err err;
	struct store *store = store_open(path, STORE_CREATE, &err);

	cr_assert(store, "%s", err.text);
	cr_assert_eq(load_text(store, ONE).status, 0);
	store_close(store);
	return path;
}

static void load_another(const char *path, int i)
{
	char *text = mem_format("complaint_id,source,received_at\nB%d,hotline,2026-10-02\n", i);
	struct err err;
	struct store *store = store_open(path, STORE_WRITE, &err);

	cr_assert(store, "%s", err.text);
	cr_assert_eq(load_text(store, text).status, 0);
	store_close(store);
	free(text);
}

Test(twin, both_see_what_was_there_when_they_began)
{
	char *path = make_store();
	struct err err;
	struct store *store = store_open(path, STORE_READ, &err), *twin;

	cr_assert_eq(store_begin_reading(store, &twin, &err), 0, "%s", err.text);
	cr_assert(twin);
	load_another(path, 1);
	assert_query(store, "SELECT count(*) FROM complaint", "1");
	assert_query(twin, "SELECT count(*) FROM complaint", "1");
	store_close(twin);
	store_close(store);
	store = store_open(path, STORE_READ, &err);
	cr_assert_eq(store_begin_reading(store, &twin, &err), 0, "%s", err.text);
	assert_query(store, "SELECT count(*) FROM complaint", "2");
	assert_query(twin, "SELECT count(*) FROM complaint", "2");
	store_close(twin);
	store_close(store);
	remove_place(path, true);
}

Test(twin, a_private_store_has_none)
{
	struct store *store = open_private(), *twin = store;
	struct err err;

	cr_assert_eq(store_begin_reading(store, &twin, &err), 0, "%s", err.text);
	cr_assert(!twin);
	store_close(store);
}

struct writer {
	const char *path;
	atomic_bool is_over;
	int n;
};

/* Small changes as fast as they go: a load takes too long to fall between two looks. */
static void *write_on(void *context)
{
	struct writer *writer = context;
	struct err err;
	struct sql *sql = sql_open(writer->path, SQL_WRITE, &err);

	sql_run(sql, &err, "PRAGMA synchronous = OFF");
	while (!atomic_load(&writer->is_over))
		writer->n += sql_run(sql, &err, "INSERT INTO load(run) VALUES(1)") == 0;
	sql_close(sql);
	return NULL;
}

Test(twin, both_see_the_same_while_another_writes_on_and_on)
{
	enum { LOOKS = 100 };
	char *path = make_store();
	struct writer writer = {.path = path};
	pthread_t thread;
	int n_twins = 0;

	cr_assert_eq(pthread_create(&thread, NULL, write_on, &writer), 0);
	for (int i = 0; i < LOOKS; i++) {
		struct err err;
		struct store *store = store_open(path, STORE_READ, &err), *twin;
		char *seen;

		cr_assert(store, "%s", err.text);
		cr_assert_eq(store_begin_reading(store, &twin, &err), 0, "%s", err.text);
		seen = query(store, "SELECT count(*), max(id) FROM load");
		if (twin)
			assert_query(twin, "SELECT count(*), max(id) FROM load", seen);
		n_twins += twin != NULL;
		free(seen);
		store_close(twin);
		store_close(store);
	}
	atomic_store(&writer.is_over, true);
	pthread_join(thread, NULL);
	cr_expect_gt(writer.n, 0);
	cr_expect_gt(n_twins, 0);
	remove_place(path, true);
}
