#include "store/dictionary.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

struct entry {
	uint64_t hash;
	const char *text;
	uint32_t n;
	enum field field; /* N_FIELDS: of a dimension this program does not know */
};

struct dictionary {
	struct entry *entries; /* by id; 0 is the blank one */
	size_t n, capacity;
	size_t n_saved;
	uint32_t *slots; /* ids by hash, 0 free */
	size_t n_slots;  /* a power of two, over twice n */
	struct arena arena;
};

static uint64_t hash_term(enum field field, struct span text)
{
	return hash_bytes((uint64_t)field, text.text, text.n);
}

static uint32_t *find_slot(
	const struct dictionary *dictionary, uint64_t hash, enum field field, struct span text)
{
	size_t mask = dictionary->n_slots - 1;

	for (size_t i = hash & mask;; i = (i + 1) & mask) {
		uint32_t *slot = &dictionary->slots[i];
		const struct entry *entry = &dictionary->entries[*slot];

		if (!*slot || (entry->hash == hash && entry->field == field && entry->n == text.n &&
				      !memcmp(entry->text, text.text, text.n)))
			return slot;
	}
}

static void widen_slots(struct dictionary *dictionary)
{
	size_t mask = dictionary->n_slots * 2 - 1;

	free(dictionary->slots);
	dictionary->n_slots *= 2;
	dictionary->slots = mem_zalloc(dictionary->n_slots * sizeof *dictionary->slots);
	for (size_t id = 1; id < dictionary->n; id++) {
		size_t i = dictionary->entries[id].hash & mask;

		while (dictionary->slots[i])
			i = (i + 1) & mask;
		dictionary->slots[i] = (uint32_t)id;
	}
}

static int64_t append(
	struct dictionary *dictionary, uint64_t hash, enum field field, struct span text)
{
	uint32_t *slot;
	size_t id = dictionary->n;

	dictionary->entries = mem_grow(dictionary->entries, dictionary->n, &dictionary->capacity,
		sizeof *dictionary->entries);
	dictionary->entries[id] = (struct entry){
		hash, arena_text(&dictionary->arena, text.text, text.n), text.n, field};
	dictionary->n++;
	if (dictionary->n * 2 > dictionary->n_slots) {
		widen_slots(dictionary);
	} else {
		slot = find_slot(dictionary, hash, field, text);
		*slot = (uint32_t)id;
	}
	return (int64_t)id;
}

static int read_terms(struct dictionary *dictionary, struct sql *sql, struct err *err)
{
	struct stmt *stmt =
		stmt_prepare(sql, "SELECT id, dim, text FROM term WHERE id > 0 ORDER BY id", err);
	int status;

	if (!stmt)
		return -1;
	while ((status = stmt_step(stmt, err)) > 0) {
		size_t n_dim, n;
		const char *dim = stmt_text(stmt, 1, &n_dim);
		const char *text = stmt_text(stmt, 2, &n);
		enum field field = field_find(dim, n_dim);
		struct span span = {text, (uint32_t)n};

		if (stmt_integer(stmt, 0) != (int64_t)dictionary->n) {
			status = err_set(
				err, "the store is damaged: term %zu is missing", dictionary->n);
			break;
		}
		append(dictionary, hash_term(field, span), field, span);
	}
	stmt_free(stmt);
	return status;
}

struct dictionary *dictionary_load(struct sql *sql, struct err *err)
{
	struct dictionary *dictionary = mem_zalloc(sizeof *dictionary);

	dictionary->n_slots = 1024;
	dictionary->slots = mem_zalloc(dictionary->n_slots * sizeof *dictionary->slots);
	dictionary->entries = mem_grow(NULL, 0, &dictionary->capacity, sizeof *dictionary->entries);
	dictionary->entries[0] = (struct entry){.text = ""};
	dictionary->n = 1;
	if (read_terms(dictionary, sql, err) < 0) {
		dictionary_free(dictionary);
		return NULL;
	}
	dictionary->n_saved = dictionary->n;
	return dictionary;
}

void dictionary_free(struct dictionary *dictionary)
{
	if (!dictionary)
		return;
	free(dictionary->entries);
	free(dictionary->slots);
	arena_release(&dictionary->arena);
	free(dictionary);
}

int64_t dictionary_add(struct dictionary *dictionary, enum field field, struct span text)
{
	uint64_t hash;
	uint32_t id;

	if (!text.n)
		return 0;
	hash = hash_term(field, text);
	id = *find_slot(dictionary, hash, field, text);
	return id ? id : append(dictionary, hash, field, text);
}

int64_t dictionary_find(const struct dictionary *dictionary, enum field field, struct span text)
{
	return text.n ? *find_slot(dictionary, hash_term(field, text), field, text) : 0;
}

struct span dictionary_text(const struct dictionary *dictionary, int64_t id)
{
	const struct entry *entry =
		&dictionary->entries[id > 0 && id < (int64_t)dictionary->n ? id : 0];

	return (struct span){entry->text, entry->n};
}

bool dictionary_is(const struct dictionary *dictionary, enum field field, int64_t id)
{
	return !id ||
	       (id > 0 && id < (int64_t)dictionary->n && dictionary->entries[id].field == field);
}

int dictionary_save(struct dictionary *dictionary, struct sql *sql, struct err *err)
{
	struct stmt *stmt = stmt_prepare(sql, "INSERT INTO term VALUES(?, ?, ?)", err);
	int status = 0;

	if (!stmt)
		return -1;
	for (; dictionary->n_saved < dictionary->n && status == 0; dictionary->n_saved++) {
		const struct entry *entry = &dictionary->entries[dictionary->n_saved];
		const char *dim = FIELDS[entry->field].name;

		stmt_bind_integer(stmt, 1, (int64_t)dictionary->n_saved);
		stmt_bind_text(stmt, 2, dim, strlen(dim));
		stmt_bind_text(stmt, 3, entry->text, entry->n);
		status = stmt_step(stmt, err);
		stmt_reset(stmt);
	}
	stmt_free(stmt);
	return status;
}
