#include "metric/query.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"

/* A name on the command line: "growth", never a path. */
static bool is_name(const char *name)
{
	if (name[0] < 'a' || name[0] > 'z')
		return false;
	return name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_")] == '\0';
}

struct query *query_load(const char *path, struct err *err)
{
	struct buf text = {0};
	struct query *query = NULL;

	if (file_read(path, &text, err) == 0)
		query = query_parse(path, buf_text(&text), text.len, err);
	buf_release(&text);
	return query;
}

static char *find_path(const struct share *share, const char *name)
{
	char *file = mem_format("%s.sql", name);
	char *path = share_find_built_in(share, "queries", file);

	if (!path)
		path = share_find(share, "queries", file);
	free(file);
	return path;
}

bool query_exists(const struct share *share, const char *name)
{
	char *path = is_name(name) ? find_path(share, name) : NULL;
	bool exists = path != NULL;

	free(path);
	return exists;
}

struct query *query_find(const struct share *share, const char *name, struct err *err)
{
	char *path = is_name(name) ? find_path(share, name) : NULL;
	struct query *query;

	if (!path) {
		err_set(err, "there is no query '%s'", name);
		return NULL;
	}
	query = query_load(path, err);
	if (query && strcmp(query->name, name) != 0) {
		err_set(err, "'%s' says that its name is '%s'", path, query->name);
		query_free(query);
		query = NULL;
	}
	free(path);
	return query;
}

void query_free(struct query *query)
{
	if (!query)
		return;
	free(query->questions);
	free(query->defaults);
	free(query->params);
	free(query->columns);
	free(query->rules);
	free(query->on_store);
	free(query->result);
	free(query->notes);
	arena_release(&query->arena);
	free(query);
}

const char *query_name(const struct query *query)
{
	return query->name;
}

/* zh-TW falls back on zh-CN, everything on English. */
const char *query_question(const struct query *query, const char *lang)
{
	const char *wanted[] = {
		lang ? lang : "", lang && !strcmp(lang, "zh-TW") ? "zh-CN" : "", ""};

	for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++)
		for (size_t i = 0; i < query->n_questions; i++)
			if (!strcmp(query->questions[i].name, wanted[w]))
				return query->questions[i].value;
	return "";
}

const struct opt *query_options(const struct query *query)
{
	return query->params;
}

size_t query_columns(const struct query *query)
{
	return query->n_columns;
}

const struct column *query_column(const struct query *query, size_t i)
{
	return &query->columns[i];
}

size_t query_rules(const struct query *query)
{
	return query->n_rules;
}

const char *query_rule(const struct query *query, size_t i, const char **number)
{
	*number = query->rules[i].name;
	return query->rules[i].value;
}

const char *query_default(const struct query *query, const char *option)
{
	for (size_t i = 0; i < query->n_defaults; i++)
		if (!strcmp(query->defaults[i].name, option))
			return query->defaults[i].value;
	return NULL;
}

bool query_takes_long(const struct query *query)
{
	return query->reads & RELATION_CHAINS ||
	       (query->reads & RELATION_FACTS && query->reads & RELATION_HISTORY);
}

const char *query_setting(const struct query *query, const struct opts *opts, const char *name)
{
	const char *value = opts_is_set(opts, name) ? NULL : query_default(query, name);

	return value ? value : opts_text(opts, name);
}
