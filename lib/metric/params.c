#include "metric/params.h"

#include <stdlib.h>
#include <string.h>

static void bind_param(
	struct stmt *stmt, int parameter, const struct opt *opt, const struct opts *opts)
{
	const char *text = opt->kind == OPT_FLAG ? NULL : opts_text(opts, opt->name);

	if (opt->kind == OPT_FLAG)
		stmt_bind_integer(stmt, parameter, opts_flag(opts, opt->name));
	else if (!text)
		stmt_bind_null(stmt, parameter);
	else if (opt->kind == OPT_INTEGER)
		stmt_bind_integer(stmt, parameter, opts_integer(opts, opt->name));
	else if (opt->kind == OPT_NUMBER)
		stmt_bind_real(stmt, parameter, opts_number(opts, opt->name));
	else
		stmt_bind_text(stmt, parameter, text, strlen(text));
}

static void bind_day(struct stmt *stmt, const char *name, int32_t day)
{
	int parameter = stmt_parameter(stmt, name);

	if (parameter && day != NO_DAY)
		stmt_bind_integer(stmt, parameter, day);
}

static void bind_word(struct stmt *stmt, const char *name, const char *word)
{
	int parameter = stmt_parameter(stmt, name);

	if (parameter)
		stmt_bind_text(stmt, parameter, word, strlen(word));
}

void params_bind(struct stmt *stmt, const struct relations *relations, const struct opts *opts)
{
	const struct timeline *timeline = relations->timeline;
	int32_t from = NO_DAY, to = NO_DAY;

	for (const struct opt *opt = relations->query->params; opt->name; opt++) {
		char *name = mem_format(":%s", opt->name);
		int parameter;

		for (char *p = name; *p; p++)
			*p = *p == '-' ? '_' : *p;
		parameter = stmt_parameter(stmt, name);
		free(name);
		if (parameter)
			bind_param(stmt, parameter, opt, opts);
	}
	for (size_t i = timeline->n; i-- > 0;)
		if (timeline->slots[i].is_shown)
			from = timeline->slots[i].seen_first;
	if (timeline->n)
		to = timeline->slots[timeline->n - 1].seen_last;
	bind_word(stmt, ":period", period_word(timeline->period));
	bind_word(stmt, ":lang", relations->lang);
	bind_day(stmt, ":as_of", relations->extent->as_of);
	bind_day(stmt, ":oldest", relations->extent->oldest);
	bind_day(stmt, ":from", from);
	bind_day(stmt, ":to", to);
}

static const char *find_param(
	const struct relations *relations, const char *name, enum opt_kind kind)
{
	for (const struct opt *opt = relations->query->params; opt->name; opt++)
		if (!strcmp(opt->name, name) && opt->kind == kind)
			return opts_text(relations->opts, name);
	return NULL;
}

int64_t params_integer(const struct relations *relations, const char *name, int64_t otherwise)
{
	return find_param(relations, name, OPT_INTEGER) ? opts_integer(relations->opts, name)
							: otherwise;
}

const char *params_text(const struct relations *relations, const char *name)
{
	return find_param(relations, name, OPT_TEXT);
}

const char *params_word(const struct relations *relations, const char *name)
{
	return find_param(relations, name, OPT_CHOICE);
}
