#include "load/rewind.h"

#include "base/buf.h"
#include "record/field.h"
#include "store/fact.h"
#include "store/internal.h"

/* By ?1 the complaint and ?2 the run. A mark that says what is so again says nothing; the mark of a
 * cause set that began in this very run is an earlier file's. */
static const char *const TEXTS[N_REWINDS] = {
	[KEEP_CAUSES] = "INSERT OR REPLACE INTO temp.cause_before"
			" SELECT * FROM complaint_cause WHERE complaint = ?1",
	[BACK_CAUSES] = "DELETE FROM complaint_cause WHERE complaint = ?1",
	[BACK_FORMER_CAUSES] =
		"INSERT INTO complaint_cause SELECT * FROM temp.cause_before WHERE complaint = ?1",
	[BACK_CAUSES_KEPT] = "DELETE FROM temp.cause_before WHERE complaint = ?1",
	[BACK_MARKS] =
		"DELETE FROM mark_past WHERE complaint = ?1 AND run_to = ?2 AND (what = 'customer'"
		" AND value = (SELECT customer FROM complaint WHERE id = ?1) OR what = 'causes'"
		" AND (EXISTS (SELECT 1 FROM complaint_cause WHERE complaint = ?1 AND run < ?2)"
		" OR json_extract(value, '$.causes[0]') IS NULL AND NOT EXISTS"
		" (SELECT 1 FROM complaint_cause WHERE complaint = ?1)))",
	[DROP_FACTS] = "DELETE FROM complaint_past WHERE rowid ="
		       " (SELECT max(rowid) FROM complaint_past WHERE id = ?1 AND run_to = ?2)",
	[DROP_NARRATIVE] =
		"DELETE FROM narrative_past WHERE rowid ="
		" (SELECT max(rowid) FROM narrative_past WHERE complaint = ?1 AND run_to = ?2)",
};

static struct stmt *prepare_back(struct sql *sql, const char *table, const char *key,
	const struct buf *columns, struct err *err)
{
	struct buf text = {0};
	struct stmt *stmt;

	buf_format(&text,
		"INSERT OR REPLACE INTO %s SELECT %s FROM %s_past WHERE rowid ="
		" (SELECT max(rowid) FROM %s_past WHERE %s = ?1 AND run_to = ?2)",
		table, buf_text(columns), table, table, key);
	stmt = stmt_prepare(sql, buf_text(&text), err);
	buf_release(&text);
	return stmt;
}

static struct stmt *prepare_facts(struct sql *sql, struct err *err)
{
	struct buf columns = {0};
	struct stmt *stmt;

	for (enum fact fact = 0; fact < N_FACTS; fact++)
		buf_format(&columns, "%s%s", fact ? ", " : "", FACTS[fact].column);
	stmt = prepare_back(sql, "complaint", "id", &columns, err);
	buf_release(&columns);
	return stmt;
}

static struct stmt *prepare_narrative(struct sql *sql, struct err *err)
{
	struct buf columns = {0};
	struct stmt *stmt;

	buf_add_text(&columns, "complaint");
	for (int i = 0; i < N_NARRATIVES; i++)
		buf_format(&columns, ", %s", FIELDS[NARRATIVE_FIELDS[i]].name);
	buf_add_text(&columns, ", twin");
	stmt = prepare_back(sql, "narrative", "complaint", &columns, err);
	buf_release(&columns);
	return stmt;
}

int rewind_init(struct rewind *rewind, struct sql *sql, struct err *err)
{
	if (sql_run(sql, err,
		    "CREATE TEMP TABLE IF NOT EXISTS cause_before(complaint, rank, cause, subcause,"
		    " score, run, evidence, PRIMARY KEY(complaint, rank));"
		    "DELETE FROM temp.cause_before") < 0)
		return -1;
	rewind->stmts[BACK_FACTS] = prepare_facts(sql, err);
	rewind->stmts[BACK_NARRATIVE] = prepare_narrative(sql, err);
	for (int i = 0; i < N_REWINDS; i++) {
		if (TEXTS[i])
			rewind->stmts[i] = stmt_prepare(sql, TEXTS[i], err);
		if (!rewind->stmts[i])
			return -1;
	}
	return 0;
}

void rewind_release(struct rewind *rewind)
{
	for (int i = 0; i < N_REWINDS; i++)
		stmt_free(rewind->stmts[i]);
	slots_release(&rewind->changed);
	*rewind = (struct rewind){0};
}

void rewind_note(struct rewind *rewind, int64_t complaint, unsigned kept)
{
	struct slot *slot = slots_find(&rewind->changed, complaint);

	if (!slot)
		slot = slots_add(&rewind->changed, complaint);
	slot->value = kept;
	slot->count = 1; /* it is changed now */
}

bool rewind_is_changed(const struct rewind *rewind, int64_t complaint)
{
	const struct slot *slot = slots_find(&rewind->changed, complaint);

	return slot && slot->count;
}

/* The statements from `first` to `last`. */
static int run_stmts(
	struct rewind *rewind, int first, int last, int64_t complaint, int64_t run, struct err *err)
{
	for (int i = first; i <= last; i++) {
		stmt_bind_integer(rewind->stmts[i], 1, complaint);
		if (i < BACK_CAUSES || i > BACK_CAUSES_KEPT)
			stmt_bind_integer(rewind->stmts[i], 2, run);
		if (run_stmt(rewind->stmts[i], err) < 0)
			return -1;
	}
	return 0;
}

int rewind_back(struct rewind *rewind, int64_t complaint, int64_t run, struct err *err)
{
	struct slot *slot = slots_find(&rewind->changed, complaint);
	bool has_causes = slot->value & KEPT_CAUSES;

	slot->count = 0;
	if (run_stmts(rewind, BACK_FACTS, BACK_NARRATIVE, complaint, run, err) < 0 ||
		(has_causes &&
			run_stmts(rewind, BACK_CAUSES, BACK_CAUSES_KEPT, complaint, run, err) < 0))
		return -1;
	return run_stmts(rewind, BACK_MARKS, DROP_NARRATIVE, complaint, run, err);
}

int rewind_finish(struct rewind *rewind, int64_t run, struct err *err)
{
	slots_sort(&rewind->changed);
	for (size_t i = 0; i < rewind->changed.n; i++) {
		const struct slot *slot = &rewind->changed.slots[i];

		if (slot->count && slot->value & KEPT_IMAGE &&
			run_stmts(rewind, DROP_FACTS, DROP_NARRATIVE, slot->key, run, err) < 0)
			return -1;
	}
	return 0;
}
