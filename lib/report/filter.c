#include "report/filter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "document/format.h"
#include "document/words.h"
#include "table/number.h"

static void become_text(const struct scope *scope, struct value *value, struct buf *text)
{
	value->text = arena_text(scope_root(scope)->arena, buf_text(text), text->len);
	value->kind = VALUE_TEXT;
	buf_release(text);
}

static int apply_format(const struct scope *scope, const struct format *format, struct value *value,
	struct err *err)
{
	const struct scope *root = scope_root(scope);
	struct format_input in = {.lang = root->lang,
		.labels = root->labels,
		.column = value->column,
		.number = value->number};
	struct buf out = {0};
	char *stop;

	if (value->kind == VALUE_EMPTY)
		return 1;
	if (value->kind == VALUE_ROWS || value->kind == VALUE_LIST)
		return err_set(err, "'%s' takes one value, not several", format->name);
	if (value->kind == VALUE_TEXT)
		in.text = value->text;
	if (format->takes == TAKES_NUMBER && in.text) {
		in.number = strtod(in.text, &stop); /* a parameter */
		if (*stop || stop == in.text)
			return err_set(err, "'%s' takes a number, not '%s'", format->name, in.text);
	}
	if (format->takes == TAKES_TEXT && !in.text)
		return err_set(err, "'%s' takes text, not a number", format->name);
	format->show(&in, &out);
	become_text(scope, value, &out);
	return 1;
}

static int apply_label(
	const struct scope *scope, const char *argument, struct value *value, struct err *err)
{
	(void)argument;
	if (value->kind == VALUE_LIST) {
		value->is_labelled = true;
		return 1;
	}
	return apply_format(scope, format_find("label", 5), value, err);
}

static void show_list(
	const struct scope *scope, const struct value *value, const char *between, struct buf *out)
{
	const struct scope *root = scope_root(scope);

	for (size_t row = value->from; row < value->to; row++) {
		if (row > value->from)
			buf_add_text(out, between ? between : words_list_separator(root->lang));
		format_shown(root->lang, root->labels, value->is_labelled ? "label" : "text",
			value->column, table_cell(value->table, row, value->cell), false, out);
	}
}

static int apply_join(
	const struct scope *scope, const char *argument, struct value *value, struct err *err)
{
	struct buf out = {0};

	if (value->kind != VALUE_LIST)
		return err_set(err, "'join' takes a list, such as causes[0:3].cause");
	show_list(scope, value, argument, &out);
	become_text(scope, value, &out);
	return 1;
}

static int apply_sum(
	const struct scope *scope, const char *argument, struct value *value, struct err *err)
{
	double sum = 0;
	bool has_any = false;

	(void)scope;
	(void)argument;
	if (value->kind != VALUE_LIST)
		return err_set(err, "'sum' takes a list, such as causes[0:3].share");
	for (size_t row = value->from; row < value->to; row++) {
		double number = table_real(value->table, row, value->cell);

		if (isnan(number))
			continue;
		sum += number;
		has_any = true;
	}
	value->kind = has_any ? VALUE_NUMBER : VALUE_EMPTY;
	value->number = sum;
	return 1;
}

static int apply_count(
	const struct scope *scope, const char *argument, struct value *value, struct err *err)
{
	(void)scope;
	(void)argument;
	if (value->kind != VALUE_LIST && value->kind != VALUE_ROWS)
		return err_set(err, "'count' takes a query or some rows of it");
	value->number = (double)(value->to - value->from);
	value->kind = VALUE_NUMBER;
	value->column = NULL;
	return 1;
}

/* What a reader must know to trust the query's numbers; nothing where that is nothing. */
static int apply_notes(
	const struct scope *scope, const char *argument, struct value *value, struct err *err)
{
	const char *between = words_is_chinese(scope_root(scope)->lang) ? "；" : "; ";
	struct buf out = {0};

	(void)argument;
	if (value->kind != VALUE_ROWS)
		return err_set(err, "'notes' takes a query");
	for (size_t i = 0; i < table_notes(value->table); i++)
		buf_format(&out, "%s%s", i ? between : "", table_note(value->table, i));
	become_text(scope, value, &out);
	return 1;
}

/* The word for so many of something: the argument "complaint" gives "complaint" for 1, "complaints"
 * else; "reply/replies" has its own plural. For English; other languages need none. */
static int apply_plural(
	const struct scope *scope, const char *argument, struct value *value, struct err *err)
{
	const char *bar = argument ? strchr(argument, '/') : NULL;
	bool is_one = value->kind == VALUE_NUMBER && value->number == 1;
	struct buf word = {0};

	if (!argument || !*argument)
		return err_set(err, "'plural' needs a word, such as plural complaint");
	if (value->kind != VALUE_NUMBER && value->kind != VALUE_EMPTY)
		return err_set(err, "'plural' takes a number");
	if (bar)
		is_one ? buf_add(&word, argument, (size_t)(bar - argument))
		       : buf_add_text(&word, bar + 1);
	else
		buf_format(&word, "%s%s", argument, is_one ? "" : "s");
	value->column = NULL;
	become_text(scope, value, &word);
	return 1;
}

/* So many characters of a text, and "…" where there are more. */
static int apply_start(
	const struct scope *scope, const char *argument, struct value *value, struct err *err)
{
	enum { MOST = 100000 };
	char *stop = NULL;
	long most = argument ? strtol(argument, &stop, 10) : 0;
	struct buf out = {0};
	size_t at = 0;

	if (most < 1 || most > MOST || *stop)
		return err_set(err, "'start' needs a number of characters, such as start 160");
	if (value->kind != VALUE_TEXT)
		return 1;
	for (long i = 0; i < most && value->text[at]; i++) {
		uint32_t code;

		at += text_decode(value->text + at, strlen(value->text + at), &code);
	}
	buf_add(&out, value->text, at);
	if (value->text[at])
		buf_add_text(&out, "…");
	become_text(scope, value, &out);
	return 1;
}

/* At the start of a line, in languages that have capitals. */
static int apply_capital(
	const struct scope *scope, const char *argument, struct value *value, struct err *err)
{
	struct buf text = {0};

	(void)argument;
	if (value->kind == VALUE_ROWS || value->kind == VALUE_LIST)
		return err_set(err, "'capital' takes one value, not several");
	if (value->kind != VALUE_TEXT || !*value->text)
		return 1;
	buf_add_text(&text, value->text);
	text_capital(text.data);
	become_text(scope, value, &text);
	return 1;
}

static int apply_default(
	const struct scope *scope, const char *argument, struct value *value, struct err *err)
{
	(void)scope;
	if (!argument)
		return err_set(err, "'default' needs a text");
	if (value->kind == VALUE_EMPTY || (value->kind == VALUE_TEXT && !*value->text)) {
		value->kind = VALUE_TEXT;
		value->text = argument;
	}
	return 1;
}

/* --- filters on periods: for the options of queries --- */

static int read_period(
	const struct value *value, enum period *period, int32_t *number, struct err *err)
{
	if (value->kind != VALUE_TEXT)
		return err_set(err, "a period is expected");
	return period_parse(value->text, period, number, err);
}

static int apply_back(
	const struct scope *scope, const char *argument, struct value *value, struct err *err)
{
	enum period period;
	int32_t number;
	char *out = arena_alloc(scope_root(scope)->arena, DATE_TEXT);
	char *stop;
	long back = argument ? strtol(argument, &stop, 10) : -1;

	if (back < 0 || back > 10000 || *stop)
		return err_set(err, "'back' needs a number of periods, such as back 12");
	if (read_period(value, &period, &number, err) < 0)
		return -1;
	value->text = period_write(out, period, number - (int32_t)back);
	return 1;
}

static int apply_edge(const struct scope *scope, struct value *value, bool is_last, struct err *err)
{
	enum period period;
	int32_t number;
	char *out = arena_alloc(scope_root(scope)->arena, DATE_TEXT);

	if (read_period(value, &period, &number, err) < 0)
		return -1;
	value->text = date_write(
		out, is_last ? period_last_day(period, number) : period_first_day(period, number));
	return 1;
}

static int apply_first(
	const struct scope *scope, const char *argument, struct value *value, struct err *err)
{
	(void)argument;
	return apply_edge(scope, value, false, err);
}

static int apply_last(
	const struct scope *scope, const char *argument, struct value *value, struct err *err)
{
	(void)argument;
	return apply_edge(scope, value, true, err);
}

/* The word of the period's kind, as --period takes it: "quarter" of 2026-Q3. */
static int apply_kind(
	const struct scope *scope, const char *argument, struct value *value, struct err *err)
{
	enum period period;
	int32_t number;

	(void)scope;
	(void)argument;
	if (read_period(value, &period, &number, err) < 0)
		return -1;
	value->text = period_word(period);
	return 1;
}

static const struct {
	const char *name;
	int (*apply)(const struct scope *scope, const char *argument, struct value *value,
		struct err *err);
} FILTERS[] = {
	{"label", apply_label},
	{"join", apply_join},
	{"sum", apply_sum},
	{"count", apply_count},
	{"notes", apply_notes},
	{"default", apply_default},
	{"start", apply_start},
	{"plural", apply_plural},
	{"capital", apply_capital},
	{"back", apply_back},
	{"first", apply_first},
	{"last", apply_last},
	{"kind", apply_kind},
};

int filter_apply(const struct scope *scope, const char *name, size_t n, const char *argument,
	struct value *value, struct err *err)
{
	const struct format *format;

	for (size_t i = 0; i < sizeof FILTERS / sizeof *FILTERS; i++)
		if (text_is(name, n, FILTERS[i].name))
			return FILTERS[i].apply(scope, argument, value, err);
	format = format_find(name, n);
	return format ? apply_format(scope, format, value, err) : 0;
}

void filter_show(const struct scope *scope, const struct value *value, struct buf *out)
{
	switch (value->kind) {
	case VALUE_NUMBER:
		number_shortest(value->number, out);
		break;
	case VALUE_TEXT:
		buf_add_text(out,
			format_plain_text(scope_root(scope)->labels, value->column, value->text));
		break;
	case VALUE_LIST:
		show_list(scope, value, NULL, out);
		break;
	case VALUE_ROWS:
		buf_format(out, "%zu", value->to - value->from);
		break;
	case VALUE_EMPTY:
		buf_add_text(out, WORDS_UNDEFINED);
		break;
	}
}
