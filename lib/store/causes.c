#include "store/causes.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

static void add_row(struct cause_set *set, struct cause_row row)
{
	set->rows = mem_grow(set->rows, set->n, &set->capacity, sizeof *set->rows);
	set->rows[set->n++] = row;
}

static void add_label(struct cause_set *set, struct dictionary *dictionary, struct span label)
{
	const char *colon = memchr(label.text, ':', label.n);
	uint32_t n = colon ? (uint32_t)(colon - label.text) : label.n;
	struct cause_row row = {.score = NUMBER_NONE};

	row.cause = dictionary_add(dictionary, FIELD_CAUSE, (struct span){label.text, n});
	if (colon)
		row.subcause = dictionary_add(
			dictionary, FIELD_SUBCAUSE, (struct span){colon + 1, label.n - n - 1});
	if (row.cause)
		add_row(set, row);
}

static void add_labels(struct cause_set *set, struct dictionary *dictionary, struct span labels)
{
	const char *p = labels.text, *end = p + labels.n;

	while (p < end) {
		const char *next = memchr(p, ';', (size_t)(end - p));
		size_t n = (size_t)((next ? next : end) - p);
		const char *label = text_trim(p, &n);

		if (n)
			add_label(set, dictionary, (struct span){label, (uint32_t)n});
		p = next ? next + 1 : end;
	}
}

void cause_set_read(
	struct cause_set *set, struct dictionary *dictionary, const struct batch *batch, size_t row)
{
	static const struct span EXPORT = {"export", 6};
	struct span labels = batch_text(batch, FIELD_CAUSES, row);
	struct span cause = batch_text(batch, FIELD_CAUSE, row);
	struct span by = batch_text(batch, FIELD_CAUSE_BY, row);

	set->n = 0;
	set->evidence = (struct span){0};
	if (labels.n) {
		add_labels(set, dictionary, labels);
	} else if (cause.n) {
		struct cause_row only = {.score = NUMBER_NONE};

		only.cause = dictionary_add(dictionary, FIELD_CAUSE, cause);
		only.subcause = dictionary_add(
			dictionary, FIELD_SUBCAUSE, batch_text(batch, FIELD_SUBCAUSE, row));
		add_row(set, only);
	}
	if (set->n) {
		set->rows[0].score = batch_number(batch, FIELD_CAUSE_SCORE, row);
		set->evidence = batch_text(batch, FIELD_CAUSE_EVIDENCE, row);
		by = by.n ? by : EXPORT;
	}
	set->by = dictionary_add(dictionary, FIELD_CAUSE_BY, by);
}

void cause_set_release(struct cause_set *set)
{
	free(set->rows);
	*set = (struct cause_set){0};
}

static int rank(const struct dictionary *dictionary, int64_t by)
{
	struct span word = dictionary_text(dictionary, by);

	if (!word.n)
		return 0;
	return text_is(word.text, word.n, "human")    ? 3
	       : text_is(word.text, word.n, "export") ? 2
						      : 1;
}

bool cause_set_prevails(
	const struct cause_set *set, const struct dictionary *dictionary, int64_t old_by)
{
	return (set->n || set->by) && rank(dictionary, set->by) >= rank(dictionary, old_by);
}

void cause_set_mark(const struct cause_set *set, int64_t fact[N_FACTS])
{
	fact[FACT_CAUSE] = set->n ? set->rows[0].cause : 0;
	fact[FACT_SUBCAUSE] = set->n ? set->rows[0].subcause : 0;
	fact[FACT_CAUSE_SCORE] = set->n ? set->rows[0].score : NUMBER_NONE;
	fact[FACT_CAUSE_BY] = set->by;
}

static void write_label(
	const struct cause_row *row, const struct dictionary *dictionary, struct buf *out)
{
	struct span cause = dictionary_text(dictionary, row->cause);
	struct span subcause = dictionary_text(dictionary, row->subcause);

	buf_add(out, cause.text, cause.n);
	if (subcause.n)
		buf_add_char(out, ':');
	buf_add(out, subcause.text, subcause.n);
}

void cause_set_write(
	const struct cause_set *set, const struct dictionary *dictionary, struct buf *out)
{
	for (size_t i = 0; i < set->n; i++) {
		if (i)
			buf_add_char(out, ';');
		write_label(&set->rows[i], dictionary, out);
	}
}

/* "[[cause, subcause, score], ...]": what as-loaded needs to have it back. */
static const char *write_rows(const struct cause_set *set, struct buf *out)
{
	buf_clear(out);
	buf_add_char(out, '[');
	for (size_t i = 0; i < set->n; i++) {
		buf_format(out, "%s[%lld,%lld", i ? "," : "", (long long)set->rows[i].cause,
			(long long)set->rows[i].subcause);
		if (set->rows[i].score == NUMBER_NONE)
			buf_add_text(out, ",null]");
		else
			buf_format(out, ",%lld]", (long long)set->rows[i].score);
	}
	buf_add_char(out, ']');
	return buf_text(out);
}

int causes_init(struct causes *causes, struct sql *sql, struct err *err)
{
	causes->sql = sql;
	causes->select = stmt_prepare(sql,
		"SELECT cause, subcause, score, evidence, run FROM complaint_cause WHERE complaint "
		"= ?"
		" ORDER BY rank",
		err);
	causes->insert = causes->select ? stmt_prepare_rows(sql, "complaint_cause",
						  "c0, c1, c2, c3, c4, c5, c6", err)
					: NULL;
	causes->erase =
		causes->insert
			? stmt_prepare(sql, "DELETE FROM complaint_cause WHERE complaint = ?", err)
			: NULL;
	return causes->erase ? 0 : -1;
}

void causes_release(struct causes *causes)
{
	stmt_free(causes->select);
	stmt_free(causes->insert);
	stmt_free(causes->erase);
	cause_set_release(&causes->old);
	buf_release(&causes->text);
	buf_release(&causes->rows);
	free(causes->pending);
	*causes = (struct causes){0};
}

int causes_read(
	struct causes *causes, const int64_t fact[N_FACTS], struct cause_set *set, struct err *err)
{
	int status;

	set->n = 0;
	set->by = fact[FACT_CAUSE_BY];
	set->evidence = (struct span){0};
	stmt_reset(causes->select);
	stmt_bind_integer(causes->select, 1, fact[FACT_ID]);
	while ((status = stmt_step(causes->select, err)) > 0) {
		struct cause_row row = {stmt_integer(causes->select, 0),
			stmt_integer(causes->select, 1), read_number(causes->select, 2)};
		struct span evidence = read_span(causes->select, 3);

		if (evidence.n) {
			buf_clear(&causes->text);
			buf_add(&causes->text, evidence.text, evidence.n);
			set->evidence = (struct span){causes->text.data, evidence.n};
		}
		add_row(set, row);
		set->run = stmt_integer(causes->select, 4);
	}
	stmt_reset(causes->select);
	return status;
}

void causes_add(struct causes *causes, int64_t complaint, const struct cause_set *set, int64_t run)
{
	for (size_t i = 0; i < set->n; i++) {
		struct cause_entry entry = {complaint, (int64_t)i, run, set->rows[i]};

		if (i == 0)
			entry.evidence = set->evidence;
		causes->pending = mem_grow(causes->pending, causes->n_pending, &causes->capacity,
			sizeof *causes->pending);
		causes->pending[causes->n_pending++] = entry;
	}
}

struct pending {
	const struct cause_entry *entries;
	size_t next, n; /* the current one is the one before next */
};

static bool next_pending(void *context)
{
	struct pending *pending = context;

	return pending->next++ < pending->n;
}

static void give_column(void *context, int column, struct sql_result *result)
{
	const struct pending *pending = context;
	const struct cause_entry *entry = &pending->entries[pending->next - 1];
	const int64_t numbers[] = {entry->complaint, entry->rank, entry->row.cause,
		entry->row.subcause, entry->row.score, entry->run};

	if (column == 6 && entry->evidence.n)
		result_text_borrowed(result, entry->evidence.text, entry->evidence.n);
	else if (column < 6 && numbers[column] != NUMBER_NONE)
		result_integer(result, numbers[column]);
}

int causes_flush(struct causes *causes, struct err *err)
{
	struct pending pending;
	const struct sql_rows rows = {next_pending, give_column, &pending};

	if (!causes->n_pending)
		return 0;
	pending = (struct pending){causes->pending, 0, causes->n_pending};
	causes->n_pending = 0;
	return stmt_insert_rows(causes->insert, causes->sql, &rows, err);
}

static bool is_equal(const struct cause_set *a, const struct cause_set *b)
{
	if (a->n != b->n || a->by != b->by || a->evidence.n != b->evidence.n ||
		(a->evidence.n && memcmp(a->evidence.text, b->evidence.text, a->evidence.n)))
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->rows[i].cause != b->rows[i].cause ||
			a->rows[i].subcause != b->rows[i].subcause ||
			a->rows[i].score != b->rows[i].score)
			return false;
	return true;
}

static int run_for(struct stmt *stmt, int64_t complaint, struct err *err)
{
	stmt_bind_integer(stmt, 1, complaint);
	return run_stmt(stmt, err);
}

int causes_replace(struct causes *causes, struct marks *marks, struct store *store,
	int64_t fact[N_FACTS], const struct cause_set *set, struct err *err)
{
	struct cause_set *old = &causes->old;
	int64_t id = fact[FACT_ID];

	if (!set->n && !fact[FACT_CAUSE] && set->by == fact[FACT_CAUSE_BY])
		return 0;
	old->n = 0;
	old->evidence = (struct span){0};
	if (fact[FACT_CAUSE] && causes_read(causes, fact, old, err) < 0)
		return -1;
	old->by = fact[FACT_CAUSE_BY];
	if (is_equal(old, set))
		return 0;
	/* That there were none needs no mark where complaint_cause.run says since when there are.
	 */
	if ((old->n || old->by || !set->n) &&
		mark_causes(marks, id, old->by, write_rows(old, &causes->rows), old->evidence,
			old->n ? old->run : NUMBER_NONE, store->run, err) < 0)
		return -1;
	if (old->n) {
		if ((causes->keep && run_for(causes->keep, id, err) < 0) ||
			run_for(causes->erase, id, err) < 0)
			return -1;
	}
	cause_set_mark(set, fact);
	causes_add(causes, id, set, store->run);
	return 1;
}
