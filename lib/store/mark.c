#include "store/mark.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/internal.h"

/* The run since which a mark is what it is: the one that changed it last, or brought the complaint.
 */
#define SINCE(what)                                                                                \
	"coalesce((SELECT max(run_to) FROM mark_past m WHERE m.complaint = c.id AND m.what "       \
	"= " what "), (SELECT min(p.run) FROM complaint_past p WHERE p.id = c.id), c.run)"

int marks_init(struct marks *marks, struct sql *sql, struct err *err)
{
	marks->stmt = stmt_prepare(sql,
		"INSERT INTO mark_past SELECT * FROM (SELECT c.id, ?2, ?3, " SINCE(
			"?2") " AS since, ?4 FROM complaint c WHERE c.id = ?1) WHERE since < ?4",
		err);
	return marks->stmt ? 0 : -1;
}

void marks_release(struct marks *marks)
{
	stmt_free(marks->stmt);
	marks->stmt = NULL;
}

static int run_mark(
	struct marks *marks, int64_t complaint, const char *what, int64_t run, struct err *err)
{
	stmt_bind_integer(marks->stmt, 1, complaint);
	stmt_bind_text(marks->stmt, 2, what, strlen(what));
	stmt_bind_integer(marks->stmt, 4, run);
	return run_stmt(marks->stmt, err);
}

int mark_causes(struct marks *marks, int64_t complaint, const char *value, int64_t since,
	int64_t run, struct err *err)
{
	stmt_bind_text(marks->stmt, 3, value, strlen(value));
	stmt_bind_integer(marks->stmt, 5, since);
	return run_mark(marks, complaint, "causes", run, err);
}

int mark_integer(struct marks *marks, int64_t complaint, const char *what, int64_t value,
	int64_t run, struct err *err)
{
	stmt_bind_integer(marks->stmt, 3, value);
	return run_mark(marks, complaint, what, run, err);
}

int mark_many(
	struct sql *sql, const char *what, const char *condition, int64_t run, struct err *err)
{
	char *text =
		mem_format("INSERT INTO mark_past SELECT * FROM (SELECT c.id, '%s', c.%s, " SINCE(
				   "'%s'") " AS since, %lld FROM complaint c WHERE %s)"
					   " WHERE since < %lld",
			what, what, what, (long long)run, condition, (long long)run);
	int status = sql_run(sql, err, text);

	free(text);
	return status;
}
