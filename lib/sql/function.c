#include "sql/sql.h"

#include <math.h>

#include "sql/internal.h"

/* The opaque types of sql.h are SQLite's own objects under another name. */
static sqlite3_value *own(const struct sql_value *value)
{
	return (sqlite3_value *)(uintptr_t)value;
}

static sqlite3_context *answer(struct sql_result *result)
{
	return (sqlite3_context *)result;
}

enum sql_type value_type(const struct sql_value *value)
{
	switch (sqlite3_value_type(own(value))) {
	case SQLITE_NULL:
		return SQL_NULL;
	case SQLITE_INTEGER:
		return SQL_INTEGER;
	case SQLITE_FLOAT:
		return SQL_REAL;
	default:
		return SQL_TEXT;
	}
}

int64_t value_integer(const struct sql_value *value)
{
	return sqlite3_value_int64(own(value));
}

double value_real(const struct sql_value *value)
{
	return sqlite3_value_double(own(value));
}

const char *value_text(const struct sql_value *value, size_t *n)
{
	const unsigned char *text = sqlite3_value_text(own(value));

	if (n)
		*n = text ? (size_t)sqlite3_value_bytes(own(value)) : 0;
	return text ? (const char *)text : "";
}

void result_integer(struct sql_result *result, int64_t value)
{
	sqlite3_result_int64(answer(result), value);
}

void result_real(struct sql_result *result, double value)
{
	if (isfinite(value))
		sqlite3_result_double(answer(result), value);
	else
		sqlite3_result_null(answer(result));
}

void result_text(struct sql_result *result, const char *text, size_t n)
{
	sqlite3_result_text64(answer(result), n ? text : "", n, SQLITE_TRANSIENT, SQLITE_UTF8);
}

void result_text_borrowed(struct sql_result *result, const char *text, size_t n)
{
	sqlite3_result_text64(answer(result), n ? text : "", n, SQLITE_STATIC, SQLITE_UTF8);
}

void result_blob_borrowed(struct sql_result *result, const void *bytes, size_t n)
{
	sqlite3_result_blob64(answer(result), bytes, n, SQLITE_STATIC);
}

void result_error(struct sql_result *result, const char *message)
{
	sqlite3_result_error(answer(result), message, -1);
}

static const struct sql_function *function_of(sqlite3_context *context)
{
	return sqlite3_user_data(context);
}

static void *state_of(sqlite3_context *context, bool make)
{
	size_t size = function_of(context)->state_size;

	return sqlite3_aggregate_context(context, make ? (int)(size ? size : 1) : 0);
}

static void call_scalar(sqlite3_context *context, int n, sqlite3_value **arguments)
{
	function_of(context)->scalar(
		(struct sql_result *)context, n, (struct sql_value **)arguments);
}

static void call_add(sqlite3_context *context, int n, sqlite3_value **arguments)
{
	void *state = state_of(context, true);

	if (!state) {
		sqlite3_result_error_nomem(context);
		return;
	}
	function_of(context)->add(
		state, (struct sql_result *)context, n, (struct sql_value **)arguments);
}

static void call_remove(sqlite3_context *context, int n, sqlite3_value **arguments)
{
	const struct sql_function *function = function_of(context);

	if (function->remove)
		function->remove(state_of(context, true), n, (struct sql_value **)arguments);
	else
		sqlite3_result_error(context,
			"this function needs a window that starts at UNBOUNDED PRECEDING", -1);
}

static void call_value(sqlite3_context *context)
{
	function_of(context)->finish(state_of(context, false), (struct sql_result *)context);
}

static void call_final(sqlite3_context *context)
{
	void *state = state_of(context, false);
	const struct sql_function *function = function_of(context);

	function->finish(state, (struct sql_result *)context);
	if (state && function->release)
		function->release(state);
}

int sql_register(struct sql *sql, const struct sql_function *functions, size_t n, struct err *err)
{
	int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;

	for (size_t i = 0; i < n; i++) {
		const struct sql_function *f = &functions[i];
		void *data = (void *)(uintptr_t)f;
		int code = f->scalar ? sqlite3_create_function_v2(sql->db, f->name, f->n_arguments,
					       flags, data, call_scalar, NULL, NULL, NULL)
				     : sqlite3_create_window_function(sql->db, f->name,
					       f->n_arguments, flags, data, call_add, call_final,
					       call_value, call_remove, NULL);

		if (code != SQLITE_OK)
			return sql_error(sql->db, code, err);
	}
	return 0;
}
