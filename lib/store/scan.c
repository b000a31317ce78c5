#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/causes.h"
#include "store/identity.h"
#include "store/internal.h"

/* Where a wanted field comes from: a column of the statement, or the causes. */
struct wanted {
	enum field field;
	enum fact fact; /* N_FACTS: text of the narrative */
	int column;
};

struct scan {
	struct store *store;
	struct stmt *stmt;
	struct causes causes;
	struct cause_set cause_set;
	struct buf buf;
	struct wanted wanted[N_FIELDS];
	size_t n_wanted;
	bool wants_causes, wants_evidence, hides_derived;
	int64_t last;   /* the id that was read last */
	int64_t newest; /* id */
	bool has_ids;   /* only these */
	int64_t *ids;
	size_t n_ids, capacity, next_id;
};

enum { COLUMN_ID, COLUMN_FLAGS, COLUMN_CAUSE, COLUMN_CAUSE_BY, FIRST_WANTED };

static bool is_wanted(const bool wanted[N_FIELDS], enum field field)
{
	return !wanted || wanted[field];
}

static void want(
	struct scan *scan, enum field field, enum fact fact, const char *column, struct buf *text)
{
	scan->wanted[scan->n_wanted] =
		(struct wanted){field, fact, FIRST_WANTED + (int)scan->n_wanted};
	scan->n_wanted++;
	buf_format(text, ", %s", column);
}

/* Text that nobody wants is not touched. */
static int prepare(struct scan *scan, const bool wanted[N_FIELDS], struct err *err)
{
	struct buf text = {0};
	size_t n_facts;

	buf_add_text(&text, "SELECT c.id, c.flags, c.cause, c.cause_by");
	for (enum fact fact = 0; fact < N_FACTS; fact++)
		if (FACTS[fact].field != N_FIELDS && is_wanted(wanted, FACTS[fact].field))
			want(scan, FACTS[fact].field, fact, FACTS[fact].column, &text);
	n_facts = scan->n_wanted;
	for (int i = 0; i < N_NARRATIVES; i++)
		if (is_wanted(wanted, NARRATIVE_FIELDS[i]))
			want(scan, NARRATIVE_FIELDS[i], N_FACTS, FIELDS[NARRATIVE_FIELDS[i]].name,
				&text);
	buf_add_text(&text, " FROM complaint c");
	if (scan->n_wanted > n_facts)
		buf_add_text(&text, " JOIN narrative n ON n.complaint = c.id");
	buf_add_text(&text, " WHERE c.id >= ? AND c.id <= ? ORDER BY c.id LIMIT ?");
	scan->stmt = stmt_prepare(scan->store->sql, buf_text(&text), err);
	buf_release(&text);
	scan->wants_causes = is_wanted(wanted, FIELD_CAUSES);
	scan->wants_evidence = is_wanted(wanted, FIELD_CAUSE_EVIDENCE);
	return scan->stmt ? causes_init(&scan->causes, scan->store->sql, err) : -1;
}

struct scan *scan_open(struct store *store, const bool wanted[N_FIELDS], struct err *err)
{
	struct scan *scan = mem_zalloc(sizeof *scan);

	scan->store = store;
	if (!store_dictionary(store, err) || prepare(scan, wanted, err) < 0 ||
		ask_integer(store->sql, "SELECT coalesce(max(id), 0) FROM complaint", &scan->newest,
			err) < 0) {
		scan_close(scan);
		return NULL;
	}
	return scan;
}

void scan_close(struct scan *scan)
{
	if (!scan)
		return;
	stmt_free(scan->stmt);
	causes_release(&scan->causes);
	cause_set_release(&scan->cause_set);
	buf_release(&scan->buf);
	free(scan->ids);
	free(scan);
}

void scan_hide_derived(struct scan *scan)
{
	scan->hides_derived = true;
}

static void add_id(struct scan *scan, int64_t id)
{
	scan->ids = mem_grow(scan->ids, scan->n_ids, &scan->capacity, sizeof *scan->ids);
	scan->ids[scan->n_ids++] = id;
}

struct finder {
	struct identities identities;
	struct reader reader;
	struct stmt *sources;
};

static int find_in_source(
	struct scan *scan, struct finder *finder, int64_t source, struct span id, struct err *err)
{
	struct key key = {.source = dictionary_text(scan->store->dictionary, source),
		.complaint_id = id,
		.source_term = source};
	struct complaint ignored;
	int64_t found, ident;
	int status = identities_find(
		&finder->identities, &finder->reader, &key, &found, &ident, &ignored, err);

	if (status > 0)
		add_id(scan, found);
	return status < 0 ? -1 : 0;
}

/* The whole name as an id of any source, and split at its first '/' as SOURCE/ID. */
static int find_name(struct scan *scan, struct finder *finder, struct span name, struct err *err)
{
	const char *slash = memchr(name.text, '/', name.n);
	uint32_t n = slash ? (uint32_t)(slash - name.text) : 0;
	int64_t named =
		dictionary_find(scan->store->dictionary, FIELD_SOURCE, (struct span){name.text, n});
	int status;

	if (slash && n + 1 < name.n &&
		find_in_source(scan, finder, named, (struct span){slash + 1, name.n - n - 1}, err) <
			0)
		return -1;
	while ((status = stmt_step(finder->sources, err)) > 0)
		if (find_in_source(scan, finder, stmt_integer(finder->sources, 0), name, err) < 0)
			return -1;
	return status;
}

static int find_ids(struct scan *scan, const char *id, struct err *err)
{
	struct sql *sql = scan->store->sql;
	struct finder finder = {0};
	int status = -1;

	finder.sources = stmt_prepare(
		sql, "SELECT id FROM term WHERE id = 0 OR dim = 'source' ORDER BY id", err);
	if (finder.sources && reader_init(&finder.reader, sql, err) == 0 &&
		identities_init(&finder.identities, sql, err) == 0)
		status =
			*id ? find_name(scan, &finder, (struct span){id, (uint32_t)strlen(id)}, err)
			    : 0;
	stmt_free(finder.sources);
	reader_release(&finder.reader);
	identities_release(&finder.identities);
	return status;
}

struct scan *scan_open_id(struct store *store, const char *id, struct err *err)
{
	struct scan *scan = scan_open(store, NULL, err);

	if (!scan)
		return NULL;
	scan->has_ids = true;
	if (find_ids(scan, id, err) < 0) {
		scan_close(scan);
		return NULL;
	}
	return scan;
}

struct scan *scan_open_rows(struct store *store, const bool wanted[N_FIELDS], const int64_t *ids,
	size_t n, struct err *err)
{
	struct scan *scan = scan_open(store, wanted, err);

	if (!scan)
		return NULL;
	scan->has_ids = true;
	for (size_t i = 0; i < n; i++)
		add_id(scan, ids[i]);
	return scan;
}

static struct span keep(struct batch *batch, struct span text)
{
	return (struct span){text.n ? arena_text(&batch->arena, text.text, text.n) : NULL, text.n};
}

static bool is_hidden(const struct scan *scan, enum fact fact, int64_t flags)
{
	return scan->hides_derived && flags & FACTS[fact].is_derived;
}

static void read_field(struct scan *scan, const struct wanted *wanted, int64_t flags,
	struct batch *batch, size_t row)
{
	const struct fact_info *info = wanted->fact < N_FACTS ? &FACTS[wanted->fact] : NULL;
	int64_t number;

	if (!info) {
		batch->text[wanted->field][row] =
			keep(batch, read_span(scan->stmt, wanted->column));
		return;
	}
	if (is_hidden(scan, wanted->fact, flags))
		return;
	if (field_is_text(wanted->field)) {
		batch->text[wanted->field][row] = dictionary_text(
			scan->store->dictionary, stmt_integer(scan->stmt, wanted->column));
		return;
	}
	number = read_number(scan->stmt, wanted->column);
	if (info->has_time && number != NUMBER_NONE)
		number = instant_pack(number, flags & info->has_time);
	batch->number[wanted->field][row] = number;
}

static int read_causes(struct scan *scan, struct batch *batch, size_t row, struct err *err)
{
	int64_t fact[N_FACTS] = {0};

	fact[FACT_ID] = batch->id[row];
	fact[FACT_CAUSE_BY] = stmt_integer(scan->stmt, COLUMN_CAUSE_BY);
	if (causes_read(&scan->causes, fact, &scan->cause_set, err) < 0)
		return -1;
	if (scan->wants_causes) {
		buf_clear(&scan->buf);
		cause_set_write(&scan->cause_set, scan->store->dictionary, &scan->buf);
		batch->text[FIELD_CAUSES][row] =
			keep(batch, (struct span){buf_text(&scan->buf), (uint32_t)scan->buf.len});
	}
	if (scan->wants_evidence)
		batch->text[FIELD_CAUSE_EVIDENCE][row] = keep(batch, scan->cause_set.evidence);
	return 0;
}

static int read_row(struct scan *scan, struct batch *batch, struct err *err)
{
	size_t row = batch->n++;
	int64_t flags = stmt_integer(scan->stmt, COLUMN_FLAGS);

	scan->last = batch->id[row] = stmt_integer(scan->stmt, COLUMN_ID);
	for (size_t i = 0; i < scan->n_wanted; i++)
		read_field(scan, &scan->wanted[i], flags, batch, row);
	if ((scan->wants_causes || scan->wants_evidence) && stmt_integer(scan->stmt, COLUMN_CAUSE))
		return read_causes(scan, batch, row, err);
	return 0;
}

static void begin_batch(struct scan *scan, struct batch *batch)
{
	batch_clear(batch);
	if (!batch->id)
		batch->id = mem_alloc(BATCH_ROWS * sizeof *batch->id);
	for (size_t i = 0; i < scan->n_wanted; i++)
		batch_add_column(batch, scan->wanted[i].field);
	if (scan->wants_causes)
		batch_add_column(batch, FIELD_CAUSES);
	if (scan->wants_evidence)
		batch_add_column(batch, FIELD_CAUSE_EVIDENCE);
}

/* Ids from..to; no cursor stays open between batches, so that the caller may write. */
static int read_range(
	struct scan *scan, int64_t from, int64_t to, struct batch *batch, struct err *err)
{
	int status;

	stmt_bind_integer(scan->stmt, 1, from);
	stmt_bind_integer(scan->stmt, 2, to);
	stmt_bind_integer(scan->stmt, 3, (int64_t)(BATCH_ROWS - batch->n));
	while ((status = stmt_step(scan->stmt, err)) > 0) {
		status = read_row(scan, batch, err);
		if (status < 0)
			break;
	}
	stmt_reset(scan->stmt);
	return status;
}

int scan_next(struct scan *scan, struct batch *batch, struct err *err)
{
	int status = 0;

	begin_batch(scan, batch);
	if (!scan->has_ids)
		status = read_range(scan, scan->last + 1, INT64_MAX, batch, err);
	while (status == 0 && scan->next_id < scan->n_ids && batch->n < BATCH_ROWS) {
		int64_t id = scan->ids[scan->next_id++];

		status = read_range(scan, id, id, batch, err);
	}
	if (scan->newest && !scan->has_ids)
		batch->done = (double)scan->last / (double)scan->newest;
	return status < 0 ? -1 : batch->n > 0;
}
