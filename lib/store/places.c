#include "store/places.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
	KEY_BYTES = 8,
	ID_BYTES = 4,
	PLACE_BYTES = KEY_BYTES + ID_BYTES,
	RUN_PLACES = 1 << 22, /* at most; a blob of 48 MB */
	START_PLACES = 16,    /* that share a start, about */
};

struct place {
	int64_t key;
	uint32_t id;
};

static int64_t key_at(const struct place_run *run, size_t i)
{
	uint64_t key;

	memcpy(&key, run->bytes + i * KEY_BYTES, sizeof key);
	return (int64_t)le64toh(key);
}

static uint32_t id_at(const struct place_run *run, size_t i)
{
	uint32_t id;

	memcpy(&id, run->bytes + run->n * KEY_BYTES + i * ID_BYTES, sizeof id);
	return le32toh(id);
}

static void put_place(unsigned char *bytes, size_t n, size_t i, struct place place)
{
	uint64_t key = htole64((uint64_t)place.key);
	uint32_t id = htole32(place.id);

	memcpy(bytes + i * KEY_BYTES, &key, sizeof key);
	memcpy(bytes + n * KEY_BYTES + i * ID_BYTES, &id, sizeof id);
}

static size_t count_starts(const struct place_run *run)
{
	return run->n / START_PLACES + 1;
}

/* starts[b] is where the keys of bucket b begin; one more tells where the last ends. */
static void find_starts(struct place_run *run)
{
	size_t n_starts = count_starts(run), next = 0;

	run->starts = mem_alloc((n_starts + 1) * sizeof *run->starts);
	for (size_t i = 0; i < run->n; i++)
		for (size_t b = slots_bucket(key_at(run, i), n_starts); next <= b; next++)
			run->starts[next] = (uint32_t)i;
	for (; next <= n_starts; next++)
		run->starts[next] = (uint32_t)run->n;
}

static bool is_sorted(const struct place_run *run)
{
	for (size_t i = 1; i < run->n; i++)
		if (key_at(run, i - 1) >= key_at(run, i))
			return false;
	return true;
}

static int read_run(struct places *places, struct stmt *stmt, struct err *err)
{
	struct place_run run = {.number = stmt_integer(stmt, 0)};
	size_t n_bytes;
	const void *bytes = stmt_blob(stmt, 1, &n_bytes);

	run.n = n_bytes / PLACE_BYTES;
	run.bytes = mem_copy(bytes, n_bytes);
	if (n_bytes % PLACE_BYTES || run.n > RUN_PLACES || !is_sorted(&run)) {
		free(run.bytes);
		return err_set(err, "the store is damaged: identity %lld is no list of places",
			(long long)run.number);
	}
	find_starts(&run);
	places->runs =
		mem_grow(places->runs, places->n_runs, &places->capacity, sizeof *places->runs);
	places->runs[places->n_runs++] = run;
	return 0;
}

int places_load(struct places *places, struct sql *sql, struct err *err)
{
	struct stmt *stmt =
		stmt_prepare(sql, "SELECT number, places FROM identity ORDER BY number", err);
	int status;

	*places = (struct places){.sql = sql};
	if (!stmt)
		return -1;
	while ((status = stmt_step(stmt, err)) > 0)
		if (read_run(places, stmt, err) < 0) {
			status = -1;
			break;
		}
	stmt_free(stmt);
	return status;
}

static void release_run(struct place_run *run)
{
	free(run->bytes);
	free(run->starts);
}

void places_release(struct places *places)
{
	for (size_t i = 0; i < places->n_runs; i++)
		release_run(&places->runs[i]);
	free(places->runs);
	*places = (struct places){0};
}

static int64_t find_in(const struct place_run *run, int64_t key)
{
	size_t bucket = slots_bucket(key, count_starts(run));

	for (size_t i = run->starts[bucket]; i < run->starts[bucket + 1]; i++)
		if (key_at(run, i) == key)
			return id_at(run, i);
	return 0;
}

int64_t places_find(const struct places *places, int64_t key)
{
	int64_t id = 0;

	for (size_t i = 0; i < places->n_runs && !id; i++)
		id = find_in(&places->runs[i], key);
	return id;
}

void places_expect(const struct places *places, int64_t key)
{
	for (size_t i = 0; i < places->n_runs; i++) {
		const struct place_run *run = &places->runs[i];

		__builtin_prefetch(&run->starts[slots_bucket(key, count_starts(run))]);
	}
}

void places_expect_known(const struct places *places, int64_t key)
{
	for (size_t i = 0; i < places->n_runs; i++) {
		const struct place_run *run = &places->runs[i];
		size_t start = run->starts[slots_bucket(key, count_starts(run))];

		__builtin_prefetch(run->bytes + start * KEY_BYTES);
		__builtin_prefetch(run->bytes + (start + START_PLACES / 2) * KEY_BYTES);
		__builtin_prefetch(run->bytes + run->n * KEY_BYTES + start * ID_BYTES);
	}
}

size_t places_count(const struct places *places)
{
	size_t n = 0;

	for (size_t i = 0; i < places->n_runs; i++)
		n += places->runs[i].n;
	return n;
}

static struct place *merge(
	const struct place *a, size_t n_a, const struct place_run *run, struct place *out)
{
	size_t i = 0, j = 0;

	while (i < n_a || j < run->n) {
		if (j == run->n || (i < n_a && a[i].key < key_at(run, j))) {
			*out++ = a[i++];
		} else {
			*out++ = (struct place){key_at(run, j), id_at(run, j)};
			j++;
		}
	}
	return out;
}

static struct place *take_new(const struct slot *slots, size_t n, size_t *n_new)
{
	struct place *new = mem_alloc(n * sizeof *new);

	*n_new = 0;
	for (size_t i = 0; i < n; i++)
		if (!slots[i].is_stored)
			new[(*n_new)++] = (struct place){slots[i].key, slots[i].value};
	return new;
}

/* Takes the last runs into the new places while they are at most twice as many: so each place is
 * written a few times only, however many loads there are. */
static struct place *take_runs(struct places *places, struct place *new, size_t *n)
{
	while (places->n_runs) {
		struct place_run *last = &places->runs[places->n_runs - 1];
		struct place *all;

		if (last->n > *n * 2 || last->n + *n > RUN_PLACES)
			break;
		all = mem_alloc((last->n + *n) * sizeof *all);
		*n = (size_t)(merge(new, *n, last, all) - all);
		free(new);
		new = all;
		release_run(last);
		places->n_runs--;
	}
	return new;
}

static int write_run(struct stmt *stmt, const struct place *all, size_t n, struct err *err)
{
	unsigned char *bytes = mem_alloc(n * PLACE_BYTES);
	int status;

	for (size_t i = 0; i < n; i++)
		put_place(bytes, n, i, all[i]);
	stmt_bind_blob(stmt, 1, bytes, n * PLACE_BYTES);
	status = stmt_step(stmt, err);
	stmt_reset(stmt);
	free(bytes);
	return status;
}

static int erase_runs_after(struct places *places, int64_t number, struct err *err)
{
	struct stmt *stmt = stmt_prepare(places->sql, "DELETE FROM identity WHERE number > ?", err);
	int status;

	if (!stmt)
		return -1;
	stmt_bind_integer(stmt, 1, number);
	status = stmt_step(stmt, err);
	stmt_free(stmt);
	return status;
}

int places_save(struct places *places, const struct slot *slots, size_t n, struct err *err)
{
	size_t n_all;
	struct place *all = take_new(slots, n, &n_all);
	struct stmt *stmt;
	int status = 0;

	if (!n_all) {
		free(all);
		return 0;
	}
	all = take_runs(places, all, &n_all);
	stmt = stmt_prepare(places->sql, "INSERT INTO identity(places) VALUES(?)", err);
	if (!stmt || erase_runs_after(places,
			     places->n_runs ? places->runs[places->n_runs - 1].number : 0, err) < 0)
		status = -1;
	for (size_t from = 0; from < n_all && status == 0; from += RUN_PLACES)
		status = write_run(stmt, all + from,
			n_all - from < RUN_PLACES ? n_all - from : RUN_PLACES, err);
	stmt_free(stmt);
	free(all);
	return status;
}

/* The run's places of complaints before `first`, closed up; returns how many. */
static size_t keep_before(const struct place_run *run, uint32_t first, struct place *kept)
{
	size_t n = 0;

	for (size_t i = 0; i < run->n; i++)
		if (id_at(run, i) < first)
			kept[n++] = (struct place){key_at(run, i), id_at(run, i)};
	return n;
}

int places_erase_from(struct places *places, uint32_t first, struct err *err)
{
	struct stmt *stmt =
		stmt_prepare(places->sql, "INSERT INTO identity(places) VALUES(?)", err);
	int status = stmt ? erase_runs_after(places, 0, err) : -1;

	for (size_t i = 0; i < places->n_runs && status == 0; i++) {
		struct place *kept = mem_alloc((places->runs[i].n + 1) * sizeof *kept);
		size_t n = keep_before(&places->runs[i], first, kept);

		status = n ? write_run(stmt, kept, n, err) : 0;
		free(kept);
	}
	stmt_free(stmt);
	places_release(places);
	return status;
}
