#include "sql/sql.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

static int64_t ask(struct sql *sql, const char *text)
{
	struct err err;
	struct stmt *stmt = stmt_prepare(sql, text, &err);
	int64_t answer;

	cr_assert(stmt, "%s: %s", text, err.text);
	cr_assert_eq(stmt_step(stmt, &err), 1, "%s: %s", text, err.text);
	answer = stmt_type(stmt, 0) == SQL_NULL ? -1 : stmt_integer(stmt, 0);
	stmt_free(stmt);
	return answer;
}

Test(sql, values_go_in_and_come_out)
{
	struct err err;
	struct sql *sql = sql_open(":memory:", SQL_CREATE, &err);
	struct stmt *stmt;
	size_t n;

	cr_assert(sql);
	stmt = stmt_prepare(sql, "SELECT ?1 AS a, ?2, :text, ?4", &err);
	cr_assert(stmt);
	cr_assert_eq(stmt_parameter(stmt, ":text"), 3);
	cr_assert_eq(stmt_parameter(stmt, ":other"), 0);
	stmt_bind_integer(stmt, 1, INT64_MIN);
	stmt_bind_real(stmt, 2, 0.1);
	stmt_bind_text(stmt, 3, "客诉", 6);
	cr_assert_eq(stmt_step(stmt, &err), 1);
	cr_assert_eq(stmt_columns(stmt), 4);
	cr_assert_str_eq(stmt_column_name(stmt, 0), "a");
	cr_assert_eq(stmt_integer(stmt, 0), INT64_MIN);
	cr_assert_eq(stmt_type(stmt, 1), SQL_REAL);
	cr_assert(stmt_real(stmt, 1) == 0.1);
	cr_assert_str_eq(stmt_text(stmt, 2, &n), "客诉");
	cr_assert_eq(n, 6);
	cr_assert_eq(stmt_type(stmt, 3), SQL_NULL);
	cr_assert_str_eq(stmt_text(stmt, 3, &n), "");
	cr_assert_eq(n, 0);
	cr_assert_eq(stmt_step(stmt, &err), 0);
	stmt_free(stmt);
	sql_close(sql);
}

Test(sql, a_double_quoted_word_is_no_string)
{
	struct err err;
	struct sql *sql = sql_open("", SQL_CREATE, &err);

	cr_assert_null(stmt_prepare(sql, "SELECT \"nothing\"", &err));
	cr_assert_str_eq(err.text, "no such column: nothing");
	sql_close(sql);
}

Test(sql, restricted_connection_writes_only_temp_tables)
{
	struct err err;
	struct sql *sql = sql_open(":memory:", SQL_CREATE, &err);

	cr_assert_eq(sql_run(sql, &err, "CREATE TABLE fact(a); INSERT INTO fact VALUES(1)"), 0);
	sql_restrict(sql);
	cr_assert_eq(sql_run(sql, &err, "DELETE FROM fact"), -1);
	cr_assert_eq(sql_run(sql, &err, "DROP TABLE fact"), -1);
	cr_assert_eq(sql_run(sql, &err, "CREATE TABLE other(a)"), -1);
	cr_assert_eq(sql_run(sql, &err, "ATTACH ':memory:' AS x"), -1);
	cr_assert_eq(sql_run(sql, &err, "PRAGMA user_version = 3"), -1);
	cr_assert_eq(sql_run(sql, &err,
			     "CREATE TEMP TABLE t AS SELECT a FROM fact;"
			     "CREATE TEMP VIEW v AS SELECT a + 1 AS b FROM t;"
			     "CREATE INDEX temp.i ON t(a); INSERT INTO t VALUES(5); DELETE FROM t"
			     " WHERE a = 1"),
		0, "%s", err.text);
	cr_assert_eq(ask(sql, "SELECT b FROM v"), 6);
	cr_assert_eq(sql_run(sql, &err, "DROP VIEW v; DROP TABLE t"), 0, "%s", err.text);
	sql_close(sql);
}

struct product {
	double *value; /* on the heap, so that a missing release shows as a leak */
};

static void twice(struct sql_result *result, int n, struct sql_value **arguments)
{
	(void)n;
	if (value_type(arguments[0]) == SQL_TEXT)
		result_error(result, "twice() takes a number");
	else if (value_type(arguments[0]) == SQL_INTEGER)
		result_integer(result, 2 * value_integer(arguments[0]));
	else if (value_type(arguments[0]) == SQL_REAL)
		result_real(result, value_real(arguments[0]) / 0.0);
}

static void product_add(void *state, struct sql_result *result, int n, struct sql_value **arguments)
{
	struct product *product = state;

	(void)result;
	(void)n;
	if (!product->value) {
		product->value = mem_alloc(sizeof *product->value);
		*product->value = 1;
	}
	*product->value *= value_real(arguments[0]);
}

static void product_finish(void *state, struct sql_result *result)
{
	struct product *product = state;

	if (product)
		result_real(result, *product->value);
}

static void product_release(void *state)
{
	free(((struct product *)state)->value);
}

static const struct sql_function FUNCTIONS[] = {
	{"twice", 1, .scalar = twice},
	{"product", 1, .state_size = sizeof(struct product), .add = product_add,
		.finish = product_finish, .release = product_release},
};

Test(sql, functions_scalar_aggregate_and_growing_window)
{
	struct err err;
	struct sql *sql = sql_open(":memory:", SQL_CREATE, &err);

	cr_assert_eq(sql_register(sql, FUNCTIONS, 2, &err), 0);
	cr_assert_eq(ask(sql, "SELECT twice(21)"), 42);
	cr_assert_eq(ask(sql, "SELECT twice(1.5)"), -1); /* infinity is NULL */
	cr_assert_eq(ask(sql, "SELECT product(column1) FROM (VALUES(2),(3),(7))"), 42);
	cr_assert_eq(ask(sql, "SELECT product(1) FROM (VALUES(1)) WHERE 0"), -1);
	cr_assert_eq(ask(sql, "SELECT sum(p) FROM (SELECT product(column1) OVER (ORDER BY column1"
			      " ROWS UNBOUNDED PRECEDING) AS p FROM (VALUES(2),(3),(7)))"),
		2 + 6 + 42);
	cr_assert_eq(sql_run(sql, &err, "SELECT twice('a')"), -1);
	cr_assert_str_eq(err.text, "twice() takes a number");
	cr_assert_eq(sql_run(sql, &err,
			     "SELECT product(column1) OVER (ORDER BY column1 ROWS"
			     " 1 PRECEDING) FROM (VALUES(2),(3),(7))"),
		-1);
	cr_assert_str_eq(
		err.text, "this function needs a window that starts at UNBOUNDED PRECEDING");
	sql_close(sql);
}

Test(sql, what_cannot_be_opened_is_told)
{
	struct err err;
	char path[] = "/tmp/kesu-unit-XXXXXX";
	struct sql *sql;

	close(mkstemp(path));
	cr_assert_null(sql_open("/nonexistent/store.db", SQL_READ, &err));
	cr_assert_str_eq(
		err.text, "cannot open '/nonexistent/store.db': No such file or directory");
	cr_assert_null(sql_open("/tmp", SQL_WRITE, &err));
	cr_assert_str_eq(err.text, "cannot open '/tmp': Is a directory");
	cr_assert_eq(
		file_write(path, "certainly not a database, but long enough to see", 48, &err), 0);
	sql = sql_open(path, SQL_READ, &err);
	cr_assert(sql);
	cr_assert_eq(sql_run(sql, &err, "SELECT * FROM sqlite_master"), -1);
	cr_assert(strstr(err.text, "is no database"));
	sql_close(sql);
	unlink(path);
}

struct count {
	int64_t at, last;
};

static bool count_next(void *context)
{
	struct count *count = context;

	return count->at++ < count->last;
}

static void count_column(void *context, int column, struct sql_result *result)
{
	struct count *count = context;

	if (column == 0)
		result_integer(result, count->at);
	else if (count->at % 2)
		result_text_borrowed(result, "odd", 3);
}

Test(sql, rows_made_by_code)
{
	struct err err;
	struct sql *sql = sql_open(":memory:", SQL_CREATE, &err);
	struct count count = {0, 1000};
	const struct sql_rows rows = {count_next, count_column, &count};
	struct stmt *stmt;

	cr_assert_eq(sql_run(sql, &err, "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT)"), 0);
	stmt = stmt_prepare_rows(sql, "t", "c0, c1", &err);
	cr_assert(stmt, "%s", err.text);
	cr_assert_eq(stmt_insert_rows(stmt, sql, &rows, &err), 0, "%s", err.text);
	cr_assert_eq(ask(sql, "SELECT sum(a) FROM t"), 500500);
	cr_assert_eq(ask(sql, "SELECT count(*) FROM t WHERE b = 'odd'"), 500);
	cr_assert_eq(ask(sql, "SELECT count(*) FROM t WHERE b IS NULL"), 500);
	count = (struct count){0, 1};
	cr_assert_eq(stmt_insert_rows(stmt, sql, &rows, &err), -1);
	cr_assert_str_eq(err.text, "UNIQUE constraint failed: t.a");
	cr_assert_eq(ask(sql, "SELECT count(*) FROM kesu_rows"), 0); /* none while none runs */
	stmt_free(stmt);
	sql_close(sql);
}
