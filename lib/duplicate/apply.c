#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "duplicate/found.h"
#include "load/incident.h"
#include "store/identity.h"
#include "store/internal.h"
#include "store/mark.h"

struct apply {
	const struct duplicates *found;
	struct store *store;
	struct reader reader;
	struct identities identities;
	struct marks marks;
	struct incidents incidents;
	struct stmt *name, *put_flags, *put_name;
	struct buf text;
	struct duplicate_counts *counts;
};

static int prepare(struct apply *apply, struct err *err)
{
	struct sql *sql = apply->store->sql;

	apply->name = stmt_prepare(sql,
		"SELECT source, complaint_id FROM complaint JOIN narrative ON complaint = id"
		" WHERE id = ?",
		err);
	apply->put_flags = stmt_prepare(sql, "UPDATE complaint SET flags = ?2 WHERE id = ?1", err);
	apply->put_name = stmt_prepare(
		sql, "UPDATE narrative SET duplicate_of = ?2 WHERE complaint = ?1", err);
	return apply->name && apply->put_flags && apply->put_name &&
			       reader_init(&apply->reader, sql, err) == 0 &&
			       marks_init(&apply->marks, sql, err) == 0 &&
			       identities_init(&apply->identities, sql, err) == 0
		       ? 0
		       : -1;
}

static void release(struct apply *apply)
{
	stmt_free(apply->name);
	stmt_free(apply->put_flags);
	stmt_free(apply->put_name);
	reader_release(&apply->reader);
	marks_release(&apply->marks);
	identities_release(&apply->identities);
	incidents_release(&apply->incidents);
	buf_release(&apply->text);
}

/* What is to stand in duplicate_of of a complaint of the source, in apply->text: "ID", or
 * "SOURCE/ID" of another source. 1, 0 when the target has no id, -1. */
static int name_target(struct apply *apply, uint32_t target, int64_t source, struct err *err)
{
	int status;

	buf_clear(&apply->text);
	stmt_bind_integer(apply->name, 1, target);
	status = stmt_step(apply->name, err);
	if (status > 0) {
		int64_t other = stmt_integer(apply->name, 0);
		struct span prefix = dictionary_text(apply->store->dictionary, other);
		struct span id = read_span(apply->name, 1);

		if (other != source && id.n) {
			buf_add(&apply->text, prefix.text, prefix.n);
			buf_add_char(&apply->text, '/');
		}
		buf_add(&apply->text, id.text, id.n);
		status = id.n > 0;
	}
	stmt_reset(apply->name);
	return status;
}

static int keep_mark(
	struct apply *apply, const struct complaint *complaint, int64_t flags, struct err *err)
{
	int64_t id = complaint->fact[FACT_ID], run = apply->store->run;

	if (mark_text(&apply->marks, id, "duplicate_of",
		    complaint->narrative[NARRATIVE_DUPLICATE_OF], run, err) < 0)
		return -1;
	return flags == complaint->fact[FACT_FLAGS]
		       ? 0
		       : mark_integer(&apply->marks, id, "flags",
				 complaint->fact[FACT_FLAGS] & FLAGS_MARKED, run, err);
}

static int put(struct apply *apply, const struct complaint *complaint, struct err *err)
{
	int64_t new[N_FACTS], id = complaint->fact[FACT_ID];
	bool is_cleared = !apply->text.len;

	memcpy(new, complaint->fact, sizeof new);
	new[FACT_FLAGS] = is_cleared ? new[FACT_FLAGS] & ~(int64_t)FLAG_DUPLICATE_FOUND
				     : new[FACT_FLAGS] | FLAG_DUPLICATE_FOUND;
	if (keep_mark(apply, complaint, new[FACT_FLAGS], err) < 0)
		return -1;
	stmt_bind_integer(apply->put_flags, 1, id);
	stmt_bind_integer(apply->put_flags, 2, new[FACT_FLAGS]);
	if (run_stmt(apply->put_flags, err) < 0)
		return -1;
	stmt_bind_integer(apply->put_name, 1, id);
	bind_span(apply->put_name, 2, (struct span){apply->text.data, (uint32_t)apply->text.len});
	if (run_stmt(apply->put_name, err) < 0)
		return -1;
	store_change(apply->store, complaint->fact, new);
	incidents_touch(&apply->incidents, id);
	is_cleared ? apply->counts->n_cleared++ : apply->counts->n_marked++;
	return 0;
}

/* The complaint's mark becomes `target`, 0 for none. An export's own mark stays. */
static int mark(struct apply *apply, uint32_t complaint_id, uint32_t target, struct err *err)
{
	struct complaint complaint;
	struct span old;

	if (reader_complaint(&apply->reader, complaint_id, &complaint, err) < 0)
		return -1;
	old = complaint.narrative[NARRATIVE_DUPLICATE_OF];
	if (old.n && !(complaint.fact[FACT_FLAGS] & FLAG_DUPLICATE_FOUND)) {
		apply->counts->n_kept += target != 0;
		return 0;
	}
	buf_clear(&apply->text);
	if (target && name_target(apply, target, complaint.fact[FACT_SOURCE], err) < 0)
		return -1;
	if (old.n == apply->text.len && (!old.n || !memcmp(old.text, apply->text.data, old.n)))
		return 0;
	return put(apply, &complaint, err);
}

/* Contacts that belong to incidents of two or more, by incident and time. */
static int compare_members(const void *a, const void *b, void *context)
{
	const struct duplicates *found = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	if (found->incidents[x] != found->incidents[y])
		return found->incidents[x] < found->incidents[y] ? -1 : 1;
	return contact_is_earlier(&found->contacts[x], &found->contacts[y]) ? -1 : x != y;
}

static uint32_t *list_members(const struct duplicates *found, size_t *n)
{
	uint32_t *members = mem_alloc((found->n_pairs * 2 + 1) * sizeof *members);
	size_t kept = 0;

	for (size_t i = 0; i < found->n_pairs; i++) {
		members[i * 2] = found->pairs[i].earlier;
		members[i * 2 + 1] = found->pairs[i].later;
	}
	*n = found->n_pairs * 2;
	if (*n)
		qsort_r(members, *n, sizeof *members, compare_members, (void *)found);
	for (size_t i = 0; i < *n; i++)
		if (i == 0 || members[i] != members[i - 1])
			members[kept++] = members[i];
	*n = kept;
	return members;
}

/* All but one of an incident's members name that one: the earliest that has an id. */
static int mark_incident(struct apply *apply, const uint32_t *members, size_t n, struct err *err)
{
	const struct contact *contacts = apply->found->contacts;
	size_t named = 0;
	int status;

	apply->counts->n_incidents++;
	apply->counts->n_duplicates += n - 1;
	while (named < n) {
		status = name_target(apply, contacts[members[named]].id, 0, err);
		if (status < 0)
			return -1;
		if (status > 0)
			break;
		named++;
	}
	if (named == n)
		apply->counts->n_unnamed += n - 1;
	for (size_t i = 0; i < n; i++)
		if (mark(apply, contacts[members[i]].id,
			    i == named || named == n ? 0 : contacts[members[named]].id, err) < 0)
			return -1;
	return 0;
}

struct ids {
	uint32_t *ids;
	size_t n, capacity;
};

static int list_marked(struct store *store, struct ids *list, struct err *err)
{
	struct stmt *stmt = stmt_prepare(
		store->sql, "SELECT id FROM complaint WHERE flags & 8192 ORDER BY id", err);
	int status;

	if (!stmt)
		return -1;
	while ((status = stmt_step(stmt, err)) > 0) {
		list->ids = mem_grow(list->ids, list->n, &list->capacity, sizeof *list->ids);
		list->ids[list->n++] = (uint32_t)stmt_integer(stmt, 0);
	}
	stmt_free(stmt);
	return status;
}

static int compare_ids(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Marks of complaints that are in no incident any more go. */
static int clear_others(struct apply *apply, const uint32_t *members, size_t n, struct err *err)
{
	uint32_t *kept = mem_alloc((n + 1) * sizeof *kept);
	struct ids marked = {0};
	int status = list_marked(apply->store, &marked, err);

	for (size_t i = 0; i < n; i++)
		kept[i] = apply->found->contacts[members[i]].id;
	if (n)
		qsort(kept, n, sizeof *kept, compare_ids);
	for (size_t i = 0; i < marked.n && status == 0; i++)
		if (!bsearch(&marked.ids[i], kept, n, sizeof *kept, compare_ids))
			status = mark(apply, marked.ids[i], 0, err);
	free(marked.ids);
	free(kept);
	return status;
}

static int mark_all(struct apply *apply, struct err *err)
{
	const uint32_t *incidents = apply->found->incidents;
	size_t n, next;
	uint32_t *members = list_members(apply->found, &n);
	int status = 0;

	for (size_t first = 0; first < n && status == 0; first = next) {
		for (next = first;
			next < n && incidents[members[next]] == incidents[members[first]];)
			next++;
		status = mark_incident(apply, members + first, next - first, err);
	}
	if (status == 0)
		status = clear_others(apply, members, n, err);
	free(members);
	return status;
}

static int find_and_mark(struct apply *apply, bool with_anonymous, struct err *err)
{
	struct duplicates *found = duplicates_find(apply->store, with_anonymous, err);
	int status = found ? prepare(apply, err) : -1;

	apply->found = found;
	if (status == 0)
		status = mark_all(apply, err);
	if (status == 0)
		status = incidents_resolve(&apply->incidents, apply->store, &apply->reader,
			&apply->identities, &apply->marks, err);
	duplicates_free(found);
	return status;
}

int duplicates_apply(struct store *store, bool with_anonymous, const struct run_info *run,
	struct duplicate_counts *counts, struct err *err)
{
	struct apply apply = {.store = store, .counts = counts};
	int status;

	*counts = (struct duplicate_counts){0};
	if (store_begin(store, run, err) < 0)
		return -1;
	status = find_and_mark(&apply, with_anonymous, err);
	release(&apply);
	if (status < 0) {
		store_rollback(store);
		return -1;
	}
	return store_commit(store, err);
}
