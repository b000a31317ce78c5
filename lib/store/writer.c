#include "store/writer.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "store/internal.h"

enum { N_NARRATIVE_COLUMNS = N_NARRATIVES + 2 }; /* the complaint first, the twin last */

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

static struct stmt *prepare_add(
	struct sql *sql, struct buf *into, struct buf *values, struct err *err)
{
	struct stmt *stmt;

	buf_add_char(into, ')');
	stmt = stmt_prepare_rows(sql, buf_text(into), buf_text(values), err);
	buf_clear(into);
	buf_clear(values);
	return stmt;
}

static void add_column(struct buf *into, struct buf *values, const char *column)
{
	buf_format(into, "%s%s", values->len ? ", " : "(", column);
	if (values->len)
		buf_add_text(values, ", ");
}

static void add_facts(const struct writer *writer, struct buf *into, struct buf *values)
{
	buf_add_text(into, "complaint");
	for (enum fact fact = FACT_ID + 1; fact < N_FACTS; fact++) {
		if (!writer->has_fact[fact] && !fact_is_term(fact))
			continue;
		add_column(into, values, FACTS[fact].column);
		if (writer->has_fact[fact])
			buf_format(values, "c%d", (int)fact);
		else
			buf_add_char(values, '0');
	}
}

static void add_narrative(const struct writer *writer, struct buf *into, struct buf *values)
{
	buf_add_text(into, "narrative");
	for (int i = 1; i < N_NARRATIVE_COLUMNS; i++) {
		if (!writer->has_narrative[i])
			continue;
		add_column(into, values,
			i <= N_NARRATIVES ? FIELDS[NARRATIVE_FIELDS[i - 1]].name : "twin");
		buf_format(values, "c%d", i);
	}
}

/* An INSERT of what is not always blank: a value that is asked for costs more than its place. The
 * id is left to SQLite, which gives the next one and then need not look for where it goes. */
static int prepare_adds(struct writer *writer, struct err *err)
{
	struct buf into = {0}, values = {0};

	stmt_free(writer->add_facts);
	stmt_free(writer->add_narrative);
	add_facts(writer, &into, &values);
	writer->add_facts = prepare_add(writer->sql, &into, &values, err);
	add_narrative(writer, &into, &values);
	writer->add_narrative = prepare_add(writer->sql, &into, &values, err);
	buf_release(&into);
	buf_release(&values);
	return writer->add_facts && writer->add_narrative ? 0 : -1;
}

int writer_init(struct writer *writer, struct sql *sql, struct err *err)
{
	*writer = (struct writer){
		.sql = sql,
		.pending = mem_alloc(PENDING_COMPLAINTS * sizeof *writer->pending),
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
	writer->has_narrative[NARRATIVE_COMPLAINT_ID + 1] = true; /* an INSERT needs one column */
	for (enum fact fact = 0; fact < N_FACTS; fact++)
		writer->blank[fact] = fact_is_term(fact) ? 0 : NUMBER_NONE;
	return writer->put_facts && writer->put_narrative && writer->past_facts &&
			       writer->past_narrative
		       ? 0
		       : -1;
}

void writer_release(struct writer *writer)
{
	stmt_free(writer->add_facts);
	stmt_free(writer->add_narrative);
	stmt_free(writer->put_facts);
	stmt_free(writer->put_narrative);
	stmt_free(writer->past_facts);
	stmt_free(writer->past_narrative);
	free(writer->pending);
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
		stmt_bind_integer(stmt, N_NARRATIVES + 2, complaint->twin);
	return run_stmt(stmt, err);
}

/* The pending complaints as rows. */
struct pending {
	const struct complaint *complaints;
	size_t next, n; /* the current one is the one before next */
};

static bool next_pending(void *context)
{
	struct pending *pending = context;

	return pending->next++ < pending->n;
}

static const struct complaint *current(const struct pending *pending)
{
	return &pending->complaints[pending->next - 1];
}

static void give_fact(void *context, int column, struct sql_result *result)
{
	int64_t value = current(context)->fact[column];

	if (value != NUMBER_NONE)
		result_integer(result, value);
}

static void give_narrative(void *context, int column, struct sql_result *result)
{
	const struct complaint *complaint = current(context);

	if (column <= N_NARRATIVES) {
		struct span text = complaint->narrative[column - 1];

		if (text.n)
			result_text_borrowed(result, text.text, text.n);
	} else if (complaint->twin != NUMBER_NONE) {
		result_integer(result, complaint->twin);
	}
}

static int insert_pending(struct writer *writer, struct stmt *stmt,
	void (*column)(void *context, int column, struct sql_result *result), struct err *err)
{
	struct pending pending = {writer->pending, 0, writer->n_pending};
	const struct sql_rows rows = {next_pending, column, &pending};
	int64_t last = writer->pending[writer->n_pending - 1].fact[FACT_ID];

	if (stmt_insert_rows(stmt, writer->sql, &rows, err) < 0)
		return -1;
	if (sql_last_id(writer->sql) != last)
		return err_set(err, "the store is damaged: complaint %lld has the place of another",
			(long long)last);
	return 0;
}

/* Takes note of columns that have something for the first time: whether there are any. */
static bool note_columns(struct writer *writer, const struct complaint *complaint)
{
	bool is_new = false;

	for (enum fact i = 0; i < N_FACTS; i++)
		if (!writer->has_fact[i] && complaint->fact[i] != writer->blank[i])
			is_new = writer->has_fact[i] = true;
	for (enum narrative i = 0; i < N_NARRATIVES; i++)
		if (!writer->has_narrative[i + 1] && complaint->narrative[i].n)
			is_new = writer->has_narrative[i + 1] = true;
	if (!writer->has_narrative[N_NARRATIVES + 1] && complaint->twin != NUMBER_NONE)
		is_new = writer->has_narrative[N_NARRATIVES + 1] = true;
	return is_new;
}

static int expect_columns(struct writer *writer, struct err *err)
{
	bool is_new = !writer->add_narrative;

	for (size_t i = 0; i < writer->n_pending; i++)
		is_new |= note_columns(writer, &writer->pending[i]);
	return is_new ? prepare_adds(writer, err) : 0;
}

int writer_flush(struct writer *writer, struct err *err)
{
	if (!writer->n_pending)
		return 0;
	if (expect_columns(writer, err) < 0)
		return -1;
	if (insert_pending(writer, writer->add_facts, give_fact, err) < 0 ||
		insert_pending(writer, writer->add_narrative, give_narrative, err) < 0)
		return -1;
	writer->n_pending = 0;
	return 0;
}

struct complaint *writer_next(struct writer *writer, struct err *err)
{
	if (writer->n_pending == PENDING_COMPLAINTS && writer_flush(writer, err) < 0)
		return NULL;
	return &writer->pending[writer->n_pending++];
}

void writer_drop(struct writer *writer)
{
	writer->n_pending--;
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
