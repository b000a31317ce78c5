#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "metric/parser.h"

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
		return strcmp(word, "-")
			       ? 0
			       : parser_refuse(p, "'%s' needs its choices: a|b", opt->name);
	}
	if (!strcmp(word, "-"))
		return 0;
	if (opt->kind != OPT_INTEGER && opt->kind != OPT_NUMBER)
		return parser_refuse(p, "'%s' takes no range; write -", opt->name);
	if (!dots || !read_end(word, (size_t)(dots - word), &opt->low) ||
		!read_end(dots + 2, strlen(dots + 2), &opt->high) || opt->low > opt->high)
		return parser_refuse(p, "'%s' is no range: 1..100", word);
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
		return parser_refuse(p, "a flag has no default; write -");
	argument = mem_format("--%s=%s", opt->name, opt->preset);
	opts = opts_parse(tables, 2, (char *[]){(char *)p->path, argument, NULL}, &err);
	free(argument);
	if (!opts)
		return parser_refuse(p, "the default is refused: %s", err.text);
	opts_free(opts);
	return 0;
}

static bool is_taken(const struct parser *p, const char *name)
{
	const struct opt *const tables[] = {METRIC_OPTIONS, p->query->params, NULL};
	static const char *const fixed[] = {
		"db", "output", "format", "quiet", "lang", "help", "as_of", "from", "to", "period"};

	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		if (!strcmp(fixed[i], name))
			return true;
	return opts_find(tables, name, strlen(name)) != NULL;
}

int param_read(struct parser *p, const char *key, const char *value)
{
	struct query *query = p->query;
	const char *name = parser_word(p, &value);
	const char *type = parser_word(p, &value);
	const char *preset = parser_word(p, &value);
	const char *range = parser_word(p, &value);
	struct opt opt = {.name = name, .help = parser_rest(p, value)};

	(void)key;
	if (!range || !*opt.help)
		return parser_refuse(p, "a param is NAME TYPE DEFAULT RANGE HELP");
	if (name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] || is_taken(p, name))
		return parser_refuse(p, "'%s' cannot be the name of a param", name);
	if (!read_param_type(&opt, type))
		return parser_refuse(p, "'%s' is no type: integer number choice text flag", type);
	opt.preset = strcmp(preset, "-") ? preset : NULL;
	if (read_range(p, &opt, range) < 0 || check_preset(p, &opt) < 0)
		return -1;
	query->params[query->n_params++] = opt;
	query->params = mem_grow(
		query->params, query->n_params, &query->param_capacity, sizeof *query->params);
	query->params[query->n_params] = (struct opt){0};
	return 0;
}
