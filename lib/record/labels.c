#include "record/labels.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/map.h"
#include "base/mem.h"
#include "record/key.h"

static const char *const LANGUAGES[] = {"zh-CN", "zh-TW", "en"};
enum { N_LANGUAGES = sizeof LANGUAGES / sizeof *LANGUAGES };

struct labels {
	struct map *names; /* "field\0value" -> name in the language asked for */
	struct map *codes; /* "field\0folded word" -> value */
	struct arena arena;
	struct buf key; /* used while loading */
};

static size_t make_key(struct buf *key, const char *field, const char *text, size_t n)
{
	buf_clear(key);
	buf_add(key, field, strlen(field) + 1);
	buf_add(key, text, n);
	return key->len;
}

static void add_code(
	struct labels *labels, const char *field, const char *word, size_t n, const char *value)
{
	size_t start = strlen(field) + 1;

	make_key(&labels->key, field, word, n);
	labels->key.len = start + key_fold(labels->key.data + start, word, n);
	if (labels->key.len > start)
		map_put(labels->codes, labels->key.data, labels->key.len, value);
}

static void add_aliases(
	struct labels *labels, const char *field, const char *aliases, const char *value)
{
	for (const char *p = aliases; *p;) {
		size_t n = strcspn(p, "|");

		add_code(labels, field, p, n, value);
		p += n + (p[n] == '|');
	}
}

static void add_row(struct labels *labels, const struct csv_rows *csv, size_t row, const char *lang)
{
	const char *field = csv_cell(csv, row, csv_column(csv, "field"));
	const char *cell = csv_cell(csv, row, csv_column(csv, "value"));
	const char *value = arena_text(&labels->arena, cell, strlen(cell));
	const char *name = csv_cell(csv, row, csv_column(csv, lang));

	make_key(&labels->key, field, value, strlen(value));
	if (*name)
		map_put(labels->names, labels->key.data, labels->key.len,
			arena_text(&labels->arena, name, strlen(name)));
	add_aliases(labels, field, csv_cell(csv, row, csv_column(csv, "aliases")), value);
	for (size_t i = 0; i < N_LANGUAGES; i++) {
		const char *word = csv_cell(csv, row, csv_column(csv, LANGUAGES[i]));

		add_code(labels, field, word, strlen(word), value);
	}
	add_code(labels, field, value, strlen(value), value);
}

static int add_file(struct labels *labels, const char *path, const char *lang, struct err *err)
{
	struct csv_rows *csv = csv_rows_read(path, err);

	if (!csv)
		return -1;
	for (size_t row = 1; row < csv->n; row++)
		add_row(labels, csv, row, lang);
	csv_rows_free(csv);
	return 0;
}

struct labels *labels_load(const struct share *share, const char *lang, struct err *err)
{
	char *built_in = share_find_built_in(share, "rules", "labels.csv");
	char *user = share_find(share, "rules", "labels.csv");
	struct labels *labels = mem_zalloc(sizeof *labels);
	int status = 0;

	labels->names = map_new();
	labels->codes = map_new();
	if (!user)
		status = err_set(err, "cannot find rules/labels.csv");
	if (status == 0 && built_in)
		status = add_file(labels, built_in, lang, err);
	if (status == 0 && user && (!built_in || strcmp(built_in, user) != 0))
		status = add_file(labels, user, lang, err);
	free(built_in);
	free(user);
	buf_release(&labels->key);
	if (status == 0)
		return labels;
	labels_free(labels);
	return NULL;
}

void labels_free(struct labels *labels)
{
	if (!labels)
		return;
	map_free(labels->names);
	map_free(labels->codes);
	arena_release(&labels->arena);
	free(labels);
}

static const char *find_name(
	const struct labels *labels, const char *field, const char *value, struct buf *key)
{
	buf_clear(key);
	make_key(key, field, value, strlen(value));
	return map_get(labels->names, key->data, key->len);
}

const char *labels_text(const struct labels *labels, const char *field, const char *value)
{
	struct buf key = {0};
	const char *name;

	if (!labels)
		return value;
	name = find_name(labels, field, value, &key);
	if (!name && *value == '(')
		name = find_name(labels, "word", value, &key);
	buf_release(&key);
	return name ? name : value;
}

const char *labels_code(const struct labels *labels, const char *field, const char *text, size_t n)
{
	struct buf key = {0};
	size_t start = strlen(field) + 1;
	const char *code;

	if (!labels)
		return NULL;
	make_key(&key, field, text, n);
	key.len = start + key_fold(key.data + start, text, n);
	code = key.len > start ? map_get(labels->codes, key.data, key.len) : NULL;
	buf_release(&key);
	return code;
}
