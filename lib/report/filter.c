#include "report/filter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "report/words.h"
#include "table/number.h"
#include "table/shown.h"
#include "table/write.h"

static bool is_points(const struct column *column)
{
	return column && column->unit && !strcmp(column->unit, "points");
}

/* --- formats: one number or text to shown text --- */

struct format_input {
	const char *lang;
	const struct labels *labels;
	const struct column *column;
	double number;    /* NAN where the cell is text */
	const char *text; /* NULL where it is a number */
};

/* Where a group has no value that is said in the report's words, in plain text too. */
static const char *plain_text(
	const struct labels *labels, const struct column *column, const char *text)
{
	return *text == '(' ? labels_text(labels, column ? column->name : "word", text) : text;
}

static void show_text(const struct format_input *in, struct buf *out)
{
	struct cell cell = {.type = CELL_REAL};

	if (in->text) {
		buf_add_text(out, plain_text(in->labels, in->column, in->text));
		return;
	}
	cell.real = in->number;
	if (in->column)
		format_cell(in->column, &cell, out);
	else
		number_shortest(in->number, out);
}

static void show_int(const struct format_input *in, struct buf *out)
{
	number_fixed(in->number, 0, true, false, out);
}

static void show_fix1(const struct format_input *in, struct buf *out)
{
	number_fixed(in->number, 1, true, false, out);
}

static void show_fix2(const struct format_input *in, struct buf *out)
{
	number_fixed(in->number, 2, true, false, out);
}

static void show_pct0(const struct format_input *in, struct buf *out)
{
	number_fixed(in->number * 100, 0, true, false, out);
	buf_add_char(out, '%');
}

static void show_pct1(const struct format_input *in, struct buf *out)
{
	number_fixed(in->number * 100, 1, true, false, out);
	buf_add_char(out, '%');
}

static void show_change(const struct format_input *in, struct buf *out)
{
	words_change(in->lang, in->number, is_points(in->column), out);
}

static void show_delta(const struct format_input *in, struct buf *out)
{
	words_delta(in->lang, in->number, is_points(in->column), out);
}

static void show_period(const struct format_input *in, struct buf *out)
{
	words_period(in->lang, in->text, out);
}

static void show_label(const struct format_input *in, struct buf *out)
{
	const char *field = in->column ? in->column->name : "word";

	buf_add_text(out, shown_code(in->labels, field, in->text));
}

static void show_flag(const struct format_input *in, struct buf *out)
{
	buf_add_text(out, labels_text(in->labels, "word", in->number != 0 ? "yes" : "no"));
}

enum takes { TAKES_ANY, TAKES_NUMBER, TAKES_TEXT };

static const struct format {
	const char *name;
	enum takes takes;
	void (*show)(const struct format_input *in, struct buf *out);
} FORMATS[] = {
	{"text", TAKES_ANY, show_text},
	{"int", TAKES_NUMBER, show_int},
	{"fix1", TAKES_NUMBER, show_fix1},
	{"fix2", TAKES_NUMBER, show_fix2},
	{"pct0", TAKES_NUMBER, show_pct0},
	{"pct1", TAKES_NUMBER, show_pct1},
	{"change", TAKES_NUMBER, show_change},
	{"delta", TAKES_NUMBER, show_delta},
	{"month", TAKES_TEXT, show_period},
	{"date", TAKES_TEXT, show_period},
	{"label", TAKES_TEXT, show_label},
	{"flag", TAKES_NUMBER, show_flag},
};

static const struct format *find_format(const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++)
		if (text_is(name, n, FORMATS[i].name))
			return &FORMATS[i];
	return NULL;
}

bool filter_is_format(const char *name)
{
	return find_format(name, strlen(name)) != NULL;
}

void filter_cell(const char *lang, const struct labels *labels, const char *name,
	const struct column *column, const struct cell *cell, struct buf *out)
{
	const struct format *format = find_format(name, strlen(name));
	bool is_text = cell->type == CELL_TEXT;
	struct format_input in = {.lang = lang, .labels = labels, .column = column, .number = NAN};

	if (cell->type == CELL_EMPTY) {
		buf_add_text(out, WORDS_UNDEFINED);
		return;
	}
	if (is_text)
		in.text = cell->text;
	else
		in.number = cell->type == CELL_INTEGER ? (double)cell->integer : cell->real;
	if (!format || (format->takes == TAKES_NUMBER && is_text) ||
		(format->takes == TAKES_TEXT && !is_text))
		format = &FORMATS[0];
	format->show(&in, out);
}

/* --- filters on values --- */

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
	return apply_format(scope, find_format("label", 5), value, err);
}

static void show_list(
	const struct scope *scope, const struct value *value, const char *between, struct buf *out)
{
	const struct scope *root = scope_root(scope);

	for (size_t row = value->from; row < value->to; row++) {
		if (row > value->from)
			buf_add_text(out, between ? between : words_list_separator(root->lang));
		filter_cell(root->lang, root->labels, value->is_labelled ? "label" : "text",
			value->column, table_cell(value->table, row, value->cell), out);
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

static const struct {
	const char *name;
	int (*apply)(const struct scope *scope, const char *argument, struct value *value,
		struct err *err);
} FILTERS[] = {
	{"label", apply_label},
	{"join", apply_join},
	{"sum", apply_sum},
	{"count", apply_count},
	{"default", apply_default},
	{"back", apply_back},
	{"first", apply_first},
	{"last", apply_last},
};

int filter_apply(const struct scope *scope, const char *name, size_t n, const char *argument,
	struct value *value, struct err *err)
{
	const struct format *format;

	for (size_t i = 0; i < sizeof FILTERS / sizeof *FILTERS; i++)
		if (text_is(name, n, FILTERS[i].name))
			return FILTERS[i].apply(scope, argument, value, err);
	format = find_format(name, n);
	return format ? apply_format(scope, format, value, err) : 0;
}

void filter_show(const struct scope *scope, const struct value *value, struct buf *out)
{
	switch (value->kind) {
	case VALUE_NUMBER:
		number_shortest(value->number, out);
		break;
	case VALUE_TEXT:
		buf_add_text(
			out, plain_text(scope_root(scope)->labels, value->column, value->text));
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
