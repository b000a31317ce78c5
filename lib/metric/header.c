#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "metric/parser.h"
#include "store/dimension.h"

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
		return parser_refuse(
			p, "'%s' is no version of query files that is known here (1)", value);
	p->has_version = true;
	return 0;
}

static int read_name(struct parser *p, const char *key, const char *value)
{
	(void)key;
	if (p->query->name)
		return parser_refuse(p, "a second name");
	p->query->name = value;
	return 0;
}

/* question or question[LANG] */
static int read_question(struct parser *p, const char *key, const char *value)
{
	const char *lang = strchr(key, '[');
	size_t n = lang ? strlen(lang) : 0;

	if (lang && (n < 3 || lang[n - 1] != ']'))
		return parser_refuse(p, "'%s' is no language: question[zh-CN]", key);
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
	{"responses", RELATION_RESPONSES},
	{"resolutions", RELATION_RESOLUTIONS},
	{"follow_ups", RELATION_FOLLOW_UPS},
	{"ids", RELATION_IDS},
	{"terms", RELATION_TERMS},
	{"launches", RELATION_LAUNCHES},
	{"customers", RELATION_CUSTOMERS},
	{"chains", RELATION_CHAINS},
	{"busy", RELATION_BUSY},
	{"history", RELATION_HISTORY},
	{"every_kind", RELATION_EVERY_KIND},
	{"unfinished", RELATION_UNFINISHED},
	{"compared", RELATION_COMPARED},
	{"apart", RELATION_APART},
};

static int read_relation(struct parser *p, const char *word)
{
	size_t n = strlen(word);
	bool is_optional = word[n - 1] == '?';

	for (size_t i = 0; i < sizeof RELATIONS / sizeof *RELATIONS; i++)
		if (text_is(word, n - is_optional, RELATIONS[i].name)) {
			if (is_optional && RELATIONS[i].relation != RELATION_EXPOSURES)
				return parser_refuse(
					p, "'%s': only exposures can be missing", word);
			p->query->reads |= RELATIONS[i].relation;
			p->query->optional |= is_optional ? RELATIONS[i].relation : 0;
			return 0;
		}
	return parser_refuse(p,
		"'%s' is no relation: groups periods cells days facts all_facts exposures texts "
		"calendar comparisons responses resolutions follow_ups ids terms launches "
		"customers chains busy history every_kind unfinished compared apart",
		word);
}

static int read_reads(struct parser *p, const char *key, const char *value)
{
	const char *word;

	(void)key;
	while ((word = parser_word(p, &value)))
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
	while ((name = parser_word(p, &value))) {
		const char *word = parser_word(p, &value);
		const struct opt *opt = NULL;

		if (!strncmp(name, "--", 2))
			opt = opts_find(tables, name + 2, strlen(name + 2));
		if (!opt || opt->kind == OPT_FLAG || opt->kind == OPT_TEXTS)
			return parser_refuse(
				p, "'%s' is no common option that can have a default", name);
		if (!word)
			return parser_refuse(p, "%s needs a value", name);
		add_setting(&p->query->defaults, &p->query->n_defaults, &p->query->default_capacity,
			opt->name, word);
	}
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
	const char *name = parser_word(p, &value);
	const char *unit = parser_word(p, &value);
	const char *of = parser_word(p, &value);
	struct column column = {.name = (char *)name, .unit = (char *)unit};
	size_t u = 0;

	(void)key;
	if (!unit)
		return parser_refuse(p, "a column is NAME UNIT [of=A/B]");
	while (u < sizeof UNITS / sizeof *UNITS && strcmp(unit, UNITS[u].name) != 0)
		u++;
	if (u == sizeof UNITS / sizeof *UNITS)
		return parser_refuse(p,
			"'%s' is no unit: count share growth points rate hours days score flag "
			"money date "
			"text id",
			unit);
	if (of && (strncmp(of, "of=", 3) != 0 || !strchr(of, '/')))
		return parser_refuse(p, "'%s': expected of=NUMERATOR/DENOMINATOR", of);
	for (size_t i = 0; i < query->n_columns; i++)
		if (!strcmp(query->columns[i].name, name))
			return parser_refuse(p, "column '%s' is there twice", name);
	column.type = UNITS[u].type;
	column.of = of ? (char *)of + 3 : NULL;
	query->columns = mem_grow(
		query->columns, query->n_columns, &query->column_capacity, sizeof *query->columns);
	query->columns[query->n_columns++] = column;
	return 0;
}

/* FLAG QUERY, or OPTION=VALUE QUERY */
static int read_instead(struct parser *p, const char *key, const char *value)
{
	struct query *query = p->query;
	const struct opt *const tables[] = {METRIC_OPTIONS, query->params, NULL};
	const char *option = parser_word(p, &value);
	const char *name = parser_word(p, &value);
	const char *equals = strchr(option, '=');
	size_t n = equals ? (size_t)(equals - option) : strlen(option);
	const struct opt *opt = opts_find(tables, option, n);

	(void)key;
	if (!name || !opt || (opt->kind == OPT_FLAG) == (equals != NULL) ||
		query->n_insteads == MOST_INSTEADS)
		return parser_refuse(
			p, "instead is FLAG QUERY or OPTION=VALUE QUERY, after the param");
	query->insteads[query->n_insteads++] =
		(struct instead){opt->name, equals ? equals + 1 : NULL, name};
	return 0;
}

static int read_periods(struct parser *p, const char *key, const char *value)
{
	const char *word;

	(void)key;
	while ((word = parser_word(p, &value))) {
		enum period period;

		if (!period_read(word, &period))
			return parser_refuse(p, "'%s' is no period", word);
		p->query->periods |= 1u << period;
	}
	return 0;
}

static int read_dimensions(struct parser *p, const char *key, const char *value)
{
	const char *number = parser_word(p, &value);
	const char *last = parser_word(p, &value);

	(void)key;
	if (!number || number[0] < '1' || number[0] > '6' || number[1])
		return parser_refuse(
			p, "dimensions is a number, 1 to 6, and maybe the last of them");
	if (last && !dimension_find(last, strlen(last)))
		return parser_refuse(p, "'%s' is no dimension", last);
	p->query->n_dimensions = (size_t)(number[0] - '0');
	p->query->last_dimension = last;
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
	{"param", false, param_read},
	{"column", false, read_column},
	{"instead", false, read_instead},
	{"periods", false, read_periods},
	{"dimensions", false, read_dimensions},
	{"rule ", true, read_rule},
};

int header_read(struct parser *p, const char *key, const char *value)
{
	for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++)
		if (LINES[i].is_start ? !strncmp(key, LINES[i].key, strlen(LINES[i].key))
				      : !strcmp(key, LINES[i].key))
			return LINES[i].read(p, key, value);
	return parser_refuse(p, "'%s' is no header of a query file", key);
}
