#include "sql/frame.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/radix.h"

enum { N_ROWS = 1000 };

static const struct frame_column COLUMNS[] = {
	{"id", FRAME_INTEGER},
	{"a", FRAME_INTEGER},
	{"b", FRAME_INTEGER},
	{"x", FRAME_REAL},
	{"word", FRAME_TEXT},
	{0},
};

/* The same numbers as a table of SQLite's own. */
static const char MAKE[] =
	"CREATE TABLE plain(id INTEGER, a INTEGER, b INTEGER, x REAL, word TEXT);"
	"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999)"
	"INSERT INTO plain SELECT 10 + i / 2 * 3, nullif(i * 7919 % 13 - 6, 0),"
	" iif(i % 5, (i * 104729 % 31 - 15) * 1000000007, NULL), iif(i % 3, i / 7.0, NULL),"
	" iif(i % 4, 'w' || (i % 3), NULL) FROM n";

static int fill(void *context, struct frame *frame, struct err *err)
{
	return frame_read(frame, context, "plain ORDER BY id", err);
}

static struct sql *open_both(void)
{
	struct err err;
	struct sql *sql = sql_open(":memory:", SQL_CREATE, &err);

	cr_assert(sql);
	cr_assert_eq(sql_run(sql, &err, MAKE), 0, "%s", err.text);
	sql_restrict(sql);
	cr_assert_eq(frame_give(sql, "framed", frame_new(COLUMNS, fill, sql, NULL), &err), 0);
	return sql;
}

/* All rows, a line each; FROM t is put in place of "@". */
static char *ask(struct sql *sql, const char *format, const char *name)
{
	struct buf text = {0}, answer = {0};
	struct stmt *stmt;
	struct err err;
	int status;

	for (const char *p = format; *p; p++)
		if (*p == '@')
			buf_add_text(&text, name);
		else
			buf_add_char(&text, *p);
	stmt = stmt_prepare(sql, buf_text(&text), &err);
	cr_assert(stmt, "%s: %s", buf_text(&text), err.text);
	while ((status = stmt_step(stmt, &err)) > 0) {
		for (int i = 0; i < stmt_columns(stmt); i++)
			buf_format(&answer, "%s|",
				stmt_type(stmt, i) == SQL_NULL ? "NULL" : stmt_text(stmt, i, NULL));
		buf_add_char(&answer, '\n');
	}
	cr_assert_eq(status, 0, "%s", err.text);
	stmt_free(stmt);
	buf_release(&text);
	return buf_take(&answer);
}

Test(frame, answers_as_a_table_does)
{
	static const char *const QUESTIONS[] = {
		"SELECT count(*), count(a), count(b), count(x), count(word), sum(id), sum(a), "
		"sum(b), "
		"sum(x) FROM @",
		"SELECT a, count(*), min(word), max(x) FROM @ GROUP BY a",
		"SELECT a, b, count(*), sum(id) FROM @ GROUP BY a, b",
		"SELECT b, a, sum(id) FROM @ GROUP BY b, a ORDER BY b DESC, a",
		"SELECT id, a FROM @ WHERE a = 3 ORDER BY b DESC, id DESC, x",
		"SELECT word, count(*) FROM @ GROUP BY word",
		"SELECT DISTINCT a FROM @ ORDER BY a",
		"SELECT DISTINCT a, b FROM @ ORDER BY 2, 1",
		"SELECT a, x FROM @ ORDER BY x, id, a, word",
		"SELECT id, a, x FROM @ WHERE id = 13 ORDER BY x",
		"SELECT count(*) FROM @ WHERE id = 11 OR id = 9 OR id = 999999",
		"SELECT sum(id) FROM @ WHERE a = -2 AND b = 4000000028",
		"SELECT sum(id) FROM @ WHERE a = 2.0",
		"SELECT sum(id) FROM @ WHERE a = 2.5",
		"SELECT sum(id) FROM @ WHERE a = '2'",
		"SELECT sum(id) FROM @ WHERE a = NULL",
		"SELECT sum(id) FROM @ WHERE a IS NULL",
		"SELECT sum(id) FROM @ WHERE a = -2147483648 OR b = -9223372036854775807 - 1",
		"SELECT sum(id) FROM @ WHERE a IN (1, 2, 77) AND b > 0",
		"SELECT count(*), sum(id) FROM @ WHERE a > 2 AND a <= 5 AND b < 0",
		"SELECT count(*), sum(id) FROM @ WHERE a > -2.5 AND a < 2.5 AND b IS NULL",
		"SELECT count(*), sum(id) FROM @ WHERE a >= 2.5 OR a <= -2.5",
		"SELECT count(*), sum(id) FROM @ WHERE a >= '3' AND a < '5.5'",
		"SELECT count(*), sum(id) FROM @ WHERE a < 'x'",
		"SELECT count(*), sum(id) FROM @ WHERE a > 'x'",
		"SELECT count(*), sum(id) FROM @ WHERE a <= x'00' AND a < NULL",
		"SELECT count(*), sum(id) FROM @ WHERE b > 9223372036854775807",
		"SELECT count(*), sum(id) FROM @ WHERE b >= -9223372036854775808",
		"SELECT count(*), sum(id) FROM @ WHERE b < -9223372036854775807",
		"SELECT count(*), sum(id) FROM @ WHERE b < 1e30 AND b > -1e30",
		"SELECT count(*), sum(id) FROM @ WHERE b > 1e30 OR b < -1e30",
		"SELECT a, count(*), max(id) FROM @ WHERE id > 700 AND x < 100 GROUP BY a",
		"SELECT f.a, count(r.id) FROM @ f LEFT JOIN @ r ON r.a = f.a AND r.id > f.id AND "
		"r.b IS NULL WHERE f.id < 100 GROUP BY f.a",
		"SELECT count(*) FROM @ f LEFT JOIN @ r ON r.id = f.id + 1 WHERE r.a IS NULL",
		"SELECT id FROM @ WHERE a > 0 AND id < 200 ORDER BY b DESC, id",
		"SELECT count(*), sum(r.x) FROM @ f JOIN @ r ON r.id = f.id",
		"SELECT f.a, count(r.id) FROM @ f LEFT JOIN @ r ON r.id = f.id + 1 GROUP BY f.a",
		"SELECT f.a, count(DISTINCT r.id) FROM @ f JOIN @ r ON r.a = f.a WHERE f.id < 20 "
		"GROUP BY 1",
		"SELECT id, row_number() OVER (PARTITION BY a ORDER BY b, id, x) AS place FROM @ "
		"ORDER BY id, place",
		"SELECT a, group_concat(word, '') FROM (SELECT a, word FROM @ WHERE id < 60 ORDER "
		"BY "
		"id, x) "
		"GROUP BY a",
	};
	struct sql *sql = open_both();

	for (size_t i = 0; i < sizeof QUESTIONS / sizeof *QUESTIONS; i++) {
		char *framed = ask(sql, QUESTIONS[i], "framed");
		char *plain = ask(sql, QUESTIONS[i], "plain");

		cr_expect_str_eq(framed, plain, "%s", QUESTIONS[i]);
		free(framed);
		free(plain);
	}
	sql_close(sql);
}

/* --- made by C code --- */

struct made {
	int n_fills, n_releases;
	int64_t step; /* between ids */
	bool fails;
};

static int64_t cell_of(struct frame *frame, const struct made *made, int column, int64_t i)
{
	if (column == 3)
		return frame_real(i ? (double)i / 4 : -0.0);
	if (column == 4)
		return i % 2 ? frame_text(frame, "odd", 3) : FRAME_NULL;
	return column == 2 ? i : i * made->step - 1000000000;
}

static int make(void *context, struct frame *frame, struct err *err)
{
	struct made *made = context;

	made->n_fills++;
	if (made->fails)
		return err_set(err, "there is no ink");
	for (int column = 0; column < 5; column++)
		for (int64_t i = 0; i < N_ROWS && frame_wants(frame, column); i++) {
			int64_t cell = cell_of(frame, made, column, i);

			frame_add(frame, column, &cell, 1);
		}
	return 0;
}

static void release(void *context)
{
	((struct made *)context)->n_releases++;
}

Test(frame, columns_are_made_when_they_are_read)
{
	struct made made = {.step = 1};
	struct err err;
	struct sql *sql = sql_open(":memory:", SQL_CREATE, &err);
	char *text;

	frame_give(sql, "framed", frame_new(COLUMNS, make, &made, release), &err);
	cr_expect_eq(made.n_fills, 0);
	free(ask(sql, "SELECT sum(b) FROM @", "framed"));
	free(ask(sql, "SELECT max(b), min(id) FROM @", "framed"));
	cr_expect_eq(made.n_fills, 1);
	text = ask(sql, "SELECT count(word), sum(b), count(x), min(x), max(x) FROM @", "framed");
	cr_expect_str_eq(text, "500|499500|1000|0.0|249.75|\n");
	free(text);
	cr_expect_eq(made.n_fills, 2);
	frame_drop(sql, "framed");
	cr_expect_eq(made.n_releases, 1);
	cr_expect(!stmt_prepare(sql, "SELECT 1 FROM framed", &err));
	sql_close(sql);
	cr_expect_eq(made.n_releases, 1);
}

Test(frame, ids_may_lie_far_apart)
{
	struct made made = {.step = 2000000};
	struct err err;
	struct sql *sql = sql_open(":memory:", SQL_CREATE, &err);
	char *text;

	frame_give(sql, "framed", frame_new(COLUMNS, make, &made, release), &err);
	text = ask(sql, "SELECT count(*), sum(r.b) FROM @ f JOIN @ r ON r.id = f.id", "framed");
	cr_expect_str_eq(text, "1000|499500|\n");
	free(text);
	text = ask(sql, "SELECT b FROM @ WHERE id = -998000000 OR id = -998000001", "framed");
	cr_expect_str_eq(text, "1|\n");
	free(text);
	sql_close(sql);
	cr_expect_eq(made.n_releases, 1);
}

Test(frame, tells_why_it_could_not_be_filled)
{
	struct made made = {.step = 1, .fails = true};
	struct err err;
	struct sql *sql = sql_open(":memory:", SQL_CREATE, &err);
	struct stmt *stmt;

	frame_give(sql, "framed", frame_new(COLUMNS, make, &made, release), &err);
	stmt = stmt_prepare(sql, "SELECT b FROM framed", &err);
	cr_assert_eq(stmt_step(stmt, &err), -1);
	cr_expect(strstr(err.text, "there is no ink"), "%s", err.text);
	stmt_free(stmt);
	sql_close(sql);
}

/* --- the sort below --- */

static uint64_t next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 20;
}

Test(radix, sorts_and_keeps_the_order_of_equals)
{
	static const size_t SIZES[] = {0, 1, 2, 63, 64, 65, 3000};
	static const int BITS[] = {1, 5, 12, 40};
	struct radix_item items[3000];
	uint64_t seed = 1;

	for (size_t s = 0; s < sizeof SIZES / sizeof *SIZES; s++)
		for (size_t b = 0; b < sizeof BITS / sizeof *BITS; b++) {
			for (size_t i = 0; i < SIZES[s]; i++)
				items[i] = (struct radix_item){
					next(&seed) % ((uint64_t)1 << BITS[b]) << 20, i};
			radix_sort(items, SIZES[s]);
			for (size_t i = 1; i < SIZES[s]; i++)
				cr_assert(items[i - 1].key < items[i].key ||
					  (items[i - 1].key == items[i].key &&
						  items[i - 1].value < items[i].value));
		}
}

Test(radix, keys_grow_with_the_numbers)
{
	static const double NUMBERS[] = {
		-INFINITY, -1e300, -2.5, -1e-300, -0.0, 0, 1e-300, 1, 1.5, 2e9, INFINITY};

	for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++) {
		cr_expect(radix_number(radix_key(NUMBERS[i])) == NUMBERS[i]);
		cr_expect(i == 0 || radix_key(NUMBERS[i - 1]) < radix_key(NUMBERS[i]));
	}
}
