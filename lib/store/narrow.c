#include "store/narrow.h"

#include "base/buf.h"
#include "store/internal.h"

/* The statements that make the table's indexes, which go with the table. */
static int read_indexes(struct sql *sql, struct buf *out, struct err *err)
{
	struct stmt *stmt = stmt_prepare(sql,
		"SELECT sql FROM main.sqlite_schema"
		" WHERE type = 'index' AND tbl_name = 'complaint' AND sql IS NOT NULL",
		err);
	int status;

	if (!stmt)
		return -1;
	while ((status = stmt_step(stmt, err)) > 0) {
		struct span text = read_span(stmt, 0);

		buf_add_char(out, ';');
		buf_add(out, text.text, text.n);
	}
	stmt_free(stmt);
	return status;
}

int narrow_begin(struct narrow *narrow, struct sql *sql, enum fact last, struct err *err)
{
	struct buf text = {0};
	int status;

	buf_format(&text, "DROP TABLE complaint; CREATE TABLE complaint(%s INTEGER PRIMARY KEY",
		FACTS[FACT_ID].column);
	for (enum fact fact = FACT_ID + 1; fact <= last; fact++)
		buf_format(&text, ", %s INTEGER", FACTS[fact].column);
	buf_add_char(&text, ')');
	status = read_indexes(sql, &text, err);
	if (status == 0)
		status = sql_run(sql, err, buf_text(&text));
	buf_release(&text);
	*narrow = (struct narrow){sql, last};
	return status;
}

int narrow_widen(struct narrow *narrow, enum fact last, struct err *err)
{
	struct buf text = {0};
	int status;

	if (!narrow->sql || last <= narrow->last)
		return 0;
	for (enum fact fact = narrow->last + 1; fact <= last; fact++)
		buf_format(&text, "ALTER TABLE complaint ADD COLUMN %s INTEGER%s;",
			FACTS[fact].column, fact_is_term(fact) ? " DEFAULT 0" : "");
	narrow->last = last;
	status = sql_run(narrow->sql, err, buf_text(&text));
	buf_release(&text);
	return status;
}
