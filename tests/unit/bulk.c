/* Tables that are written past SQLite, against the same rows by INSERT. */
#include "sql/bulk.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

struct place {
	char path[32];
	int fd;
	struct sql *sql;
};

static int64_t ask(struct sql *sql, const char *text)
{
	struct err err;
	struct stmt *stmt = stmt_prepare(sql, text, &err);
	int64_t answer;

	cr_assert(stmt, "%s: %s", text, err.text);
	cr_assert_eq(stmt_step(stmt, &err), 1, "%s: %s", text, err.text);
	answer = stmt_integer(stmt, 0);
	stmt_free(stmt);
	return answer;
}

static void run(struct sql *sql, const char *text)
{
	struct err err;

	cr_assert_eq(sql_run(sql, &err, text), 0, "%s: %s", text, err.text);
}

static void assert_sound(struct sql *sql)
{
	struct err err;
	struct stmt *stmt = stmt_prepare(sql, "PRAGMA integrity_check", &err);

	cr_assert_eq(stmt_step(stmt, &err), 1);
	cr_assert_str_eq(stmt_text(stmt, 0, NULL), "ok");
	stmt_free(stmt);
}

static const char SCHEMA[] =
	"BEGIN;"
	"CREATE TABLE t(id INTEGER PRIMARY KEY, a INTEGER, b TEXT, c BLOB, d INTEGER DEFAULT 7);"
	"CREATE TABLE k(a INTEGER, b INTEGER, c TEXT, PRIMARY KEY(a, b)) WITHOUT ROWID;"
	"CREATE TABLE t2(id INTEGER PRIMARY KEY, a INTEGER, b TEXT, c BLOB, d INTEGER DEFAULT 7);"
	"CREATE TABLE k2(a INTEGER, b INTEGER, c TEXT, PRIMARY KEY(a, b)) WITHOUT ROWID";

static void open_place(struct place *place, int page_size)
{
	struct err err;
	char *pragmas = mem_format(
		"PRAGMA page_size = %d; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF",
		page_size);

	strcpy(place->path, "/tmp/kesu-bulk-XXXXXX");
	place->fd = mkstemp(place->path);
	cr_assert(place->fd >= 0);
	place->sql = sql_open(place->path, SQL_WRITE, &err);
	cr_assert(place->sql, "%s", err.text);
	sql_own_file(place->sql, place->fd);
	run(place->sql, pragmas);
	run(place->sql, SCHEMA);
	free(pragmas);
}

static void close_place(struct place *place)
{
	sql_close(place->sql);
	close(place->fd);
	unlink(place->path);
}

static uint64_t next(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return *state >> 33;
}

/* Any number of bits, both signs. */
static int64_t any_integer(uint64_t *state)
{
	int64_t value = (int64_t)(next(state) << 33 ^ next(state) << 11 ^ next(state));

	return value >> next(state) % 64;
}

enum { SHORT = 40 };

/* Mostly short, now and then of several pages. */
static size_t any_length(uint64_t *state, size_t longest)
{
	uint64_t kind = next(state) % 50;

	return kind == 0 ? next(state) % longest : kind < 20 ? 0 : next(state) % SHORT;
}

struct writer {
	struct bulk_table *table, *keyed;
	struct stmt *insert, *insert_keyed;
	uint64_t state;
	char *text;
	size_t longest;
};

static void put_row(struct writer *writer, int64_t id)
{
	struct err err;
	struct image *row = bulk_row(writer->table);
	int64_t a = any_integer(&writer->state);
	bool is_null = next(&writer->state) % 5 == 0, is_short = next(&writer->state) % 3 == 0;
	size_t b = any_length(&writer->state, writer->longest);
	size_t c = any_length(&writer->state, writer->longest);

	image_null(row);
	image_integers(row, &a, 1, is_null ? a : a + 1);
	image_text(row, writer->text, b);
	image_blob(row, writer->text, c);
	if (!is_short)
		image_integer(row, id % 3);
	cr_assert_eq(bulk_add(writer->table, id, &err), 0);
	stmt_bind_integer(writer->insert, 1, id);
	if (!is_null)
		stmt_bind_integer(writer->insert, 2, a);
	stmt_bind_text(writer->insert, 3, writer->text, b);
	stmt_bind_blob(writer->insert, 4, writer->text, c);
	stmt_bind_integer(writer->insert, 5, is_short ? 7 : id % 3);
	cr_assert_eq(stmt_step(writer->insert, &err), 0);
	stmt_reset(writer->insert);
}

static void put_keyed(struct writer *writer, int64_t a, int64_t b)
{
	struct err err;
	struct image *row = bulk_row(writer->keyed);
	size_t c = any_length(&writer->state, writer->longest);

	image_integer(row, a);
	image_integer(row, b);
	image_text(row, writer->text, c);
	cr_assert_eq(bulk_add(writer->keyed, 0, &err), 0);
	stmt_bind_integer(writer->insert_keyed, 1, a);
	stmt_bind_integer(writer->insert_keyed, 2, b);
	stmt_bind_text(writer->insert_keyed, 3, writer->text, c);
	cr_assert_eq(stmt_step(writer->insert_keyed, &err), 0);
	stmt_reset(writer->insert_keyed);
}

static void assert_same(struct sql *sql)
{
	cr_assert_eq(ask(sql, "SELECT count(*) FROM t"), ask(sql, "SELECT count(*) FROM t2"));
	cr_assert_eq(ask(sql, "SELECT count(*) FROM (SELECT * FROM t EXCEPT SELECT * FROM t2)"), 0);
	cr_assert_eq(ask(sql, "SELECT count(*) FROM t JOIN t2 USING(id) WHERE t.d <> t2.d"
			      " OR typeof(t.a) <> typeof(t2.a) OR t.b <> t2.b OR t.c <> t2.c"),
		0);
	cr_assert_eq(ask(sql, "SELECT count(*) FROM k"), ask(sql, "SELECT count(*) FROM k2"));
	cr_assert_eq(ask(sql, "SELECT count(*) FROM (SELECT * FROM k EXCEPT SELECT * FROM k2)"), 0);
}

/* SQLite goes on with them as with its own. */
static void change_all(struct sql *sql)
{
	static const char CHANGE[] =
		"UPDATE %1$s SET b = b || 'longer than before', a = a + 1 WHERE id %% 3 = 0;"
		"DELETE FROM %1$s WHERE id %% 5 = 0;"
		"INSERT INTO %1$s(a, b) SELECT a, b FROM %1$s ORDER BY id LIMIT 200;"
		"DELETE FROM %2$s WHERE a %% 4 = 0;"
		"INSERT INTO %2$s SELECT a, b - 1000, c FROM %2$s WHERE a %% 3 = 0;"
		"UPDATE %2$s SET c = c || c WHERE a %% 7 = 0";
	static const char *const TABLES[][2] = {{"t", "k"}, {"t2", "k2"}};

	for (size_t i = 0; i < 2; i++) {
		char *text = mem_format(CHANGE, TABLES[i][0], TABLES[i][1]);

		run(sql, text);
		free(text);
	}
}

/* The rows by INSERT come from a connection of their own: this one may not be asked. */
static void compare(int page_size, int n, size_t longest, uint64_t seed)
{
	struct err err;
	struct place place, other;
	struct bulk *bulk;
	struct writer writer = {
		.state = seed, .text = mem_alloc(longest + SHORT), .longest = longest};
	int64_t id = -(int64_t)(seed % 1000) * n;
	char *attach;

	for (size_t i = 0; i < longest + SHORT; i++)
		writer.text[i] = (char)('a' + i % 23);
	open_place(&place, page_size);
	open_place(&other, 4096);
	bulk = bulk_begin(place.sql, &err);
	cr_assert(bulk, "%s", err.text);
	writer.table = bulk_table(bulk, "t", TREE_TABLE, &err);
	writer.keyed = bulk_table(bulk, "k", TREE_INDEX, &err);
	writer.insert = stmt_prepare(other.sql, "INSERT INTO t2 VALUES(?, ?, ?, ?, ?)", &err);
	writer.insert_keyed = stmt_prepare(other.sql, "INSERT INTO k2 VALUES(?, ?, ?)", &err);
	for (int i = 0; i < n; i++) {
		id += 1 + (int64_t)(next(&writer.state) % (seed % 2 ? 1 : 1000000));
		put_row(&writer, id);
		for (int64_t b = 0; b < (int64_t)(next(&writer.state) % 3); b++)
			put_keyed(&writer, i, b);
	}
	cr_assert_eq(bulk_end(bulk, &err), 0, "%s", err.text);
	stmt_free(writer.insert);
	stmt_free(writer.insert_keyed);
	run(other.sql, "COMMIT");
	run(place.sql, "COMMIT");
	attach = mem_format("ATTACH '%s' AS other;"
			    "INSERT INTO main.t2 SELECT * FROM other.t2;"
			    "INSERT INTO main.k2 SELECT * FROM other.k2",
		other.path);
	run(place.sql, attach);
	free(attach);
	assert_sound(place.sql);
	assert_same(place.sql);
	change_all(place.sql);
	assert_sound(place.sql);
	assert_same(place.sql);
	free(writer.text);
	close_place(&other);
	close_place(&place);
}

Test(bulk, rows_are_those_of_insert)
{
	static const int PAGE_SIZES[] = {512, 1024, 4096, 16384, 65536};

	for (size_t i = 0; i < sizeof PAGE_SIZES / sizeof *PAGE_SIZES; i++) {
		int size = PAGE_SIZES[i];

		for (uint64_t seed = 1; seed <= 6; seed++)
			compare(size, (int)seed * 6, (size_t)size * 4, seed);
		compare(size, 3000, (size_t)size * 3, 100);
		compare(size, 6000, 60, 101);
	}
}

Test(bulk, no_rows_and_one)
{
	compare(4096, 0, 10, 1);
	compare(4096, 1, 10, 1);
	compare(512, 1, 1 << 22, 7);
}

/* 512 bytes to a page: every number of rows until the tree has three levels, so that each level
 * ends in every way. */
Test(bulk, trees_of_every_size)
{
	for (int n = 1; n < 600; n += n < 80 ? 1 : 7)
		compare(512, n, 300, (uint64_t)n * 2 + 1);
}

Test(bulk, a_session_after_another)
{
	struct err err;
	struct place place;

	open_place(&place, 4096);
	for (int64_t i = 0; i < 2; i++) {
		struct bulk *bulk = bulk_begin(place.sql, &err);
		struct bulk_table *table = bulk_table(bulk, i ? "t2" : "t", TREE_TABLE, &err);

		for (int64_t id = 1; id <= 1000; id++) {
			image_null(bulk_row(table));
			image_integer(bulk_row(table), id * i);
			cr_assert_eq(bulk_add(table, id, &err), 0);
		}
		cr_assert_eq(bulk_end(bulk, &err), 0, "%s", err.text);
		run(place.sql, "INSERT INTO k VALUES((SELECT count(*) FROM k), 0, zeroblob(9000))");
	}
	run(place.sql, "COMMIT");
	cr_assert_eq(ask(place.sql, "SELECT sum(d) FROM t"), 7000);
	cr_assert_eq(ask(place.sql, "SELECT sum(a) FROM t2"), 500500);
	assert_sound(place.sql);
	close_place(&place);
}

/* Page 1 counts as many pages as end right before the lock byte's; the file is sparse. */
static void widen_to_lock_page(int fd, uint32_t n_pages, size_t page_size)
{
	unsigned char four[] = {(unsigned char)(n_pages >> 24), (unsigned char)(n_pages >> 16),
		(unsigned char)(n_pages >> 8), (unsigned char)n_pages};

	cr_assert_eq(pwrite(fd, four, sizeof four, 28), 4);
	cr_assert_eq(ftruncate(fd, (off_t)n_pages * (off_t)page_size), 0);
}

static bool is_blank(int fd, off_t offset, size_t n)
{
	char *bytes = mem_alloc(n);
	bool blank = true;

	cr_assert_eq(pread(fd, bytes, n, offset), (ssize_t)n);
	for (size_t i = 0; i < n; i++)
		blank = blank && !bytes[i];
	free(bytes);
	return blank;
}

Test(bulk, the_page_of_the_lock_byte_stays_free)
{
	enum { SIZE = 16384, LOCK_PAGE = (1 << 30) / SIZE + 1, TEXT = 100 };
	struct err err;
	struct place place;
	struct bulk *bulk;
	struct bulk_table *table;
	char text[TEXT * SIZE];

	memset(text, 'x', sizeof text);
	for (uint32_t before = 1; before <= 60;
		before += 3) { /* in a leaf's place, and a chain's */
		open_place(&place, SIZE);
		run(place.sql, "COMMIT");
		widen_to_lock_page(place.fd, LOCK_PAGE - before, SIZE);
		run(place.sql, "BEGIN");
		bulk = bulk_begin(place.sql, &err);
		cr_assert(bulk, "%s", err.text);
		table = bulk_table(bulk, "t", TREE_TABLE, &err);
		for (int64_t id = 1; id <= 40; id++) {
			image_null(bulk_row(table));
			image_integer(bulk_row(table), id);
			image_text(bulk_row(table), text, id % 2 ? SIZE / 2 : SIZE * 5);
			cr_assert_eq(bulk_add(table, id, &err), 0);
		}
		cr_assert_eq(bulk_end(bulk, &err), 0, "%s", err.text);
		cr_assert_eq(
			ask(place.sql, "SELECT sum(length(b)) FROM t"), 20 * (SIZE / 2 + SIZE * 5));
		cr_assert_eq(ask(place.sql, "SELECT sum(a) FROM t"), 820);
		cr_assert_gt(ask(place.sql, "PRAGMA page_count"), LOCK_PAGE);
		cr_assert(is_blank(place.fd, 1 << 30, SIZE));
		close_place(&place);
	}
}

Test(bulk, what_cannot_be_written_is_told)
{
	struct err err;
	struct place place;
	struct bulk *bulk;
	struct bulk_table *table;
	int status = 0, fd;

	open_place(&place, 4096);
	fd = open(place.path, O_RDONLY | O_CLOEXEC);
	sql_own_file(place.sql, fd);
	bulk = bulk_begin(place.sql, &err);
	cr_assert(bulk, "%s", err.text);
	cr_assert_null(bulk_table(bulk, "nowhere", TREE_TABLE, &err));
	cr_assert_str_eq(err.text, "there is no table 'nowhere'");
	table = bulk_table(bulk, "t", TREE_TABLE, &err);
	for (int64_t id = 1; id < 10000000 && status == 0; id++) {
		image_null(bulk_row(table));
		image_text(bulk_row(table), "much", 4);
		status = bulk_add(table, id, &err);
	}
	cr_assert_eq(status, -1);
	cr_assert(strstr(err.text, "cannot write 'kesu-bulk-"), "%s", err.text);
	bulk_abandon(bulk);
	close_place(&place);
	close(fd);
}

Test(bulk, not_while_a_statement_is_under_way)
{
	struct err err;
	struct place place;
	struct stmt *stmt;

	open_place(&place, 4096);
	cr_assert(bulk_is_possible(place.sql));
	run(place.sql, "INSERT INTO t(a) VALUES(1), (2)");
	stmt = stmt_prepare(place.sql, "SELECT a FROM t", &err);
	cr_assert_eq(stmt_step(stmt, &err), 1);
	cr_assert_not(bulk_is_possible(place.sql));
	stmt_reset(stmt);
	cr_assert(bulk_is_possible(place.sql));
	sql_own_file(place.sql, -1);
	cr_assert_not(bulk_is_possible(place.sql));
	stmt_free(stmt);
	close_place(&place);
}

static void assert_varint(uint64_t value, const char *hex)
{
	unsigned char bytes[VARINT_BYTES];
	char got[2 * VARINT_BYTES + 1] = "";
	size_t n = varint_put(bytes, value);

	for (size_t i = 0; i < n; i++)
		sprintf(got + 2 * i, "%02x", bytes[i]);
	cr_assert_str_eq(got, hex);
}

Test(bulk, integers_of_variable_length)
{
	assert_varint(0, "00");
	assert_varint(127, "7f");
	assert_varint(128, "8100");
	assert_varint(16383, "ff7f");
	assert_varint(16384, "818000");
	assert_varint(((uint64_t)1 << 56) - 1, "ffffffffffffff7f");
	assert_varint((uint64_t)1 << 56, "80c080808080808000");
	assert_varint(UINT64_MAX, "ffffffffffffffffff");
}
