#include "store/writer.h"

#include "base/buf.h"
#include "store/internal.h"

static struct stmt *prepare_put(struct sql *sql, const char *table, int n_columns, struct err *err)
{
	struct buf text = {0};
	struct stmt *stmt;

	buf_format(&text, "INSERT OR REPLACE INTO %s VALUES(?", table);
	for (int i = 1; i < n_columns; i++)
		buf_add_text(&text, ", ?");
	buf_add_char(&text, ')');
	stmt = stmt_prepare(sql, buf_text(&text), err);
	buf_release(&text);
	return stmt;
}

int writer_init(struct writer *writer, struct sql *sql, struct err *err)
{
	*writer = (struct writer){
		.put_facts = prepare_put(sql, "complaint", N_FACTS, err),
		.put_narrative = prepare_put(sql, "narrative", N_NARRATIVE_COLUMNS, err),
		.past_facts = stmt_prepare(sql,
			"INSERT INTO complaint_past SELECT *, ?2 FROM complaint WHERE id = ?1",
			err),
		.past_narrative = stmt_prepare(sql,
			"INSERT INTO narrative_past SELECT *, ?2 FROM narrative WHERE complaint = "
			"?1",
			err),
	};
	return writer->put_facts && writer->put_narrative && writer->past_facts &&
			       writer->past_narrative
		       ? 0
		       : -1;
}

void writer_release(struct writer *writer)
{
	stmt_free(writer->put_facts);
	stmt_free(writer->put_narrative);
	stmt_free(writer->past_facts);
	stmt_free(writer->past_narrative);
	*writer = (struct writer){0};
}

/* Bindings are NULL after a reset, so only what is there is bound. */
static int write_facts(struct stmt *stmt, const int64_t fact[N_FACTS], struct err *err)
{
	for (int i = 0; i < N_FACTS; i++)
		if (fact[i] != NUMBER_NONE)
			stmt_bind_integer(stmt, i + 1, fact[i]);
	return run_stmt(stmt, err);
}

static int write_narrative(struct stmt *stmt, const struct complaint *complaint, struct err *err)
{
	stmt_bind_integer(stmt, 1, complaint->fact[FACT_ID]);
	for (int i = 0; i < N_NARRATIVES; i++)
		if (complaint->narrative[i].n)
			bind_span(stmt, i + 2, complaint->narrative[i]);
	if (complaint->twin != NUMBER_NONE)
		stmt_bind_integer(stmt, N_NARRATIVE_COLUMNS, complaint->twin);
	return run_stmt(stmt, err);
}

int writer_put(struct writer *writer, const struct complaint *complaint, bool with_narrative,
	struct err *err)
{
	if (write_facts(writer->put_facts, complaint->fact, err) < 0)
		return -1;
	return with_narrative ? write_narrative(writer->put_narrative, complaint, err) : 0;
}

int writer_keep_past(struct writer *writer, int64_t id, int64_t run, struct err *err)
{
	struct stmt *stmts[] = {writer->past_facts, writer->past_narrative};

	for (int i = 0; i < 2; i++) {
		stmt_bind_integer(stmts[i], 1, id);
		stmt_bind_integer(stmts[i], 2, run);
		if (run_stmt(stmts[i], err) < 0)
			return -1;
	}
	return 0;
}
