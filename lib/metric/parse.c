/* Reads a query file's header. Every message says FILE:LINE. */
#include "metric/query.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct parser {
	struct query *query;
	const char *path;
	const char *next, *end;
	int line;
	bool has_version;
	struct buf *part; /* SQL being collected, or NULL while in the header */
	struct buf on_store, result;
	struct err *err;
};

static int refuse(struct parser *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

static int refuse(struct parser *p, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return err_set(p->err, "%s:%d: %s", p->path, p->line, text);
}

/* The next blank-separated word of *at (NULL: none), copied. */
static const char *next_word(struct parser *p, const char **at)
{
	size_t n;
	const char *word = *at + strspn(*at, " \t");

	n = strcspn(word, " \t");
	*at = word + n;
	return n ? arena_text(&p->query->arena, word, n) : NULL;
}

static const char *rest(struct parser *p, const char *at)
{
	size_t n = strlen(at);
	const char *text = text_trim(at, &n);

	return arena_text(&p->query->arena, text, n);
}

static void add_setting(
	struct setting **list, size_t *n, size_t *capacity, const char *name, const char *value)
{
	*list = mem_grow(*list, *n, capacity, sizeof **list);
	(*list)[(*n)++] = (struct setting){name, value};
}

static int read_version(struct parser *p, const char *key, const char *value)
{
	(void)key;
	if (strcmp(value, "1") != 0)
		return refuse(p, "'%s' is no version of query files that is known here (1)", value);
	p->has_version = true;
	return 0;
}

static int read_name(struct parser *p, const char *key, const char *value)
{
	(void)key;
	if (p->query->name)
		return refuse(p, "a second name");
	p->query->name = value;
	return 0;
}

/* question or question[LANG] */
static int read_question(struct parser *p, const char *key, const char *value)
{
	const char *lang = strchr(key, '[');
	size_t n = lang ? strlen(lang) : 0;

	if (lang && (n < 3 || lang[n - 1] != ']'))
		return refuse(p, "'%s' is no language: question[zh-CN]", key);
	add_setting(&p->query->questions, &p->query->n_questions, &p->query->question_capacity,
		lang ? arena_text(&p->query->arena, lang + 1, n - 2) : "", value);
	return 0;
}

static const struct {
	const char *name;
	enum relation relation;
} RELATIONS[] = {
	{"groups", RELATION_GROUPS},
	{"periods", RELATION_PERIODS},
	{"cells", RELATION_CELLS},
	{"days", RELATION_DAYS},
	{"facts", RELATION_FACTS},
	{"all_facts", RELATION_ALL_FACTS},
	{"exposures", RELATION_EXPOSURES},
	{"texts", RELATION_TEXTS},
	{"calendar", RELATION_CALENDAR},
	{"comparisons", RELATION_COMPARISONS},
	{"history", RELATION_HISTORY},
};

static int read_relation(struct parser *p, const char *word)
{
	size_t n = strlen(word);
	bool is_optional = word[n - 1] == '?';

	for (size_t i = 0; i < sizeof RELATIONS / sizeof *RELATIONS; i++)
		if (text_is(word, n - is_optional, RELATIONS[i].name)) {
			p->query->reads |= RELATIONS[i].relation;
			p->query->optional |= is_optional ? RELATIONS[i].relation : 0;
			return 0;
		}
	return refuse(p,
		"'%s' is no relation: groups periods cells days facts all_facts exposures texts "
		"calendar comparisons history",
		word);
}

static int read_reads(struct parser *p, const char *key, const char *value)
{
	const char *word;

	(void)key;
	while ((word = next_word(p, &value)))
		if (read_relation(p, word) < 0)
			return -1;
	return 0;
}

/* --NAME VALUE ..., of the common options; flags have no place here. */
static int read_default(struct parser *p, const char *key, const char *value)
{
	const struct opt *const tables[] = {METRIC_OPTIONS, NULL};
	const char *name;

	(void)key;
	while ((name = next_word(p, &value))) {
		const char *word = next_word(p, &value);
		const struct opt *opt = NULL;

		if (!strncmp(name, "--", 2))
			opt = opts_find(tables, name + 2, strlen(name + 2));
		if (!opt || opt->kind == OPT_FLAG || opt->kind == OPT_TEXTS)
			return refuse(p, "'%s' is no common option that can have a default", name);
		if (!word)
			return refuse(p, "%s needs a value", name);
		add_setting(&p->query->defaults, &p->query->n_defaults, &p->query->default_capacity,
			opt->name, word);
	}
	return 0;
}

static const struct {
	const char *name;
	enum opt_kind kind;
	const char *argument;
} PARAM_TYPES[] = {
	{"integer", OPT_INTEGER, "N"},
	{"number", OPT_NUMBER, "X"},
	{"choice", OPT_CHOICE, "WORD"},
	{"text", OPT_TEXT, "TEXT"},
	{"flag", OPT_FLAG, NULL},
};

static bool read_param_type(struct opt *opt, const char *word)
{
	for (size_t i = 0; i < sizeof PARAM_TYPES / sizeof *PARAM_TYPES; i++)
		if (!strcmp(word, PARAM_TYPES[i].name)) {
			opt->kind = PARAM_TYPES[i].kind;
			opt->argument = PARAM_TYPES[i].argument;
			return true;
		}
	return false;
}

/* One end of a range: all of the n bytes are a finite number. */
static bool read_end(const char *text, size_t n, double *value)
{
	char *copy = mem_text_n(text, n);
	char *end;
	bool is_number;

	*value = strtod(copy, &end);
	is_number = n && !*end && isfinite(*value);
	free(copy);
	return is_number;
}

static int read_range(struct parser *p, struct opt *opt, const char *word)
{
	const char *dots = strstr(word, "..");

	if (opt->kind == OPT_CHOICE) {
		opt->choices = word;
		return strcmp(word, "-") ? 0 : refuse(p, "'%s' needs its choices: a|b", opt->name);
	}
	if (!strcmp(word, "-"))
		return 0;
	if (opt->kind != OPT_INTEGER && opt->kind != OPT_NUMBER)
		return refuse(p, "'%s' takes no range; write -", opt->name);
	if (!dots || !read_end(word, (size_t)(dots - word), &opt->low) ||
		!read_end(dots + 2, strlen(dots + 2), &opt->high) || opt->low > opt->high)
		return refuse(p, "'%s' is no range: 1..100", word);
	return 0;
}

/* The default must itself be a value that the command line would accept. */
static int check_preset(struct parser *p, const struct opt *opt)
{
	const struct opt table[] = {*opt, {0}};
	const struct opt *const tables[] = {table, NULL};
	char *argument;
	struct opts *opts;
	struct err err;

	if (!opt->preset)
		return 0;
	if (opt->kind == OPT_FLAG)
		return refuse(p, "a flag has no default; write -");
	argument = mem_format("--%s=%s", opt->name, opt->preset);
	opts = opts_parse(tables, 2, (char *[]){(char *)p->path, argument, NULL}, &err);
	free(argument);
	if (!opts)
		return refuse(p, "the default is refused: %s", err.text);
	opts_free(opts);
	return 0;
}

static bool is_taken(const struct parser *p, const char *name)
{
	const struct opt *const tables[] = {METRIC_OPTIONS, p->query->params, NULL};
	static const char *const fixed[] = {
		"db", "output", "format", "quiet", "lang", "help", "as_of", "from", "to"};

	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		if (!strcmp(fixed[i], name))
			return true;
	return opts_find(tables, name, strlen(name)) != NULL;
}

/* NAME TYPE DEFAULT RANGE HELP */
static int read_param(struct parser *p, const char *key, const char *value)
{
	struct query *query = p->query;
	const char *name = next_word(p, &value);
	const char *type = next_word(p, &value);
	const char *preset = next_word(p, &value);
	const char *range = next_word(p, &value);
	struct opt opt = {.name = name, .help = rest(p, value)};

	(void)key;
	if (!range || !*opt.help)
		return refuse(p, "a param is NAME TYPE DEFAULT RANGE HELP");
	if (name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] || is_taken(p, name))
		return refuse(p, "'%s' cannot be the name of a param", name);
	if (!read_param_type(&opt, type))
		return refuse(p, "'%s' is no type: integer number choice text flag", type);
	opt.preset = strcmp(preset, "-") ? preset : NULL;
	if (read_range(p, &opt, range) < 0 || check_preset(p, &opt) < 0)
		return -1;
	query->params[query->n_params++] = opt;
	query->params = mem_grow(
		query->params, query->n_params, &query->param_capacity, sizeof *query->params);
	query->params[query->n_params] = (struct opt){0};
	return 0;
}

static const struct {
	const char *name;
	enum cell_type type;
} UNITS[] = {
	{"count", CELL_INTEGER},
	{"share", CELL_REAL},
	{"growth", CELL_REAL},
	{"points", CELL_REAL},
	{"rate", CELL_REAL},
	{"hours", CELL_REAL},
	{"days", CELL_REAL},
	{"score", CELL_REAL},
	{"flag", CELL_INTEGER},
	{"money", CELL_REAL},
	{"date", CELL_TEXT},
	{"text", CELL_TEXT},
	{"id", CELL_TEXT},
};

/* NAME UNIT [of=A/B] */
static int read_column(struct parser *p, const char *key, const char *value)
{
	struct query *query = p->query;
	const char *name = next_word(p, &value);
	const char *unit = next_word(p, &value);
	const char *of = next_word(p, &value);
	struct column column = {.name = (char *)name, .unit = (char *)unit};
	size_t u = 0;

	(void)key;
	if (!unit)
		return refuse(p, "a column is NAME UNIT [of=A/B]");
	while (u < sizeof UNITS / sizeof *UNITS && strcmp(unit, UNITS[u].name) != 0)
		u++;
	if (u == sizeof UNITS / sizeof *UNITS)
		return refuse(p,
			"'%s' is no unit: count share growth points rate hours days score flag "
			"money date "
			"text id",
			unit);
	if (of && (strncmp(of, "of=", 3) != 0 || !strchr(of, '/')))
		return refuse(p, "'%s': expected of=NUMERATOR/DENOMINATOR", of);
	for (size_t i = 0; i < query->n_columns; i++)
		if (!strcmp(query->columns[i].name, name))
			return refuse(p, "column '%s' is there twice", name);
	column.type = UNITS[u].type;
	column.of = of ? (char *)of + 3 : NULL;
	query->columns = mem_grow(
		query->columns, query->n_columns, &query->column_capacity, sizeof *query->columns);
	query->columns[query->n_columns++] = column;
	return 0;
}

/* FLAG QUERY */
static int read_instead(struct parser *p, const char *key, const char *value)
{
	struct query *query = p->query;
	const struct opt *const tables[] = {query->params, NULL};
	const char *flag = next_word(p, &value);
	const char *name = next_word(p, &value);
	const struct opt *opt = opts_find(tables, flag, strlen(flag));

	(void)key;
	if (!name || !opt || opt->kind != OPT_FLAG || query->instead_flag)
		return refuse(p, "instead is once FLAG QUERY, after the param FLAG");
	query->instead_flag = flag;
	query->instead_query = name;
	return 0;
}

static int read_rule(struct parser *p, const char *key, const char *value)
{
	add_setting(&p->query->rules, &p->query->n_rules, &p->query->rule_capacity,
		key + strlen("rule "), value);
	return 0;
}

static const struct {
	const char *key;
	bool is_start; /* of the key: "question[zh-CN]", "rule 3.1" */
	int (*read)(struct parser *p, const char *key, const char *value);
} LINES[] = {
	{"kesu-query", false, read_version},
	{"name", false, read_name},
	{"question", false, read_question},
	{"question[", true, read_question},
	{"reads", false, read_reads},
	{"default", false, read_default},
	{"param", false, read_param},
	{"column", false, read_column},
	{"instead", false, read_instead},
	{"rule ", true, read_rule},
};

static int read_pair(struct parser *p, const char *line)
{
	const char *colon = strchr(line, ':');
	const char *key, *value;

	if (!colon)
		return refuse(p, "'-- %s' is no 'KEY: VALUE'", line);
	key = arena_text(&p->query->arena, line, (size_t)(colon - line));
	value = rest(p, colon + 1);
	if (!p->has_version && strcmp(key, "kesu-query") != 0)
		return refuse(p, "a query file begins with '-- kesu-query: 1'");
	if (!*value)
		return refuse(p, "'%s' says nothing", key);
	for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++)
		if (LINES[i].is_start ? !strncmp(key, LINES[i].key, strlen(LINES[i].key))
				      : !strcmp(key, LINES[i].key))
			return LINES[i].read(p, key, value);
	return refuse(p, "'%s' is no header of a query file", key);
}

/* A line that is indented after "--" continues a rule: it is for readers of the file. */
static int read_header_line(struct parser *p, const char *line)
{
	const char *at = line + strspn(line, " \t");

	if (!*at)
		return 0;
	if (!p->has_version && strncmp(line, "-- kesu-query:", 14) != 0)
		return refuse(p, "a query file begins with '-- kesu-query: 1'");
	if (strncmp(line, "--", 2) != 0)
		return refuse(p, "SQL before '-- result'");
	if (!strcmp(line, "--") || !strncmp(line, "--  ", 4))
		return 0;
	if (line[2] != ' ')
		return refuse(p, "'%s' is no '-- KEY: VALUE'", line);
	return read_pair(p, line + 3);
}

static int read_line(struct parser *p, const char *line)
{
	if (p->has_version && !strcmp(line, "-- on store")) {
		p->part = &p->on_store;
	} else if (p->has_version && !strcmp(line, "-- result")) {
		p->part = &p->result;
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
		return refuse(p, "a query file begins with '-- kesu-query: 1'");
	if (!p->query->name)
		return refuse(p, "the query has no name");
	if (!p->query->n_questions)
		return refuse(p, "the query has no question");
	if (!p->query->n_columns)
		return refuse(p, "the query has no columns");
	if (!p->result.len)
		return refuse(p, "the query has no '-- result'");
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
	if (!is_text ? refuse(&p, "this is not UTF-8 text") < 0
		     : read_lines(&p) < 0 || check_whole(&p) < 0) {
		buf_release(&p.on_store);
		buf_release(&p.result);
		query_free(query);
		return NULL;
	}
	query->on_store = p.on_store.len ? buf_take(&p.on_store) : NULL;
	query->result = buf_take(&p.result);
	return query;
}
