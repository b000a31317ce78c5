#include "document/format.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "document/words.h"
#include "table/number.h"
#include "table/shown.h"
#include "table/write.h"

static bool is_points(const struct column *column)
{
	return column && column->unit && !strcmp(column->unit, "points");
}

/* Where a group has no value that is said in the report's words, in plain text too. */
const char *format_plain_text(
	const struct labels *labels, const struct column *column, const char *text)
{
	return *text == '(' ? labels_text(labels, column ? column->name : "word", text) : text;
}

static void show_text(const struct format_input *in, struct buf *out)
{
	struct cell cell = {.type = CELL_REAL};

	if (in->text) {
		buf_add_text(out, format_plain_text(in->labels, in->column, in->text));
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
	(in->is_alone ? words_period_alone : words_period)(in->lang, in->text, out);
}

static void show_label(const struct format_input *in, struct buf *out)
{
	const char *field = in->column ? in->column->name : "word";

	(in->is_alone ? shown_alone : shown_codes)(in->labels, field, in->text, out);
}

static void show_flag(const struct format_input *in, struct buf *out)
{
	(in->is_alone ? shown_alone : shown_codes)(
		in->labels, "word", in->number != 0 ? "yes" : "no", out);
}

static const struct format FORMATS[] = {
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

const struct format *format_find(const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++)
		if (text_is(name, n, FORMATS[i].name))
			return &FORMATS[i];
	return NULL;
}

bool format_is(const char *name)
{
	return format_find(name, strlen(name)) != NULL;
}

void format_shown(const char *lang, const struct labels *labels, const char *name,
	const struct column *column, const struct cell *cell, bool is_alone, struct buf *out)
{
	const struct format *format = format_find(name, strlen(name));
	bool is_text = cell->type == CELL_TEXT;
	struct format_input in = {.lang = lang,
		.labels = labels,
		.column = column,
		.number = NAN,
		.is_alone = is_alone};

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
