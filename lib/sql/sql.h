#pragma once
/* The only user of sqlite3.h: connections, statements, functions. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct sql;  /* a connection */
struct stmt; /* a prepared statement */

enum sql_mode { SQL_READ, SQL_WRITE, SQL_CREATE };

/* `path` ":memory:" or "" (temporary) are SQLite's. Double-quoted strings are off, foreign keys
 * off. */
struct sql *sql_open(const char *path, enum sql_mode mode, struct err *err);
void sql_close(struct sql *sql);
/* Nobody else reads or writes the connection's file, which is open as fd too, and what is in it may
 * be lost on a failure: what is to be fast may pass SQLite by (sql/bulk.h). fd is borrowed. */
void sql_own_file(struct sql *sql, int fd);
int sql_run(struct sql *sql, struct err *err, const char *text); /* statements without rows */

/* One statement; more are refused. */
struct stmt *stmt_prepare(struct sql *sql, const char *text, struct err *err);
void stmt_free(struct stmt *stmt);
void stmt_reset(struct stmt *stmt); /* bindings are cleared too */
/* Parameters count from 1; text is borrowed until the next reset. */
void stmt_bind_integer(struct stmt *stmt, int parameter, int64_t value);
void stmt_bind_real(struct stmt *stmt, int parameter, double value);
void stmt_bind_text(struct stmt *stmt, int parameter, const char *text, size_t n);
/* Borrowed likewise. */
void stmt_bind_blob(struct stmt *stmt, int parameter, const void *bytes, size_t n);
void stmt_bind_null(struct stmt *stmt, int parameter);
int stmt_parameter(struct stmt *stmt, const char *name); /* of ":name", 0 if it is not used */
int stmt_step(struct stmt *stmt, struct err *err);       /* 1: a row, 0: done, -1 */

enum sql_type { SQL_NULL, SQL_INTEGER, SQL_REAL, SQL_TEXT };
int stmt_columns(struct stmt *stmt);
const char *stmt_column_name(struct stmt *stmt, int column);
enum sql_type stmt_type(struct stmt *stmt, int column); /* columns count from 0 */
int64_t stmt_integer(struct stmt *stmt, int column);
int64_t stmt_integer_or(struct stmt *stmt, int column, int64_t null); /* `null` for NULL */
double stmt_real(struct stmt *stmt, int column);
const char *stmt_text(struct stmt *stmt, int column, size_t *n); /* until the next step */
const void *stmt_blob(struct stmt *stmt, int column, size_t *n); /* likewise */

/* --- many rows at once, made by C code --- */
struct sql_result; /* where a value goes; nothing set means NULL */

struct sql_rows {
	bool (*next)(void *context); /* to the next row; false: there are no more */
	/* The current row's value; text is borrowed until the next row. */
	void (*column)(void *context, int column, struct sql_result *result);
	void *context;
};
enum { SQL_ROWS_COLUMNS = 64 };

/* An INSERT for stmt_insert_rows(): into "table" or "table(column, ...)", of the values "c0, c1, 0"
 * where c0 is the row's column 0. */
struct stmt *stmt_prepare_rows(
	struct sql *sql, const char *into, const char *values, struct err *err);
int stmt_insert_rows(
	struct stmt *stmt, struct sql *sql, const struct sql_rows *rows, struct err *err);

/* Makes `to`, which nothing is being done with, a copy of what `from` sees now. */
int sql_copy(struct sql *from, struct sql *to, struct err *err);

/* From now on `changed` is told of each row of main.TABLE that a statement adds, changes or
 * deletes, by its rowid (but not of what INSERT OR REPLACE pushes out under another id). `table` is
 * borrowed.
 */
void sql_watch(struct sql *sql, const char *table, void (*changed)(void *context, int64_t id),
	void *context);

int64_t sql_last_id(struct sql *sql);
int64_t sql_changes(struct sql *sql);

/* From now on only reading, functions and writing to temp tables are allowed on this connection
 * (an authorizer); ATTACH and PRAGMA are refused. */
void sql_restrict(struct sql *sql);

/* --- functions: values in and out without SQLite's types --- */
struct sql_value; /* an argument */
enum sql_type value_type(const struct sql_value *value);
int64_t value_integer(const struct sql_value *value);
double value_real(const struct sql_value *value);
const char *value_text(const struct sql_value *value, size_t *n);
void result_integer(struct sql_result *result, int64_t value);
void result_real(struct sql_result *result, double value); /* NaN and infinities become NULL */
void result_text(struct sql_result *result, const char *text, size_t n);
/* As result_text, of a text that outlives the row it is made for. */
void result_text_borrowed(struct sql_result *result, const char *text, size_t n);
/* Likewise bytes. */
void result_blob_borrowed(struct sql_result *result, const void *bytes, size_t n);
void result_error(struct sql_result *result, const char *message);

struct sql_function {
	const char *name;
	int n_arguments; /* -1: any */
	/* A scalar: called per row with `state` NULL. */
	void (*scalar)(struct sql_result *result, int n, struct sql_value **arguments);
	/* An aggregate, also over a growing window: state_size zeroed bytes, add per row, finish to
	 * answer (may be called several times), release to free what the state owns. `remove` makes
	 * it a sliding window function; NULL: only ROWS UNBOUNDED PRECEDING. */
	size_t state_size;
	void (*add)(void *state, struct sql_result *result, int n, struct sql_value **arguments);
	void (*remove)(void *state, int n, struct sql_value **arguments);
	void (*finish)(void *state, struct sql_result *result); /* state NULL: no rows */
	void (*release)(void *state);
};

int sql_register(struct sql *sql, const struct sql_function *functions, size_t n, struct err *err);
