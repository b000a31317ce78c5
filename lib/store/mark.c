#include "store/mark.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/internal.h"

/* The run since which a mark is what it is: the one that changed it last, or brought the complaint.
 * What it was before the complaint's version began is told by the version before. */
#define BIRTH "coalesce((SELECT min(p.run) FROM complaint_past p WHERE p.id = c.id), c.run)"
#define CHANGED(what)                                                                              \
	"coalesce((SELECT max(run_to) FROM mark_past m WHERE m.complaint = c.id AND m.what "       \
	"= " what "), " BIRTH ")"
#define SINCE(what) "max(c.run, " CHANGED(what) ")"

enum { PARAMETER_COMPLAINT = 1, PARAMETER_RUN = 2, PARAMETER_WHAT = 3, PARAMETER_VALUE = 4 };
enum { PARAMETER_BY = 3, PARAMETER_ROWS = 4, PARAMETER_EVIDENCE = 5, PARAMETER_SINCE = 6 };

int marks_init(struct marks *marks, struct sql *sql, struct err *err)
{
	marks->put = stmt_prepare(sql,
		"INSERT INTO mark_past SELECT * FROM (SELECT c.id, ?3, ?4, " SINCE(
			"?3") " AS since, ?2 FROM complaint c WHERE c.id = ?1)"
			      " WHERE since < ?2",
		err);
	marks->put_causes = stmt_prepare(sql,
		"INSERT INTO mark_past SELECT * FROM (SELECT c.id, 'causes',"
		" json_object('by', ?3, 'causes', json(?4), 'evidence', ?5),"
		" coalesce(?6, " CHANGED(
			"'causes'") ") AS since, ?2 FROM complaint c WHERE c.id = ?1)"
				    " WHERE since < ?2",
		err);
	return marks->put && marks->put_causes ? 0 : -1;
}

void marks_release(struct marks *marks)
{
	stmt_free(marks->put);
	stmt_free(marks->put_causes);
	*marks = (struct marks){0};
}

static void begin_mark(struct marks *marks, int64_t complaint, const char *what, int64_t run)
{
	stmt_bind_integer(marks->put, PARAMETER_COMPLAINT, complaint);
	stmt_bind_integer(marks->put, PARAMETER_RUN, run);
	stmt_bind_text(marks->put, PARAMETER_WHAT, what, strlen(what));
}

int mark_integer(struct marks *marks, int64_t complaint, const char *what, int64_t value,
	int64_t run, struct err *err)
{
	begin_mark(marks, complaint, what, run);
	bind_number(marks->put, PARAMETER_VALUE, value);
	return run_stmt(marks->put, err);
}

int mark_text(struct marks *marks, int64_t complaint, const char *what, struct span value,
	int64_t run, struct err *err)
{
	begin_mark(marks, complaint, what, run);
	bind_span(marks->put, PARAMETER_VALUE, value);
	return run_stmt(marks->put, err);
}

int mark_causes(struct marks *marks, int64_t complaint, int64_t by, const char *rows,
	struct span evidence, int64_t since, int64_t run, struct err *err)
{
	struct stmt *put = marks->put_causes;

	stmt_bind_integer(put, PARAMETER_COMPLAINT, complaint);
	stmt_bind_integer(put, PARAMETER_RUN, run);
	stmt_bind_integer(put, PARAMETER_BY, by);
	stmt_bind_text(put, PARAMETER_ROWS, rows, strlen(rows));
	bind_span(put, PARAMETER_EVIDENCE, evidence);
	bind_number(put, PARAMETER_SINCE, since);
	return run_stmt(put, err);
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
