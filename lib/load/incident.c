#include "load/incident.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

/* A complaint of a set that is looked at. */
struct member {
	int64_t id, received, master, flags;
	uint64_t key; /* of its source and id, the same in whatever order rows come */
	size_t parent;
	bool is_duplicate; /* it names another one, which may be missing: */
	bool is_dangling;
};

struct search {
	struct store *store;
	struct reader *reader;
	struct identities *identities;
	struct marks *marks;
	struct stmt *duplicates, *update;
	struct member *members;
	size_t n, capacity;
	struct slots numbers; /* ids to numbers of members + 1 */
	struct slots masters; /* whose duplicates have been gathered */
};

void incidents_touch(struct incidents *incidents, int64_t complaint)
{
	incidents->touched = mem_grow(
		incidents->touched, incidents->n, &incidents->capacity, sizeof *incidents->touched);
	incidents->touched[incidents->n++] = complaint;
}

void incidents_release(struct incidents *incidents)
{
	free(incidents->touched);
	*incidents = (struct incidents){0};
}

static int touch_dangling(struct incidents *incidents, struct sql *sql, struct err *err)
{
	struct stmt *stmt =
		stmt_prepare(sql, "SELECT id FROM complaint WHERE flags & 1024 ORDER BY id", err);
	int status;

	if (!stmt)
		return -1;
	while ((status = stmt_step(stmt, err)) > 0)
		incidents_touch(incidents, stmt_integer(stmt, 0));
	stmt_free(stmt);
	return status;
}

/* The number of a complaint among the members; it becomes one when it is not yet. */
static size_t find_member(struct search *search, int64_t id)
{
	struct slot *slot = slots_find(&search->numbers, id);

	if (slot)
		return slot->value - 1;
	search->members =
		mem_grow(search->members, search->n, &search->capacity, sizeof *search->members);
	search->members[search->n] = (struct member){.id = id, .parent = search->n};
	slots_add(&search->numbers, id)->value = (uint32_t)(search->n + 1);
	return search->n++;
}

static size_t find_root(struct search *search, size_t number)
{
	while (search->members[number].parent != number)
		number = search->members[number].parent =
			search->members[search->members[number].parent].parent;
	return number;
}

/* Dates without a time of day are often the same: then the one that the others name. Numbers of
 * complaints come last, because they tell the order in which files were read. */
static bool is_earlier(const struct member *a, const struct member *b)
{
	if (a->received != b->received)
		return a->received < b->received;
	if (a->is_duplicate != b->is_duplicate)
		return b->is_duplicate;
	return a->key != b->key ? a->key < b->key : a->id < b->id;
}

static int find_by_id(
	struct search *search, struct span source, struct span id, int64_t *found, struct err *err)
{
	struct key key = {.source = source,
		.complaint_id = id,
		.source_term = dictionary_find(search->store->dictionary, FIELD_SOURCE, source)};
	struct complaint ignored;
	int64_t ident;

	return identities_find(
		search->identities, search->reader, &key, found, &ident, &ignored, err);
}

/* "ID" of the complaint's own source, else "SOURCE/ID". 1, 0 when there is none, -1. */
static int find_target(struct search *search, int64_t source_term, struct span name,
	int64_t *target, struct err *err)
{
	struct span source = dictionary_text(search->store->dictionary, source_term);
	const char *slash = memchr(name.text, '/', name.n);
	int status = find_by_id(search, source, name, target, err);
	uint32_t n;

	if (status != 0 || !slash)
		return status;
	n = (uint32_t)(slash - name.text);
	if (n + 1 == name.n)
		return 0;
	return find_by_id(search, (struct span){name.text, n},
		(struct span){slash + 1, name.n - n - 1}, target, err);
}

/* Complaints that had the same master so far. */
static int gather_duplicates(struct search *search, int64_t master, struct err *err)
{
	int status;

	if (slots_find(&search->masters, master))
		return 0;
	slots_add(&search->masters, master)->value = 1;
	find_member(search, master);
	stmt_bind_integer(search->duplicates, 1, master);
	while ((status = stmt_step(search->duplicates, err)) > 0)
		find_member(search, stmt_integer(search->duplicates, 0));
	stmt_reset(search->duplicates);
	return status;
}

static uint64_t key_of(const struct search *search, int64_t source_term, struct span id)
{
	struct span source = dictionary_text(search->store->dictionary, source_term);

	return hash_bytes(hash_bytes(0, source.text, source.n), id.text, id.n);
}

/* Reads a member, and makes members of all that it is linked with. */
static int expand(struct search *search, size_t number, size_t *target, struct err *err)
{
	struct complaint complaint;
	struct member *member = &search->members[number];
	struct span name;
	int64_t id, source;
	char *copy;
	int status;

	if (reader_complaint(search->reader, member->id, &complaint, err) < 0)
		return -1;
	member->received = complaint.fact[FACT_RECEIVED];
	member->master = complaint.fact[FACT_MASTER];
	member->flags = complaint.fact[FACT_FLAGS];
	source = complaint.fact[FACT_SOURCE];
	member->key = key_of(search, source, complaint.narrative[NARRATIVE_COMPLAINT_ID]);
	member->is_duplicate = complaint.narrative[NARRATIVE_DUPLICATE_OF].n > 0;
	*target = number;
	if (gather_duplicates(search, complaint.fact[FACT_MASTER], err) < 0)
		return -1;
	name = complaint.narrative[NARRATIVE_DUPLICATE_OF];
	if (!name.n)
		return 0;
	copy = mem_text_n(name.text, name.n);
	status = find_target(search, source, (struct span){copy, name.n}, &id, err);
	free(copy);
	search->members[number].is_dangling = status == 0;
	if (status > 0)
		*target = find_member(search, id);
	return status < 0 ? -1 : 0;
}

static int update(struct search *search, const struct member *member, int64_t master, int64_t flags,
	struct err *err)
{
	int64_t old[N_FACTS], new[N_FACTS];

	if (reader_facts(search->reader, member->id, old, err) < 0)
		return -1;
	memcpy(new, old, sizeof new);
	new[FACT_MASTER] = master;
	new[FACT_FLAGS] = flags;
	if (master != member->master && mark_integer(search->marks, member->id, "master",
						member->master, search->store->run, err) < 0)
		return -1;
	if (flags != member->flags &&
		mark_integer(search->marks, member->id, "flags", member->flags & FLAGS_MARKED,
			search->store->run, err) < 0)
		return -1;
	stmt_bind_integer(search->update, 1, member->id);
	stmt_bind_integer(search->update, 2, master);
	stmt_bind_integer(search->update, 3, flags);
	store_change(search->store, old, new);
	return run_stmt(search->update, err);
}

static int write_masters(struct search *search, struct err *err)
{
	for (size_t i = 0; i < search->n; i++) {
		const struct member *member = &search->members[i];
		int64_t master = search->members[find_root(search, i)].id;
		int64_t flags = member->is_dangling ? member->flags | FLAG_DANGLING
						    : member->flags & ~FLAG_DANGLING;

		if (master == member->master && flags == member->flags)
			continue;
		if (update(search, member, master, flags, err) < 0)
			return -1;
	}
	return 0;
}

static void join(struct search *search, size_t a, size_t b)
{
	a = find_root(search, a);
	b = find_root(search, b);
	if (a == b)
		return;
	if (is_earlier(&search->members[a], &search->members[b]))
		search->members[b].parent = a;
	else
		search->members[a].parent = b;
}

/* Members grow while they are read; links are joined once all of them are known. */
static int walk(struct search *search, struct err *err)
{
	size_t *targets = NULL, capacity = 0;
	int status = 0;

	for (size_t i = 0; i < search->n && status == 0; i++) {
		targets = mem_grow(targets, i, &capacity, sizeof *targets);
		status = expand(search, i, &targets[i], err);
	}
	for (size_t i = 0; i < search->n && status == 0; i++)
		join(search, i, targets[i]);
	free(targets);
	return status < 0 ? -1 : write_masters(search, err);
}

int incidents_resolve(struct incidents *incidents, struct store *store, struct reader *reader,
	struct identities *identities, struct marks *marks, struct err *err)
{
	struct search search = {
		.store = store, .reader = reader, .identities = identities, .marks = marks};
	int status = touch_dangling(incidents, store->sql, err);

	if (status < 0 || !incidents->n)
		return status;
	search.duplicates = stmt_prepare(
		store->sql, "SELECT id FROM complaint WHERE master = ? AND master <> id", err);
	search.update =
		search.duplicates
			? stmt_prepare(store->sql,
				  "UPDATE complaint SET master = ?2, flags = ?3 WHERE id = ?1", err)
			: NULL;
	for (size_t i = 0; i < incidents->n; i++)
		find_member(&search, incidents->touched[i]);
	status = search.update ? walk(&search, err) : -1;
	stmt_free(search.duplicates);
	stmt_free(search.update);
	free(search.members);
	slots_release(&search.numbers);
	slots_release(&search.masters);
	return status;
}
