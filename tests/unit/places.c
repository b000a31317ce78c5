#include "store/places.h"

#include <criterion/criterion.h>

#include "base/hash.h"

static struct sql *open_table(void)
{
	struct err err;
	struct sql *sql = sql_open(":memory:", SQL_CREATE, &err);

	cr_assert(sql);
	cr_assert_eq(sql_run(sql, &err,
			     "CREATE TABLE identity(number INTEGER PRIMARY KEY, places BLOB)"),
		0);
	return sql;
}

static int64_t key_of(uint32_t id)
{
	return (int64_t)hash_bytes(7, &id, sizeof id);
}

/* As a load does: `n` complaints from `first` on. Returns how many rows the table has then. */
static size_t add(struct sql *sql, uint32_t first, uint32_t n)
{
	struct slots slots = {0};
	struct places places;
	struct err err;
	size_t n_runs;

	for (uint32_t id = first; id < first + n; id++)
		slots_add(&slots, key_of(id))->value = id;
	slots_sort(&slots);
	cr_assert_eq(places_load(&places, sql, &err), 0);
	cr_assert_eq(places_save(&places, slots.slots, slots.n, &err), 0);
	places_release(&places);
	slots_release(&slots);
	cr_assert_eq(places_load(&places, sql, &err), 0);
	cr_assert_eq(places_count(&places), first + n - 1);
	for (uint32_t id = 1; id < first + n; id++)
		cr_assert_eq(places_find(&places, key_of(id)), id);
	cr_assert_eq(places_find(&places, key_of(first + n)), 0);
	n_runs = places.n_runs;
	places_release(&places);
	return n_runs;
}

Test(places, all_are_found_and_rows_stay_few)
{
	struct sql *sql = open_table();
	uint32_t first = 1;
	size_t most = 0;

	for (int load = 0; load < 60; load++) {
		uint32_t n = load % 20 ? 1 + (uint32_t)key_of((uint32_t)load) % 30 : 3000;
		size_t n_runs = add(sql, first, n);

		most = n_runs > most ? n_runs : most;
		first += n;
	}
	cr_assert_leq(most, 8);
	sql_close(sql);
}

Test(places, nothing_new_writes_nothing)
{
	struct sql *sql = open_table();

	cr_assert_eq(add(sql, 1, 0), 0);
	cr_assert_eq(add(sql, 1, 1), 1);
	cr_assert_eq(add(sql, 2, 0), 1);
	sql_close(sql);
}

Test(places, a_damaged_row_is_told)
{
	static const char *const BROKEN[] = {
		"INSERT INTO identity VALUES(3, zeroblob(13))", /* no whole number of places */
		"INSERT INTO identity VALUES(3, zeroblob(24))", /* the same key twice */
	};

	for (size_t i = 0; i < 2; i++) {
		struct sql *sql = open_table();
		struct places places;
		struct err err;

		cr_assert_eq(sql_run(sql, &err, BROKEN[i]), 0);
		cr_assert_eq(places_load(&places, sql, &err), -1);
		cr_assert_str_eq(err.text, "the store is damaged: identity 3 is no list of places");
		places_release(&places);
		sql_close(sql);
	}
}
