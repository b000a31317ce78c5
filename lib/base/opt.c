#include "base/opt.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct given {
	const struct opt *opt;
	const char **values;
	size_t n;
	size_t capacity;
};

struct opts {
	struct given *given; /* one per option of all tables */
	size_t n_given;
	const char **operands;
	size_t n_operands;
	size_t operand_capacity;
};

const struct opt *opts_find(const struct opt *const *tables, const char *name, size_t n)
{
	for (; *tables; tables++)
		for (const struct opt *opt = *tables; opt->name; opt++) {
			if (strlen(opt->name) == n && !memcmp(opt->name, name, n))
				return opt;
			if (opt->alias && strlen(opt->alias) == n && !memcmp(opt->alias, name, n))
				return opt;
		}
	return NULL;
}

static const struct opt *find_letter(const struct opt *const *tables, char letter)
{
	for (; *tables; tables++)
		for (const struct opt *opt = *tables; opt->name; opt++)
			if (opt->letter && opt->letter == letter)
				return opt;
	return NULL;
}

static struct given *find_given(const struct opts *opts, const char *name)
{
	for (size_t i = 0; i < opts->n_given; i++)
		if (!strcmp(opts->given[i].opt->name, name))
			return &opts->given[i];
	return NULL;
}

static struct given *must_find(const struct opts *opts, const char *name)
{
	struct given *given = find_given(opts, name);

	assert(given && "an option that no table has");
	return given;
}

static bool is_choice(const char *choices, const char *value)
{
	size_t n = strlen(value);

	for (const char *word = choices; word;) {
		const char *end = strchr(word, '|');
		size_t length = end ? (size_t)(end - word) : strlen(word);

		if (length == n && !memcmp(word, value, n))
			return true;
		word = end ? end + 1 : NULL;
	}
	return false;
}

static int refuse_number(const struct opt *opt, const char *value, struct err *err)
{
	const char *what = opt->kind == OPT_INTEGER ? "a whole number" : "a number";

	if (opt->low == 0 && opt->high == 0)
		return err_set(err, "--%s takes %s, not '%s'", opt->name, what, value);
	return err_set(err, "--%s takes %s from %.15g to %.15g, not '%s'", opt->name, what,
		opt->low, opt->high, value);
}

static int check_number(const struct opt *opt, const char *value, struct err *err)
{
	char *end;
	double number;

	errno = 0;
	number = opt->kind == OPT_INTEGER ? (double)strtoll(value, &end, 10) : strtod(value, &end);
	if (end == value || *end || errno || !isfinite(number) || value[0] == ' ')
		return refuse_number(opt, value, err);
	if ((opt->low != 0 || opt->high != 0) && (number < opt->low || number > opt->high))
		return refuse_number(opt, value, err);
	return 0;
}

static int check_value(const struct opt *opt, const char *value, struct err *err)
{
	switch (opt->kind) {
	case OPT_INTEGER:
	case OPT_NUMBER:
		return check_number(opt, value, err);
	case OPT_CHOICE:
		if (!is_choice(opt->choices, value))
			return err_set(err, "--%s takes one of %s, not '%s'", opt->name,
				opt->choices, value);
		return 0;
	case OPT_FLAG:
	case OPT_TEXT:
	case OPT_TEXTS:
		break;
	}
	return 0;
}

static int give(struct opts *opts, const struct opt *opt, const char *value, struct err *err)
{
	struct given *given = must_find(opts, opt->name);

	if (check_value(opt, value, err) < 0)
		return -1;
	if (opt->kind != OPT_TEXTS)
		given->n = 0;
	given->values = mem_grow(given->values, given->n, &given->capacity, sizeof *given->values);
	given->values[given->n++] = value;
	return 0;
}

struct reader {
	const struct opt *const *tables;
	char **argv;
	int argc;
	int i; /* the argument being read */
};

static int read_long(struct opts *opts, struct reader *in, struct err *err)
{
	const char *arg = in->argv[in->i] + 2;
	const char *equals = strchr(arg, '=');
	size_t n = equals ? (size_t)(equals - arg) : strlen(arg);
	const struct opt *opt = opts_find(in->tables, arg, n);

	if (!opt)
		return err_set(err, "unknown option '--%.*s'", (int)n, arg);
	if (opt->kind == OPT_FLAG)
		return equals ? err_set(err, "--%s takes no value", opt->name)
			      : give(opts, opt, "1", err);
	if (equals)
		return give(opts, opt, equals + 1, err);
	if (in->i + 1 >= in->argc)
		return err_set(err, "--%s needs %s", opt->name, opt->argument);
	return give(opts, opt, in->argv[++in->i], err);
}

static int read_letters(struct opts *opts, struct reader *in, struct err *err)
{
	for (const char *p = in->argv[in->i] + 1; *p; p++) {
		const struct opt *opt = find_letter(in->tables, *p);

		if (!opt)
			return err_set(err, "unknown option '-%c'", *p);
		if (opt->kind == OPT_FLAG) {
			if (give(opts, opt, "1", err) < 0)
				return -1;
			continue;
		}
		if (p[1])
			return give(opts, opt, p + 1, err);
		if (in->i + 1 >= in->argc)
			return err_set(err, "-%c needs %s", *p, opt->argument);
		return give(opts, opt, in->argv[++in->i], err);
	}
	return 0;
}

static void add_operand(struct opts *opts, const char *operand)
{
	opts->operands = mem_grow(
		opts->operands, opts->n_operands, &opts->operand_capacity, sizeof *opts->operands);
	opts->operands[opts->n_operands++] = operand;
}

static int read_all(struct opts *opts, struct reader *in, struct err *err)
{
	bool only_operands = false;

	for (in->i = 1; in->i < in->argc; in->i++) {
		const char *arg = in->argv[in->i];

		if (only_operands || arg[0] != '-' || !arg[1]) {
			add_operand(opts, arg);
		} else if (!strcmp(arg, "--")) {
			only_operands = true;
		} else if (arg[1] == '-') {
			if (read_long(opts, in, err) < 0)
				return -1;
		} else if (read_letters(opts, in, err) < 0) {
			return -1;
		}
	}
	return 0;
}

struct opts *opts_parse(const struct opt *const *tables, int argc, char **argv, struct err *err)
{
	struct opts *opts = mem_zalloc(sizeof *opts);
	struct reader in = {.tables = tables, .argv = argv, .argc = argc};
	size_t n = 0;

	for (const struct opt *const *t = tables; *t; t++)
		for (const struct opt *opt = *t; opt->name; opt++)
			n++;
	opts->given = mem_zalloc(n * sizeof *opts->given);
	for (const struct opt *const *t = tables; *t; t++)
		for (const struct opt *opt = *t; opt->name; opt++)
			opts->given[opts->n_given++].opt = opt;
	if (read_all(opts, &in, err) < 0) {
		opts_free(opts);
		return NULL;
	}
	return opts;
}

void opts_free(struct opts *opts)
{
	if (!opts)
		return;
	for (size_t i = 0; i < opts->n_given; i++)
		free(opts->given[i].values);
	free(opts->given);
	free(opts->operands);
	free(opts);
}

bool opts_has(const struct opts *opts, const char *name)
{
	return find_given(opts, name) != NULL;
}

bool opts_is_set(const struct opts *opts, const char *name)
{
	return must_find(opts, name)->n > 0;
}

bool opts_flag(const struct opts *opts, const char *name)
{
	return opts_is_set(opts, name);
}

const char *opts_text(const struct opts *opts, const char *name)
{
	const struct given *given = must_find(opts, name);

	return given->n ? given->values[given->n - 1] : given->opt->preset;
}

size_t opts_texts(const struct opts *opts, const char *name, const char *const **values)
{
	const struct given *given = must_find(opts, name);

	*values = given->values;
	return given->n;
}

int64_t opts_integer(const struct opts *opts, const char *name)
{
	const char *text = opts_text(opts, name);

	return text ? strtoll(text, NULL, 10) : 0;
}

double opts_number(const struct opts *opts, const char *name)
{
	const char *text = opts_text(opts, name);

	return text ? strtod(text, NULL) : 0;
}

size_t opts_operands(const struct opts *opts, const char *const **operands)
{
	*operands = opts->operands;
	return opts->n_operands;
}

static size_t left_side(const struct opt *opt, char *out, size_t size)
{
	struct buf left = {0};
	size_t n;

	if (opt->letter)
		buf_format(&left, "-%c, ", opt->letter);
	else
		buf_add_text(&left, "    ");
	buf_format(&left, "--%s", opt->name);
	if (opt->argument)
		buf_format(&left, " %s", opt->argument);
	n = left.len < size - 1 ? left.len : size - 1;
	memcpy(out, left.data, n);
	out[n] = '\0';
	buf_release(&left);
	return n;
}

void opts_help(const struct opt *const *tables, struct buf *out)
{
	char left[128];
	size_t width = 0;

	for (const struct opt *const *t = tables; *t; t++)
		for (const struct opt *opt = *t; opt->name; opt++) {
			size_t n = left_side(opt, left, sizeof left);

			width = n > width ? n : width;
		}
	for (const struct opt *const *t = tables; *t; t++)
		for (const struct opt *opt = *t; opt->name; opt++) {
			left_side(opt, left, sizeof left);
			buf_format(out, "  %-*s  %s", (int)width, left, opt->help);
			if (opt->choices)
				buf_format(out, " (%s)", opt->choices);
			if (opt->preset)
				buf_format(out, " [%s]", opt->preset);
			buf_add_char(out, '\n');
		}
}
