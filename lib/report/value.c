#include "report/value.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "report/filter.h"
#include "document/words.h"

struct parser {
	const struct scope *scope;
	const char *start, *p, *end;
	int line, column; /* where `start` stands */
	struct err *err;
};

/* --- paths --- */

__attribute__((format(printf, 2, 3))) static int complain(
	const struct parser *in, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return template_error(scope_root(in->scope)->template, in->line,
		in->column + (int)text_count(in->start, (size_t)(in->p - in->start)), in->err, "%s",
		text);
}

static void skip_blanks(struct parser *in)
{
	while (in->p < in->end && (*in->p == ' ' || *in->p == '\t'))
		in->p++;
}

/* Names are ASCII words or any text beyond ASCII, so that extra columns in Chinese can be named. */
static bool is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-' || (unsigned char)c >= 0x80;
}

static size_t read_name(struct parser *in, const char **name)
{
	*name = in->p;
	while (in->p < in->end && is_name(*in->p))
		in->p++;
	return (size_t)(in->p - *name);
}

static void set_cell(struct value *value, const struct table *table, size_t row, size_t column)
{
	const struct cell *cell = row == SIZE_MAX ? NULL : table_cell(table, row, column);

	*value = (struct value){.column = table_column(table, column)};
	if (!cell || cell->type == CELL_EMPTY)
		return;
	value->kind = cell->type == CELL_TEXT ? VALUE_TEXT : VALUE_NUMBER;
	if (cell->type == CELL_TEXT)
		value->text = cell->text;
	else
		value->number = table_real(table, row, column);
}

static void set_text(struct value *value, const char *text)
{
	*value = (struct value){.kind = text ? VALUE_TEXT : VALUE_EMPTY, .text = text};
}

/* "[3]" or "[0:5]" behind a table's name: rows from..to-1, cut to what there is. */
static int read_rows(struct parser *in, struct value *value, bool *is_one)
{
	char *stop;
	size_t n = table_rows(value->table);

	in->p++;
	value->from = strtoul(in->p, &stop, 10);
	if (stop == in->p || !isdigit((unsigned char)*in->p))
		return complain(in, "a row number is expected");
	in->p = stop;
	*is_one = *in->p != ':';
	value->to = value->from + 1;
	if (!*is_one) {
		in->p++;
		value->to = isdigit((unsigned char)*in->p) ? strtoul(in->p, &stop, 10) : n;
		in->p = isdigit((unsigned char)*in->p) ? stop : in->p;
	}
	if (in->p >= in->end || *in->p != ']')
		return complain(in, "']' is expected");
	in->p++;
	value->to = value->to < n ? value->to : n;
	value->from = value->from < value->to ? value->from : value->to;
	return 0;
}

static int read_table_path(struct parser *in, const struct table *table, struct value *value)
{
	bool is_slice = false;
	bool is_one = false;
	const char *name;
	size_t n, column;

	*value = (struct value){.kind = VALUE_ROWS, .table = table, .to = table_rows(table)};
	if (in->p < in->end && *in->p == '[') {
		is_slice = true;
		if (read_rows(in, value, &is_one) < 0)
			return -1;
	}
	if (in->p >= in->end || *in->p != '.')
		return 0;
	in->p++;
	n = read_name(in, &name);
	name = arena_text(scope_root(in->scope)->arena, name, n);
	column = table_find(table, name);
	if (column == SIZE_MAX)
		return complain(in, "'%s' has no column '%s'", table_name(table), name);
	if (is_slice && !is_one) {
		value->kind = VALUE_LIST;
		value->cell = column;
		value->column = table_column(table, column);
		return 0;
	}
	set_cell(value, table,
		is_slice ? (value->from < value->to ? value->from : SIZE_MAX)
			 : scope_row(in->scope, table),
		column);
	return 0;
}

static int read_param(struct parser *in, struct value *value)
{
	const struct scope *root = scope_root(in->scope);
	const char *name;
	size_t n;

	if (in->p >= in->end || *in->p != '.')
		return complain(in, "'params' needs '.NAME'");
	in->p++;
	n = read_name(in, &name);
	for (size_t i = 0; i < root->n_params; i++)
		if (text_is(name, n, root->params[i].name)) {
			set_text(value, root->params[i].value);
			return 0;
		}
	return complain(in, "unknown parameter '%.*s'", (int)n, name);
}

static int read_path(struct parser *in, struct value *value)
{
	const struct scope *root = scope_root(in->scope);
	const struct table *table;
	const char *name;
	size_t n = read_name(in, &name);
	char *copy;

	if (!n)
		return complain(in, "a name is expected");
	copy = arena_text(root->arena, name, n);
	for (const struct scope *scope = in->scope; scope; scope = scope->outer)
		if (scope->table && table_find(scope->table, copy) != SIZE_MAX) {
			set_cell(value, scope->table, scope->row, table_find(scope->table, copy));
			return 0;
		}
	table = scope_table(in->scope, name, n);
	if (table)
		return read_table_path(in, table, value);
	if (!strcmp(copy, "params"))
		return read_param(in, value);
	if (!strcmp(copy, "period") || !strcmp(copy, "as_of")) {
		set_text(value, *copy == 'p' ? root->period : root->as_of);
		return 0;
	}
	in->p = name;
	return complain(in, "unknown name '%s'", copy);
}

/* --- filters --- */

static const char *read_argument(struct parser *in)
{
	const struct scope *root = scope_root(in->scope);
	const char *start;

	skip_blanks(in);
	if (in->p >= in->end || *in->p == '|')
		return NULL;
	start = in->p;
	if (*in->p == '"' || *in->p == '\'') {
		const char *close = memchr(in->p + 1, *in->p, (size_t)(in->end - in->p - 1));

		if (!close)
			return NULL;
		in->p = close + 1;
		return arena_text(root->arena, start + 1, (size_t)(close - start - 1));
	}
	while (in->p < in->end && *in->p != ' ' && *in->p != '|')
		in->p++;
	return arena_text(root->arena, start, (size_t)(in->p - start));
}

static int read_filters(struct parser *in, struct value *value)
{
	for (skip_blanks(in); in->p < in->end && *in->p == '|'; skip_blanks(in)) {
		const char *name, *argument, *place;
		struct err why;
		size_t n;
		int status;

		in->p++;
		skip_blanks(in);
		place = in->p;
		n = read_name(in, &name);
		argument = read_argument(in);
		status = filter_apply(in->scope, name, n, argument, value, &why);
		if (status == 1)
			continue;
		in->p = place;
		return status == 0 ? complain(in, "unknown filter '%.*s'", (int)n, name)
				   : complain(in, "%s", why.text);
	}
	return 0;
}

static struct parser parser_at(const struct scope *scope, const char *text, size_t n, int line,
	int column, struct err *err)
{
	return (struct parser){.scope = scope,
		.start = text,
		.p = text,
		.end = text + n,
		.line = line,
		.column = column,
		.err = err};
}

int value_read(const struct scope *scope, const char *text, size_t n, int line, int column,
	struct value *value, struct err *err)
{
	struct parser in = parser_at(scope, text, n, line, column, err);

	skip_blanks(&in);
	if (read_path(&in, value) < 0 || read_filters(&in, value) < 0)
		return -1;
	skip_blanks(&in);
	if (in.p < in.end)
		return complain(&in, "unexpected '%.*s'", (int)(in.end - in.p), in.p);
	return 0;
}

static void add_spaced(const char *lang, const char *text, size_t n, struct buf *out)
{
	char *next = mem_text_n(text, n);

	if (words_are_spaced(lang, buf_text(out), next))
		buf_add_char(out, ' ');
	buf_add_text(out, next);
	free(next);
}

int value_fill(const struct scope *scope, const char *text, size_t n, int line, int column,
	bool is_title, struct buf *out, struct err *err)
{
	const char *lang = is_title ? scope_root(scope)->lang : "";
	const char *p = text;
	const char *end = text + n;

	while (p < end) {
		const char *open = memmem(p, (size_t)(end - p), "{{", 2);
		const char *close = open ? memmem(open, (size_t)(end - open), "}}", 2) : NULL;
		struct buf shown = {0};
		struct value value;

		if (open && !close)
			return template_error(scope_root(scope)->template, line,
				column + (int)text_count(text, (size_t)(open - text)), err,
				"'{{' without '}}'");
		add_spaced(lang, p, (size_t)((open ? open : end) - p), out);
		if (!open)
			break;
		if (value_read(scope, open + 2, (size_t)(close - open - 2), line,
			    column + (int)text_count(text, (size_t)(open + 2 - text)), &value,
			    err) < 0)
			return -1;
		filter_show(scope, &value, &shown);
		add_spaced(lang, buf_text(&shown), shown.len, out);
		buf_release(&shown);
		p = close + 2;
	}
	return 0;
}
