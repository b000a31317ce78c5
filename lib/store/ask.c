/* Small steps of statements, with the values that a store has. */
#include "store/internal.h"

void bind_span(struct stmt *stmt, int parameter, struct span span)
{
	if (span.n)
		stmt_bind_text(stmt, parameter, span.text, span.n);
	else
		stmt_bind_null(stmt, parameter);
}

void bind_number(struct stmt *stmt, int parameter, int64_t number)
{
	if (number == NUMBER_NONE)
		stmt_bind_null(stmt, parameter);
	else
		stmt_bind_integer(stmt, parameter, number);
}

struct span read_span(struct stmt *stmt, int column)
{
	size_t n;
	const char *text = stmt_text(stmt, column, &n);

	return (struct span){text, (uint32_t)n};
}

int ask_integer(struct sql *sql, const char *text, int64_t *answer, struct err *err)
{
	struct stmt *stmt = stmt_prepare(sql, text, err);
	int status = stmt ? stmt_step(stmt, err) : -1;

	if (status > 0)
		*answer = stmt_integer(stmt, 0);
	stmt_free(stmt);
	return status < 0 ? -1 : 0;
}

int run_stmt(struct stmt *stmt, struct err *err)
{
	int status = stmt_step(stmt, err);

	stmt_reset(stmt);
	return status < 0 ? -1 : 0;
}
