#include "input/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/date.h"
#include "base/map.h"
#include "record/key.h"

enum { MOST_REMEMBERED = 20000, LONGEST = 256 };

/* What a word stands for; `next` is the same word from an earlier day on. */
struct meaning {
	struct span to;
	int32_t since;
	bool is_known;
	uint64_t n_unknown; /* how often it was asked for in vain */
	struct meaning *next;
};

struct words {
	const struct labels *labels;
	struct map *rules[N_FIELDS];      /* by folded word; NULL: the field has none */
	struct map *remembered[N_FIELDS]; /* by the text as it stands in cells */
	struct unknown {
		enum field field;
		struct meaning *meaning;
	} * unknown;
	size_t n_unknown, capacity;
	struct meaning **counted; /* since the mark */
	size_t n_counted, counted_capacity;
	struct meaning nothing; /* what other words stand for */
	struct arena arena;
};

/* Fields whose words rules/labels.csv knows; others only have what values.csv says. */
static const bool IS_CODED[N_FIELDS] = {
	[FIELD_CHANNEL] = true,
	[FIELD_STAGE] = true,
	[FIELD_SEVERITY] = true,
	[FIELD_STATUS] = true,
	[FIELD_KIND] = true,
	[FIELD_VALID] = true,
	[FIELD_ESCALATED] = true,
	[FIELD_RESPONSIBLE] = true,
	[FIELD_ROOT_CAUSE] = true,
	[FIELD_FOLLOW_UP_RESULT] = true,
	[FIELD_SATISFACTION] = true,
};

static int32_t since_day(const char *text)
{
	int32_t day = INT32_MIN;

	return date_read(text, strlen(text), &day) ? day : INT32_MIN;
}

/* Keeps the meanings of one word by falling day; a later row replaces one of the same day. */
static void add_meaning(struct map *map, const char *key, size_t n, struct meaning *meaning)
{
	struct meaning *first = map_get(map, key, n);
	struct meaning **at = &first;

	while (*at && (*at)->since > meaning->since)
		at = &(*at)->next;
	meaning->next = *at && (*at)->since == meaning->since ? (*at)->next : *at;
	*at = meaning;
	map_put(map, key, n, first);
}

static int add_row(struct words *words, const struct csv_rows *csv, size_t row, struct err *err)
{
	const char *name = csv_cell(csv, row, csv_column(csv, "field"));
	const char *from = csv_cell(csv, row, csv_column(csv, "from"));
	const char *to = csv_cell(csv, row, csv_column(csv, "to"));
	enum field field = field_find(name, strlen(name));
	struct meaning *meaning = arena_alloc(&words->arena, sizeof *meaning);
	char *key;

	if (field == N_FIELDS)
		return err_set(err, "line %zu: '%s' is no field", csv->rows[row].line, name);
	key = mem_alloc(strlen(from) + 1);
	if (!words->rules[field])
		words->rules[field] = map_new();
	*meaning = (struct meaning){
		.to = {arena_text(&words->arena, to, strlen(to)), (uint32_t)strlen(to)},
		.since = since_day(csv_cell(csv, row, csv_column(csv, "since"))),
		.is_known = true};
	add_meaning(words->rules[field], key, key_fold(key, from, strlen(from)), meaning);
	free(key);
	return 0;
}

static int add_file(struct words *words, const char *path, struct err *err)
{
	struct csv_rows *csv = csv_rows_read(path, err);
	int status = 0;

	if (!csv)
		return -1;
	for (size_t row = 1; status == 0 && row < csv->n; row++)
		status = add_row(words, csv, row, err);
	csv_rows_free(csv);
	return status < 0 ? err_prefix(err, "'%s'", path) : 0;
}

struct words *words_load(const struct share *share, const struct labels *labels, struct err *err)
{
	struct words *words = mem_zalloc(sizeof *words);
	char *built_in = share_find_built_in(share, "rules", "values.csv");
	char *user = share_find(share, "rules", "values.csv");
	int status = 0;

	words->labels = labels;
	if (built_in)
		status = add_file(words, built_in, err);
	if (status == 0 && user && (!built_in || strcmp(built_in, user) != 0))
		status = add_file(words, user, err);
	free(built_in);
	free(user);
	if (status == 0)
		return words;
	words_free(words);
	return NULL;
}

void words_free(struct words *words)
{
	if (!words)
		return;
	for (size_t i = 0; i < N_FIELDS; i++) {
		map_free(words->rules[i]);
		map_free(words->remembered[i]);
	}
	arena_release(&words->arena);
	free(words->unknown);
	free(words->counted);
	free(words);
}

static struct meaning *add_unknown(struct words *words, enum field field, struct span text)
{
	struct meaning *meaning = arena_alloc(&words->arena, sizeof *meaning);

	*meaning = (struct meaning){
		.to = {arena_text(&words->arena, text.text, text.n), text.n}, .since = INT32_MIN};
	words->unknown = mem_grow(
		words->unknown, words->n_unknown, &words->capacity, sizeof *words->unknown);
	words->unknown[words->n_unknown++] = (struct unknown){field, meaning};
	return meaning;
}

static struct meaning *look_up(struct words *words, enum field field, struct span text)
{
	char key[LONGEST];
	size_t n = key_fold(key, text.text, text.n);
	struct map *rules = words->rules[field];
	struct meaning *rule = rules ? map_get(rules, key, n) : NULL;
	const char *code;
	struct meaning *found;

	if (rule)
		return rule;
	code = labels_code(words->labels, FIELDS[field].name, text.text, text.n);
	if (!code)
		return IS_CODED[field] && words->n_unknown < MOST_REMEMBERED
			       ? add_unknown(words, field, text)
			       : &words->nothing;
	found = arena_alloc(&words->arena, sizeof *found);
	*found = (struct meaning){
		.to = {code, (uint32_t)strlen(code)}, .since = INT32_MIN, .is_known = true};
	return found;
}

static struct meaning *find(struct words *words, enum field field, struct span text)
{
	struct meaning *meaning;

	if (!text.n || text.n > LONGEST || (!IS_CODED[field] && !words->rules[field]))
		return &words->nothing;
	if (!words->remembered[field])
		words->remembered[field] = map_new();
	meaning = map_get(words->remembered[field], text.text, text.n);
	if (meaning)
		return meaning;
	meaning = look_up(words, field, text);
	if (map_count(words->remembered[field]) < MOST_REMEMBERED)
		map_put(words->remembered[field], text.text, text.n, meaning);
	return meaning;
}

static void count(struct words *words, struct meaning *meaning)
{
	meaning->n_unknown++;
	words->counted = mem_grow(
		words->counted, words->n_counted, &words->counted_capacity, sizeof *words->counted);
	words->counted[words->n_counted++] = meaning;
}

struct span words_find(struct words *words, enum field field, struct span text, int32_t day)
{
	struct meaning *meaning = find(words, field, text);

	while (meaning && meaning->is_known && meaning->since > day)
		meaning = meaning->next;
	if (meaning && meaning->is_known)
		return meaning->to;
	if (meaning && meaning != &words->nothing)
		count(words, meaning);
	return text;
}

void words_mark(struct words *words)
{
	words->n_counted = 0;
}

void words_return(struct words *words)
{
	for (size_t i = 0; i < words->n_counted; i++)
		words->counted[i]->n_unknown--;
	words->n_counted = 0;
}

bool words_knows(struct words *words, enum field field, struct span text)
{
	return find(words, field, text)->is_known;
}

void words_each_unknown(const struct words *words,
	void (*call)(void *context, enum field field, struct span word, uint64_t n), void *context)
{
	for (size_t i = 0; i < words->n_unknown; i++)
		if (words->unknown[i].meaning->n_unknown)
			call(context, words->unknown[i].field, words->unknown[i].meaning->to,
				words->unknown[i].meaning->n_unknown);
}
