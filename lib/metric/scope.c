#include "metric/scope.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

const struct opt METRIC_OPTIONS[] = {
	{"by", 0, OPT_TEXT, "DIM,...",
		"group by product, cause, channel, extra.HEADER, ...; a period's word sets "
		"--period"},
	{"period", 0, OPT_CHOICE, "PERIOD", "length of the periods",
		"day|week|month|quarter|year|all", "month"},
	{"from", 0, OPT_TEXT, "DATE", "first day, or period: 2026-10-01, 2026-10, 2026-W41"},
	{"to", 0, OPT_TEXT, "DATE", "last day, or period"},
	{"where", 0, OPT_TEXTS, "DIM=VALUE",
		"only such complaints; also != and ~ (contains); again: or within a dimension"},
	{"as-of", 0, OPT_TEXT, "DATE",
		"as things stood at the end of that day; without it, of the newest complaint"},
	{"unit", 0, OPT_CHOICE, "UNIT", "what is counted", "incidents|contacts", "incidents"},
	{"causes", 0, OPT_CHOICE, "HOW",
		"count the primary cause, each cause once, or each by its part",
		"primary|whole|fractional", "primary"},
	{"total", 0, OPT_FLAG, NULL, "add rows for all groups together"},
	{"top", 0, OPT_INTEGER, "N", "show the N largest groups, the rest as one", .low = 1,
		.high = 1000000},
	{"strict-calendar", 0, OPT_FLAG, NULL,
		"fail where the calendar of workdays does not have the days"},
	{"ids", 0, OPT_FLAG, NULL, "add the ids of the complaints behind each row"},
	{0},
};

enum { EXTRA_PREFIX = sizeof "extra." - 1 };

static int read_field(
	struct scope *scope, const char *word, size_t n, struct by *by, struct err *err)
{
	*by = (struct by){.word = arena_text(&scope->arena, word, n)};
	if (n > EXTRA_PREFIX && !memcmp(word, "extra.", EXTRA_PREFIX)) {
		by->header = by->word + EXTRA_PREFIX;
		return 0;
	}
	by->dimension = dimension_find(word, n);
	if (by->dimension)
		return 0;
	return err_set(err, "'%s' is no dimension: product, cause, channel, ... or extra.HEADER",
		by->word);
}

static int add_by(struct scope *scope, const char *word, size_t n, struct err *err)
{
	struct by by;

	if (read_field(scope, word, n, &by, err) < 0)
		return err_prefix(err, "--by");
	for (size_t i = 0; i < scope->n_by; i++)
		if (!strcmp(scope->by[i].word, by.word))
			return err_set(err, "--by: '%s' is there twice", by.word);
	if (scope->n_by == MAX_BY)
		return err_set(err, "--by takes at most %d dimensions", MAX_BY);
	scope->by[scope->n_by++] = by;
	return 0;
}

/* A period's word among the dimensions is shorthand for --period. */
static int read_by(struct scope *scope, const char *list, bool has_period, struct err *err)
{
	bool is_set = has_period;

	for (const char *at = list; at;) {
		const char *comma = strchr(at, ',');
		size_t n = comma ? (size_t)(comma - at) : strlen(at);
		const char *text = text_trim(at, &n);
		const char *word = arena_text(&scope->arena, text, n);
		enum period period;

		at = comma ? comma + 1 : NULL;
		if (period_read(word, &period) && period != PERIOD_ALL) {
			if (is_set && period != scope->period)
				return err_set(err, "--by %s: the period is '%s' already", word,
					period_word(scope->period));
			scope->period = period;
			is_set = true;
		} else if (add_by(scope, word, n, err) < 0) {
			return -1;
		}
	}
	return 0;
}

/* A date, or a period of which the first or last day is meant. */
static int read_day(
	const char *option, const char *text, bool is_last, int32_t *day, struct err *err)
{
	enum period period;
	int32_t number;

	if (!text)
		return 0;
	if (period_parse(text, &period, &number, err) < 0)
		return err_prefix(err, "--%s", option);
	*day = is_last ? period_last_day(period, number) : period_first_day(period, number);
	return 0;
}

static int read_days(
	struct scope *scope, const struct query *query, const struct opts *opts, struct err *err)
{
	scope->from = scope->to = scope->as_of = NO_DAY;
	if (read_day("from", query_setting(query, opts, "from"), false, &scope->from, err) < 0 ||
		read_day("to", query_setting(query, opts, "to"), true, &scope->to, err) < 0 ||
		read_day("as-of", query_setting(query, opts, "as-of"), true, &scope->as_of, err) <
			0)
		return -1;
	if (scope->from != NO_DAY && scope->to != NO_DAY && scope->from > scope->to)
		return err_set(err, "--from is after --to");
	return 0;
}

static int add_condition(struct scope *scope, const char *text, struct err *err)
{
	size_t n = strcspn(text, "=!~");
	struct condition condition = {.op = text[n], .text = text};

	if (!n || !text[n] || (text[n] == '!' && text[n + 1] != '='))
		return err_set(
			err, "--where takes DIM=VALUE, DIM!=VALUE or DIM~PART, not '%s'", text);
	if (read_field(scope, text, n, &condition.field, err) < 0)
		return err_prefix(err, "--where");
	condition.value = text + n + (condition.op == '!' ? 2 : 1);
	scope->conditions = mem_grow(scope->conditions, scope->n_conditions,
		&scope->condition_capacity, sizeof *scope->conditions);
	scope->conditions[scope->n_conditions++] = condition;
	return 0;
}

static enum cause_mode read_causes(const char *word)
{
	return !strcmp(word, "whole")        ? CAUSES_WHOLE
	       : !strcmp(word, "fractional") ? CAUSES_FRACTIONAL
					     : CAUSES_PRIMARY;
}

/* What the query file says that it can answer. */
static int check_shape(const struct scope *scope, const struct query *query, struct err *err)
{
	if (query->periods && !(query->periods & 1u << scope->period))
		return err_set(
			err, "%s has no answer by '%s'", query->name, period_word(scope->period));
	if (query->n_dimensions && scope->n_by != query->n_dimensions)
		return err_set(err, "%s takes %zu dimensions by --by, not %zu", query->name,
			query->n_dimensions, scope->n_by);
	if (query->last_dimension &&
		strcmp(scope->by[scope->n_by - 1].word, query->last_dimension) != 0)
		return err_set(err, "the last dimension of %s is %s, not '%s'", query->name,
			query->last_dimension, scope->by[scope->n_by - 1].word);
	if (query->n_dimensions && scope->has_total)
		return err_set(err, "%s is about pairs, which have no total", query->name);
	return 0;
}

int scope_read(
	struct scope *scope, const struct query *query, const struct opts *opts, struct err *err)
{
	const char *by = query_setting(query, opts, "by");
	const char *top = query_setting(query, opts, "top");
	const char *const *wheres;
	size_t n_wheres = opts_texts(opts, "where", &wheres);

	*scope = (struct scope){.from = NO_DAY};
	period_read(query_setting(query, opts, "period"), &scope->period);
	scope->has_contacts_unit = !strcmp(query_setting(query, opts, "unit"), "contacts");
	scope->causes = read_causes(query_setting(query, opts, "causes"));
	scope->has_total = opts_flag(opts, "total");
	scope->has_ids = opts_flag(opts, "ids");
	scope->is_strict = opts_flag(opts, "strict-calendar");
	scope->top = top ? (size_t)strtoull(top, NULL, 10) : 0;
	if (by && read_by(scope, by, opts_is_set(opts, "period"), err) < 0)
		return -1;
	if (check_shape(scope, query, err) < 0)
		return -1;
	if (read_days(scope, query, opts, err) < 0)
		return -1;
	for (size_t i = 0; i < n_wheres; i++)
		if (add_condition(scope, wheres[i], err) < 0)
			return -1;
	return 0;
}

void scope_release(struct scope *scope)
{
	free(scope->conditions);
	arena_release(&scope->arena);
}

static bool is_cause(const struct by *field)
{
	return field->dimension && (!strcmp(field->dimension->name, "cause") ||
					   !strcmp(field->dimension->name, "subcause"));
}

bool scope_has_source(const struct scope *scope, const char *name)
{
	bool is_asked = false, is_found = false;

	for (size_t i = 0; i < scope->n_conditions; i++) {
		const struct condition *condition = &scope->conditions[i];
		const struct dimension *dimension = condition->field.dimension;
		bool is_it = !strcmp(condition->value, name);

		if (!dimension || strcmp(dimension->name, "source") != 0)
			continue;
		if (condition->op == '!' && is_it)
			return false;
		is_asked = is_asked || condition->op == '=';
		is_found = is_found || (condition->op == '=' && is_it);
	}
	return !is_asked || is_found;
}

bool scope_has_cause(const struct scope *scope)
{
	for (size_t i = 0; i < scope->n_by; i++)
		if (is_cause(&scope->by[i]))
			return true;
	for (size_t i = 0; i < scope->n_conditions; i++)
		if (is_cause(&scope->conditions[i].field))
			return true;
	return false;
}
