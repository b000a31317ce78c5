#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "metric/parser.h"

int parser_refuse(struct parser *p, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return err_set(p->err, "%s:%d: %s", p->path, p->line, text);
}

const char *parser_word(struct parser *p, const char **at)
{
	size_t n;
	const char *word = *at + strspn(*at, " \t");

	n = strcspn(word, " \t");
	*at = word + n;
	return n ? arena_text(&p->query->arena, word, n) : NULL;
}

const char *parser_rest(struct parser *p, const char *at)
{
	size_t n = strlen(at);
	const char *text = text_trim(at, &n);

	return arena_text(&p->query->arena, text, n);
}

static int read_pair(struct parser *p, const char *line)
{
	const char *colon = strchr(line, ':');
	const char *key, *value;

	if (!colon)
		return parser_refuse(p, "'-- %s' is no 'KEY: VALUE'", line);
	key = arena_text(&p->query->arena, line, (size_t)(colon - line));
	value = parser_rest(p, colon + 1);
	if (!p->has_version && strcmp(key, "kesu-query") != 0)
		return parser_refuse(p, "a query file begins with '-- kesu-query: 1'");
	if (!*value)
		return parser_refuse(p, "'%s' says nothing", key);
	return header_read(p, key, value);
}

/* A line that is indented after "--" continues the rule before it. */
static int read_continuation(struct parser *p, const char *line)
{
	struct query *query = p->query;
	struct setting *rule = query->n_rules ? &query->rules[query->n_rules - 1] : NULL;

	if (!rule)
		return parser_refuse(p, "'%s' continues no rule", line);
	rule->value = arena_format(
		&query->arena, "%s\n%s", rule->value, parser_rest(p, line + strlen("--")));
	return 0;
}

static int read_header_line(struct parser *p, const char *line)
{
	const char *at = line + strspn(line, " \t");

	if (!*at)
		return 0;
	if (!p->has_version && strncmp(line, "-- kesu-query:", 14) != 0)
		return parser_refuse(p, "a query file begins with '-- kesu-query: 1'");
	if (strncmp(line, "--", 2) != 0)
		return parser_refuse(p, "SQL before '-- result'");
	if (!strcmp(line, "--"))
		return 0;
	if (!strncmp(line, "--  ", 4))
		return read_continuation(p, line);
	if (line[2] != ' ')
		return parser_refuse(p, "'%s' is no '-- KEY: VALUE'", line);
	return read_pair(p, line + 3);
}

static int read_line(struct parser *p, const char *line)
{
	if (p->has_version && !strcmp(line, "-- on store")) {
		p->part = &p->on_store;
	} else if (p->has_version && !strcmp(line, "-- result")) {
		p->part = &p->result;
	} else if (p->has_version && !strcmp(line, "-- notes")) {
		p->part = &p->notes;
	} else if (p->part) {
		buf_add_text(p->part, line);
		buf_add_char(p->part, '\n');
	} else {
		return read_header_line(p, line);
	}
	return 0;
}

static int read_lines(struct parser *p)
{
	int status = 0;

	while (status == 0 && p->next < p->end) {
		size_t left = (size_t)(p->end - p->next);
		const char *newline = memchr(p->next, '\n', left);
		size_t n = newline ? (size_t)(newline - p->next) : left;
		char *line = mem_text_n(p->next, n && p->next[n - 1] == '\r' ? n - 1 : n);

		p->line++;
		p->next += newline ? n + 1 : n;
		status = read_line(p, line);
		free(line);
	}
	return status;
}

static int check_whole(struct parser *p)
{
	if (!p->has_version)
		return parser_refuse(p, "a query file begins with '-- kesu-query: 1'");
	if (!p->query->name)
		return parser_refuse(p, "the query has no name");
	if (!p->query->n_questions)
		return parser_refuse(p, "the query has no question");
	if (!p->query->n_columns)
		return parser_refuse(p, "the query has no columns");
	if (!p->result.len)
		return parser_refuse(p, "the query has no '-- result'");
	return 0;
}

struct query *query_parse(const char *path, const char *text, size_t n, struct err *err)
{
	struct query *query = mem_zalloc(sizeof *query);
	struct parser p = {.query = query, .path = path, .next = text, .end = text + n, .err = err};
	bool is_text = text_valid(text, n) == n && !memchr(text, '\0', n);

	query->path = arena_text(&query->arena, path, strlen(path));
	query->params = mem_grow(NULL, 0, &query->param_capacity, sizeof *query->params);
	query->params[0] = (struct opt){0};
	if (!is_text ? parser_refuse(&p, "this is not UTF-8 text") < 0
		     : read_lines(&p) < 0 || check_whole(&p) < 0) {
		buf_release(&p.on_store);
		buf_release(&p.result);
		buf_release(&p.notes);
		query_free(query);
		return NULL;
	}
	query->on_store = p.on_store.len ? buf_take(&p.on_store) : NULL;
	query->result = buf_take(&p.result);
	query->notes = p.notes.len ? buf_take(&p.notes) : NULL;
	return query;
}
