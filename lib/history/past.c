#include "history/past.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "store/identity.h"
#include "store/internal.h"

/* Everything by ?1 the run and ?2 the last complaint that was there then. A version is the one that
 * began by ?1 and ended later; a mark counts where it ended in the version's time, because else the
 * version has what it says. */
static const char *const GATHER[] = {
	"CREATE TEMP TABLE past_ids(id INTEGER PRIMARY KEY)",
	"INSERT OR IGNORE INTO past_ids SELECT id FROM complaint_past WHERE run_to > ?1"
	" AND id <= ?2",
	"INSERT OR IGNORE INTO past_ids SELECT complaint FROM mark_past WHERE run_to > ?1"
	" AND complaint <= ?2",
	"INSERT OR IGNORE INTO past_ids SELECT complaint FROM complaint_cause WHERE run > ?1"
	" AND complaint <= ?2",
	"CREATE TEMP TABLE past_facts AS SELECT *, 0 AS run_to FROM main.complaint WHERE 0",
	"CREATE UNIQUE INDEX temp.past_facts_id ON past_facts(id)",
	"INSERT INTO past_facts SELECT * FROM complaint_past WHERE run <= ?1 AND run_to > ?1",
	"INSERT INTO past_facts SELECT c.*, 9223372036854775807 FROM past_ids p"
	" CROSS JOIN complaint c ON c.id = p.id WHERE c.run <= ?1",
	NULL,
};

/* %s is the column, which has the mark's name, and what becomes of it. */
#define RESTORE_MARK                                                                               \
	"UPDATE past_facts SET %s = %s FROM (SELECT p.id, m.value, min(m.run_to) FROM past_facts " \
	"p CROSS JOIN mark_past m ON m.complaint = p.id AND m.what = '%s' AND m.run_to > ?1"       \
	" AND m.run_to <= p.run_to GROUP BY p.id) m WHERE m.id = past_facts.id"

/* A set without a mark that began later: there were no causes. */
static const char *const RESTORE_CAUSES[] = {
	"CREATE TEMP TABLE past_causes(complaint INTEGER PRIMARY KEY, run INTEGER, value TEXT)",
	"INSERT INTO past_causes SELECT complaint, run_from, iif(run_from > ?1, NULL, value) FROM"
	" (SELECT complaint, run_from, value, min(run_to) FROM mark_past WHERE what = 'causes'"
	" AND run_to > ?1 AND complaint <= ?2 GROUP BY complaint)",
	"INSERT OR IGNORE INTO past_causes SELECT complaint, 0, NULL FROM complaint_cause"
	" WHERE rank = 0 AND run > ?1 AND complaint <= ?2",
	"UPDATE past_facts SET cause = ifnull(p.value ->> '$.causes[0][0]', 0),"
	" subcause = ifnull(p.value ->> '$.causes[0][1]', 0),"
	" cause_score = p.value ->> '$.causes[0][2]', cause_by = ifnull(p.value ->> '$.by', 0)"
	" FROM past_causes p WHERE p.complaint = past_facts.id",
	"DELETE FROM complaint_cause WHERE complaint > ?2",
	"DELETE FROM complaint_cause WHERE complaint IN (SELECT complaint FROM past_causes)",
	"INSERT INTO complaint_cause SELECT p.complaint, j.key, j.value ->> 0, j.value ->> 1,"
	" j.value ->> 2, p.run, iif(j.key = 0, p.value ->> '$.evidence', NULL)"
	" FROM past_causes p, json_each(p.value, '$.causes') j",
	NULL,
};

static const char *const RESTORE_ROWS[] = {
	"CREATE TEMP TABLE past_texts(complaint INTEGER PRIMARY KEY, place INTEGER,"
	" run_to INTEGER)",
	"INSERT INTO past_texts SELECT complaint, rowid, min(run_to) FROM narrative_past"
	" WHERE run_to > ?1 AND complaint <= ?2 GROUP BY complaint",
	"DELETE FROM complaint WHERE id > ?2",
	"DELETE FROM narrative WHERE complaint > ?2",
	NULL,
};

static const char RESTORE_EXPOSURE[] =
	"INSERT INTO exposure SELECT measure, dims, first_day, last_day, product, category,"
	" merchant, region, value, run FROM exposure_past WHERE run <= ?1 AND run_to > ?1";

static const char *const RESTORE_REST[] = {
	"UPDATE narrative SET duplicate_of = m.value FROM (SELECT m.complaint, m.value,"
	" min(m.run_to) FROM mark_past m LEFT JOIN past_texts p ON p.complaint = m.complaint"
	" WHERE m.what = 'duplicate_of' AND m.run_to > ?1"
	" AND m.run_to <= ifnull(p.run_to, m.run_to) AND m.complaint <= ?2 GROUP BY m.complaint) m"
	" WHERE m.complaint = narrative.complaint",
	"DELETE FROM complaint_past WHERE run_to > ?1",
	"DELETE FROM narrative_past WHERE run_to > ?1",
	"DELETE FROM mark_past WHERE run_to > ?1",
	"DELETE FROM exposure WHERE run > ?1",
	RESTORE_EXPOSURE,
	"DELETE FROM exposure_past WHERE run_to > ?1",
	"DELETE FROM reject WHERE load IN (SELECT id FROM load WHERE run > ?1)",
	"DELETE FROM coverage WHERE load IN (SELECT id FROM load WHERE run > ?1)",
	"DELETE FROM load WHERE run > ?1",
	NULL,
};

static int run_one(struct sql *sql, const char *text, int64_t run, int64_t last, struct err *err)
{
	struct stmt *stmt = stmt_prepare(sql, text, err);
	int status;

	if (!stmt)
		return -1;
	stmt_bind_integer(stmt, 1, run);
	stmt_bind_integer(stmt, 2, last);
	status = stmt_step(stmt, err);
	stmt_free(stmt);
	return status < 0 ? -1 : 0;
}

static int run_all(
	struct sql *sql, const char *const *texts, int64_t run, int64_t last, struct err *err)
{
	for (size_t i = 0; texts[i]; i++)
		if (run_one(sql, texts[i], run, last, err) < 0)
			return -1;
	return 0;
}

static int restore_mark(
	struct sql *sql, const char *what, const char *value, int64_t run, struct err *err)
{
	char *text = mem_format(RESTORE_MARK, what, value, what);
	int status = run_one(sql, text, run, 0, err);

	free(text);
	return status;
}

static int restore_marks(struct sql *sql, int64_t run, struct err *err)
{
	char flags[64];

	snprintf(flags, sizeof flags, "flags & ~%d | m.value", FLAGS_MARKED);
	for (enum fact i = 0; i < N_FACTS; i++)
		if ((FACTS[i].is_derived || i == FACT_MASTER || i == FACT_CUSTOMER) &&
			restore_mark(sql, FACTS[i].column, "m.value", run, err) < 0)
			return -1;
	return restore_mark(sql, "flags", flags, run, err);
}

/* Complaints are numbered as they arrive. */
static int find_last(struct store *store, int64_t run, int64_t *last, struct err *err)
{
	char *text = mem_format(
		"SELECT max(ifnull((SELECT id FROM complaint WHERE run <= %lld ORDER BY id DESC"
		" LIMIT 1), 0), ifnull((SELECT max(id) FROM complaint_past WHERE run <= %lld), 0))",
		(long long)run, (long long)run);
	int status = ask_integer(store->sql, text, last, err);

	free(text);
	return status;
}

static int restore_facts(struct sql *sql, struct err *err)
{
	struct buf text = {0};
	int status;

	buf_add_text(&text, "INSERT OR REPLACE INTO complaint SELECT ");
	for (enum fact fact = 0; fact < N_FACTS; fact++)
		buf_format(&text, "%s%s", fact ? ", " : "", FACTS[fact].column);
	buf_add_text(&text, " FROM past_facts ORDER BY id");
	status = sql_run(sql, err, buf_text(&text));
	buf_release(&text);
	return status;
}

static int restore_texts(struct sql *sql, struct err *err)
{
	struct buf text = {0};
	int status;

	buf_add_text(&text, "INSERT OR REPLACE INTO narrative SELECT n.complaint");
	for (int i = 0; i < N_NARRATIVES; i++)
		buf_format(&text, ", n.%s", FIELDS[NARRATIVE_FIELDS[i]].name);
	buf_add_text(&text,
		", n.twin FROM past_texts p CROSS JOIN narrative_past n ON n.rowid = p.place");
	status = sql_run(sql, err, buf_text(&text));
	buf_release(&text);
	return status;
}

/* Takes the complaints of a list out of the cube, or puts them in. */
static int count_ids(struct store *store, const char *list, bool is_new, struct err *err)
{
	struct stmt *ids = stmt_prepare(store->sql, list, err);
	struct reader reader = {0};
	int64_t fact[N_FACTS];
	int status = ids ? reader_init(&reader, store->sql, err) : -1;

	while (status == 0 && (status = stmt_step(ids, err)) > 0) {
		status = reader_facts(&reader, stmt_integer(ids, 0), fact, err);
		if (status == 0)
			store_change(store, is_new ? NULL : fact, is_new ? fact : NULL);
	}
	reader_release(&reader);
	stmt_free(ids);
	return status;
}

static int uncount(struct store *store, int64_t last, struct err *err)
{
	char *later = mem_format("SELECT id FROM complaint WHERE id > %lld", (long long)last);
	int status = count_ids(store, "SELECT id FROM past_ids", false, err);

	if (status == 0)
		status = count_ids(store, later, false, err);
	free(later);
	return status;
}

static int forget_identities(struct store *store, int64_t last, struct err *err)
{
	struct places places;

	if (places_load(&places, store->sql, err) < 0) {
		places_release(&places);
		return -1;
	}
	return places_erase_from(&places, (uint32_t)last + 1, err);
}

int past_restore(struct store *store, int64_t run, int64_t *last, struct err *err)
{
	struct sql *sql = store->sql;
	int64_t newest = 0;

	if (past_forget(store, err) < 0 || find_last(store, run, last, err) < 0 ||
		ask_integer(sql, "SELECT max(id) FROM complaint", &newest, err) < 0 ||
		run_all(sql, GATHER, run, *last, err) < 0 || uncount(store, *last, err) < 0 ||
		restore_marks(sql, run, err) < 0 ||
		run_all(sql, RESTORE_CAUSES, run, *last, err) < 0 ||
		run_all(sql, RESTORE_ROWS, run, *last, err) < 0 || restore_facts(sql, err) < 0 ||
		restore_texts(sql, err) < 0 || run_all(sql, RESTORE_REST, run, *last, err) < 0 ||
		(newest > *last && forget_identities(store, *last, err) < 0))
		return -1;
	return count_ids(store, "SELECT id FROM past_ids", true, err);
}

int past_forget(struct store *store, struct err *err)
{
	return sql_run(store->sql, err,
		"DROP TABLE IF EXISTS temp.past_ids; DROP TABLE IF EXISTS temp.past_facts;"
		"DROP TABLE IF EXISTS temp.past_causes; DROP TABLE IF EXISTS temp.past_texts");
}

/* The newest first, so that the oldest prevails. A version that ended before has its own. */
int past_restore_loads(struct store *store, int64_t run, struct err *err)
{
	static const char APPLY[] = "UPDATE complaint SET load = ?3 WHERE id BETWEEN ?1 AND ?2"
				    " AND id NOT IN (SELECT id FROM past_facts WHERE run_to < ?4)";
	struct stmt *ranges = stmt_prepare(store->sql,
		"SELECT first_id, last_id, load, run_to FROM load_past WHERE run_to > ?"
		" ORDER BY run_to DESC",
		err);
	struct stmt *apply = ranges ? stmt_prepare(store->sql, APPLY, err) : NULL;
	int status = apply ? 0 : -1;

	if (status == 0)
		stmt_bind_integer(ranges, 1, run);
	while (status == 0 && (status = stmt_step(ranges, err)) > 0) {
		for (int i = 0; i < 4; i++)
			stmt_bind_integer(apply, i + 1, stmt_integer(ranges, i));
		status = run_stmt(apply, err);
	}
	stmt_free(apply);
	stmt_free(ranges);
	return status < 0 ? -1
			  : run_one(store->sql, "DELETE FROM load_past WHERE run_to > ?1", run, 0,
				    err);
}

int past_restore_customers(struct store *store, int64_t run, struct err *err)
{
	static const char *const TEXTS[] = {
		"DELETE FROM customer WHERE run > ?1",
		"INSERT OR REPLACE INTO customer SELECT id, kind, key, same_as, n_ids, links,"
		" run FROM"
		" (SELECT *, min(run_to) FROM customer_past WHERE run_to > ?1 AND run <= ?1"
		" GROUP BY id)",
		"DELETE FROM customer_past WHERE run_to > ?1",
		NULL,
	};

	return run_all(store->sql, TEXTS, run, 0, err);
}

/* --- for reading --- */

static bool is_number(const char *when)
{
	return *when && strspn(when, "0123456789") == strlen(when) && strlen(when) <= 9;
}

bool store_is_run_name(const char *when)
{
	int64_t instant;
	bool has_time;

	return is_number(when) || instant_read(when, strlen(when), &instant, &has_time);
}

static int find_by_instant(struct store *store, const char *when, int64_t *run, struct err *err)
{
	int64_t instant;
	char *text;
	bool has_time;
	int status;

	if (!instant_read(when, strlen(when), &instant, &has_time))
		return err_set(err,
			"'%s' is neither a run's number nor YYYY-MM-DD nor YYYY-MM-DD HH:MM:SS",
			when);
	text = mem_format("SELECT coalesce(max(id), 0) FROM run WHERE started_at <= %lld",
		(long long)(has_time ? instant : instant + DAY_SECONDS - 1));
	status = ask_integer(store->sql, text, run, err);
	free(text);
	if (status == 0 && !*run)
		return err_set(err, "the store's first run is later than %s", when);
	return status;
}

int store_find_run(struct store *store, const char *when, int64_t *run, struct err *err)
{
	int64_t newest = 0, is_undone = 0;
	char *text;
	int status;

	if (!is_number(when))
		return find_by_instant(store, when, run, err);
	*run = atoi(when);
	text = mem_format("SELECT count(*) FROM run WHERE id = %lld AND undone_at IS NOT NULL",
		(long long)*run);
	status = ask_integer(store->sql, "SELECT coalesce(max(id), 0) FROM run", &newest, err);
	if (status == 0)
		status = ask_integer(store->sql, text, &is_undone, err);
	free(text);
	if (status < 0)
		return -1;
	if (*run < 1 || *run > newest)
		return err_set(err, "there is no run %lld: the last is %lld", (long long)*run,
			(long long)newest);
	return is_undone ? err_set(err, "run %lld was taken back", (long long)*run) : 0;
}

static int restore_copy(struct store *store, int64_t run, struct err *err)
{
	int64_t last;

	if (sql_run(store->sql, err, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN") <
			0 ||
		past_restore(store, run, &last, err) < 0 ||
		run_one(store->sql, "DELETE FROM run WHERE id > ?1", run, 0, err) < 0 ||
		sql_run(store->sql, err, "DELETE FROM complaint_columns") < 0 ||
		past_forget(store, err) < 0 || cube_apply(store->cube, store->sql, err) < 0)
		return -1;
	return sql_run(store->sql, err, "COMMIT");
}

struct store *store_open_past(const char *path, const char *when, struct err *err)
{
	struct store *now = store_open(path, STORE_READ, err), *past;
	int64_t run, newest = 0;

	if (!now || store_find_run(now, when, &run, err) < 0 ||
		ask_integer(now->sql, "SELECT max(id) FROM run", &newest, err) < 0) {
		store_close(now);
		return NULL;
	}
	if (run == newest)
		return now;
	past = store_open(NULL, STORE_PRIVATE, err);
	if (past && (sql_copy(now->sql, past->sql, err) < 0 || restore_copy(past, run, err) < 0)) {
		store_close(past);
		past = NULL;
	}
	store_close(now);
	return past;
}
