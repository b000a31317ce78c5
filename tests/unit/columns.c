/* Facts column by column: packed numbers, tuples, and the table that follows the facts. */
#include "store/columns.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/tuples.h"
#include "store/columns_check.h"
#include "store/columns_part.h"
#include "store/internal.h"
#include "store/pack.h"
#include "store_kit.h"

static void assert_packs(const int64_t *numbers, size_t n, size_t bytes_each)
{
	enum { HEAD = 24 };
	int64_t *again = mem_alloc((n + 1) * sizeof *again);
	struct packed packed;
	struct buf bytes = {0};

	pack_numbers(numbers, n, &bytes);
	cr_assert_eq(bytes.len, HEAD + n * bytes_each, "%zu bytes", bytes.len);
	cr_assert(pack_read(bytes.data, bytes.len, &packed));
	cr_assert_eq(packed.n, n);
	pack_unpack(&packed, again);
	cr_assert(!n || !memcmp(numbers, again, n * sizeof *again));
	cr_assert(!pack_read(bytes.data, bytes.len - 1, &packed));
	free(again);
	buf_release(&bytes);
}

#define ASSERT_PACKS(bytes_each, ...)                                                              \
	assert_packs((const int64_t[]){__VA_ARGS__},                                               \
		sizeof(const int64_t[]){__VA_ARGS__} / sizeof(int64_t), bytes_each)

Test(columns, numbers_take_what_their_range_needs)
{
	ASSERT_PACKS(0, 7, 7, 7);
	ASSERT_PACKS(0, 41, 42, 43);
	ASSERT_PACKS(0, NUMBER_NONE, NUMBER_NONE);
	ASSERT_PACKS(0, -5);
	ASSERT_PACKS(1, 1000, 1255);
	ASSERT_PACKS(1, 5, NUMBER_NONE, 5);
	ASSERT_PACKS(1, 0, NUMBER_NONE, 254);
	ASSERT_PACKS(2, 0, NUMBER_NONE, 255);
	ASSERT_PACKS(2, -30000, 30000);
	ASSERT_PACKS(2, 0, 65535);
	ASSERT_PACKS(4, 0, 65536);
	ASSERT_PACKS(4, 0, UINT32_MAX);
	ASSERT_PACKS(8, 0, (int64_t)UINT32_MAX + 1);
	ASSERT_PACKS(8, NUMBER_NONE, 0, UINT32_MAX);
	ASSERT_PACKS(8, INT64_MAX, INT64_MIN + 1);
	ASSERT_PACKS(8, INT64_MAX, NUMBER_NONE, 0);
	assert_packs(NULL, 0, 0);
}

Test(columns, bytes_that_are_no_numbers_are_refused)
{
	struct packed packed;
	struct buf bytes = {0};

	pack_numbers((const int64_t[]){1, 300}, 2, &bytes);
	bytes.data[0] = 3;
	cr_assert(!pack_read(bytes.data, bytes.len, &packed));
	cr_assert(!pack_read("", 0, &packed));
	buf_release(&bytes);
}

Test(columns, tuples_are_numbered_as_they_are_met)
{
	struct tuples tuples = {.width = 2};

	cr_assert_eq(tuples_find(&tuples, (const int64_t[]){0, 0}), TUPLES_NONE);
	for (int round = 0; round < 2; round++)
		for (int64_t i = 0; i < 1000; i++)
			cr_assert_eq(tuples_add(&tuples, (const int64_t[]){i % 10, -i}), i);
	cr_assert_eq(tuples.n, 1000);
	cr_assert_eq(tuples_at(&tuples, 999)[1], -999);
	cr_assert_eq(tuples_find(&tuples, (const int64_t[]){1, -2}), TUPLES_NONE);
	tuples_release(&tuples);
}

/* --- the table --- */

enum { N_ROWS = PART_ROWS + 1000 };

static char *make_rows(int first, int n, const char *product)
{
	struct buf rows = {0};

	buf_add_text(&rows, "complaint_id,source,received_at,product\n");
	for (int i = first; i < first + n; i++)
		buf_format(&rows, "%d,s,2026-03-%02d,%s\n", i, 1 + i * 28 / (2 * N_ROWS), product);
	return buf_take(&rows);
}

/* Of one file. */
static void add_rows(struct store *store, int first, int n, const char *product)
{
	struct load_info info = {.file = "test.csv",
		.source = "s",
		.covers_first = NO_DAY,
		.covers_last = NO_DAY,
		.exported_day = NO_DAY,
		.exported_at = NUMBER_NONE,
		.n_read = (uint64_t)n};
	struct load_counts counts;
	struct err err;
	struct load *load = load_begin(store, &RUN, &err);

	cr_assert(load, "%s", err.text);
	for (int i = 0; i < n; i += BATCH_ROWS) {
		char *rows = make_rows(first + i, n - i < BATCH_ROWS ? n - i : BATCH_ROWS, product);
		struct batch *batch = read_batch(rows);

		cr_assert_eq(load_add(load, batch, &err), 0, "%s", err.text);
		batch_free(batch);
		free(rows);
	}
	cr_assert_eq(load_finish(load, &info, &counts, &err), 0, "%s", err.text);
}

/* Complaints of those days, and parts that had to be looked at. */
static size_t count_days(struct store *store, int32_t first, int32_t last, size_t *n_parts)
{
	struct err err;
	struct columns *columns = columns_open(store_sql(store), 1ull << FACT_DAY, &err);
	size_t n = 0;

	cr_assert(columns, "%s", err.text);
	*n_parts = 0;
	while (columns_next(columns, first, last, &err) > 0) {
		++*n_parts;
		for (size_t i = 0; i < columns_rows(columns); i++) {
			int64_t day = columns_of(columns, FACT_DAY)[i];

			n += day >= first && day <= last;
		}
	}
	columns_close(columns);
	return n;
}

/* As `UPDATE` does it, a few here and there, and commits. */
static void change_rows(struct store *store, const char *text)
{
	struct err err;

	cr_assert_eq(store_begin(store, &RUN, &err), 0, "%s", err.text);
	cr_assert_eq(sql_run(store_sql(store), &err, text), 0, "%s", err.text);
	cr_assert_eq(store_commit(store, &err), 0, "%s", err.text);
}

static int64_t count_wrong(struct store *store, int64_t *first)
{
	int64_t n = 0, n_wrong = 0;
	struct err err;

	*first = NUMBER_NONE;
	cr_assert_eq(columns_check(store_sql(store), &n, &n_wrong, first, &err), 0, "%s", err.text);
	cr_assert_gt(n, 0);
	return n_wrong;
}

Test(columns, few_changes_are_put_into_the_packed_ones)
{
	static const struct {
		const char *change;
		int64_t n_wrong; /* of the packed columns afterwards */
	} CASES[] = {
		{"UPDATE complaint SET amount = id * 1000003 WHERE id % 999 = 0", 0},
		{"UPDATE complaint SET amount = NULL, severity = 4 WHERE id = 999", 0},
		{"UPDATE complaint SET amount = NULL", 0},
		{"DELETE FROM complaint WHERE id = 2000", 0},
		{"UPDATE complaint SET severity = 1 WHERE id IN (1999, 2001)", 0},
		{"REPLACE INTO complaint SELECT * FROM complaint WHERE id IN (7, 17000)", 0},
		/* A part whose cells are damaged is made anew. */
		{"UPDATE complaint_columns SET cells = x'00' WHERE place = 3", 1},
		{"UPDATE complaint SET severity = 3 WHERE id = 4", 0},
		{"DELETE FROM complaint_columns WHERE place = 64", 1},
		{"UPDATE complaint SET severity = 3 WHERE id = 16384", 0},
		{"DELETE FROM complaint WHERE id >= 16384", 0},
		/* Where no column can be. */
		{"INSERT INTO complaint_columns VALUES(63, x''), (1 << 60, x''), (-5, x'')", 3},
	};
	char *path = make_place();
	struct err err;
	struct store *store = store_open(path, STORE_CREATE, &err);
	int64_t first;

	cr_assert(store, "%s", err.text);
	add_rows(store, 1, N_ROWS, "fan");
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		change_rows(store, CASES[i].change);
		cr_assert_eq(count_wrong(store, &first), CASES[i].n_wrong, "%s: place %lld",
			CASES[i].change, (long long)first);
	}
	cr_assert_eq(first, -5);
	store_close(store);
	remove_place(path, true);
}

Test(columns, they_follow_what_changes)
{
	static const int32_t FIRST = 20513; /* 2026-03-01 */
	char *path = make_place();
	struct err err;
	struct store *store = store_open(path, STORE_CREATE, &err);
	size_t n_parts;

	cr_assert(store, "%s", err.text);
	add_rows(store, 1, N_ROWS, "fan"); /* past SQLite */
	assert_sound(store);
	cr_assert_eq(count_days(store, FIRST, FIRST + 30, &n_parts), N_ROWS);
	cr_assert_eq(n_parts, 2);
	cr_assert_eq(count_days(store, FIRST, FIRST, &n_parts), 2 * N_ROWS / 28);
	cr_assert_eq(n_parts, 1);
	cr_assert_eq(count_days(store, FIRST + 100, FIRST + 200, &n_parts), 0);
	cr_assert_eq(n_parts, 0);
	add_rows(store, N_ROWS + 1, 10, "fan"); /* by SQLite */
	assert_sound(store);
	cr_assert_eq(count_days(store, FIRST, FIRST + 30, &n_parts), N_ROWS + 10);
	add_rows(store, 5, 1, "lamp");
	assert_sound(store);
	store_close(store);
	remove_place(path, true);
}

/* --- of a damaged store --- */

static struct sql *open_damaged(const char *ids)
{
	struct err err;
	struct sql *sql = sql_open(":memory:", SQL_CREATE, &err);
	struct buf text = {0};

	cr_assert(sql, "%s", err.text);
	buf_add_text(&text, "CREATE TABLE complaint(");
	for (enum fact fact = 0; fact < N_FACTS; fact++)
		buf_format(&text, "%s%s INTEGER", fact ? ", " : "", FACTS[fact].column);
	buf_format(&text,
		"); CREATE TABLE complaint_columns(place INTEGER PRIMARY KEY, cells BLOB);"
		"INSERT INTO complaint(id, day) %s",
		ids);
	cr_assert_eq(sql_run(sql, &err, buf_text(&text)), 0, "%s", err.text);
	buf_release(&text);
	return sql;
}

/* A tree whose pages hang in it twice looks so. */
Test(columns, a_part_never_has_more_rows_than_it_can)
{
	static const char EXPECTED[] = "the store is damaged: complaints have the same id";
	struct sql *sql = open_damaged(
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
		" SELECT 7, 20000 FROM n");
	struct err err;
	struct columns *columns = columns_open(sql, 1ull << FACT_DAY, &err);
	int64_t n, n_wrong, first;

	cr_assert_eq(columns_next(columns, 0, INT64_MAX, &err), -1);
	cr_assert_str_eq(err.text, EXPECTED);
	columns_close(columns);
	cr_assert_eq(sql_run(sql, &err, "INSERT INTO complaint_columns VALUES(0, x'')"), 0);
	cr_assert_eq(columns_check(sql, &n, &n_wrong, &first, &err), -1);
	cr_assert_str_eq(err.text, EXPECTED);
	sql_close(sql);
}

Test(columns, ids_far_apart_take_no_room_between_them)
{
	struct sql *sql = open_damaged("VALUES(7, 1), (3000000000, 2), (4294967295, 3)");
	struct err err;
	struct columns *columns = columns_open(sql, 1ull << FACT_DAY, &err);
	int64_t n, n_wrong, first;

	cr_assert(columns, "%s", err.text);
	cr_assert_eq(columns_most(columns), 3 * PART_ROWS);
	for (int64_t day = 1; day <= 3; day++) {
		cr_assert_eq(columns_next(columns, 0, INT64_MAX, &err), 1);
		cr_assert_eq(columns_rows(columns), 1);
		cr_assert_eq(columns_of(columns, FACT_DAY)[0], day);
	}
	cr_assert_eq(columns_next(columns, 0, INT64_MAX, &err), 0);
	columns_close(columns);
	/* Of part 1, which has no complaint; all columns of the three that have one are missing. */
	cr_assert_eq(sql_run(sql, &err, "INSERT INTO complaint_columns VALUES(64, x'00')"), 0);
	cr_assert_eq(columns_check(sql, &n, &n_wrong, &first, &err), 0, "%s", err.text);
	cr_assert_eq(n_wrong, 3 * N_FACTS + 1);
	cr_assert_eq(first, 0);
	sql_close(sql);
}

Test(columns, ids_that_no_complaint_can_have_make_no_parts)
{
	struct sql *sql = open_damaged("VALUES(-5, 1), (7, 2), (1 << 56, 3)");
	struct err err;
	struct columns *columns = columns_open(sql, 1ull << FACT_DAY, &err);
	struct columns_log *log = columns_log_new();

	cr_assert_eq(columns_next(columns, 0, INT64_MAX, &err), 1);
	cr_assert_eq(columns_rows(columns), 1);
	cr_assert_eq(columns_of(columns, FACT_DAY)[0], 2);
	cr_assert_eq(columns_next(columns, 0, INT64_MAX, &err), 0);
	columns_close(columns);
	columns_log_watch(log, sql);
	cr_assert_eq(sql_run(sql, &err,
			     "CREATE TABLE other AS SELECT * FROM complaint; DROP TABLE complaint;"
			     "CREATE TABLE complaint AS SELECT * FROM other WHERE 0;"
			     "INSERT INTO complaint(rowid, id) VALUES(-5, -5), (1 << 56, 1 << 56)"),
		0, "%s", err.text);
	cr_assert_eq(columns_log_apply(log, sql, &err), 0, "%s", err.text);
	columns_log_free(log);
	sql_close(sql);
}
