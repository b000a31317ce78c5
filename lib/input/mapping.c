#include "input/mapping.h"

#include <math.h>

#include "base/text.h"

enum { EXAMPLE_WIDTH = 60 };

static const char *format_of(const struct plan_column *column)
{
	static const char *const ORDERS[] = {"", "dmy", "mdy", "ymd"};

	if (column->field == N_FIELDS)
		return "";
	if (column->format != COLUMN_PLAIN)
		return column_format_word(column->format);
	for (size_t k = 0; k < N_DATE_SHAPES; k++)
		if (column->orders.of[k])
			return ORDERS[column->orders.of[k]];
	return "";
}

static const char *text_of(struct arena *arena, struct span text)
{
	return arena_text(arena, text.text, text_fit(text.text, text.n, EXAMPLE_WIDTH));
}

static const char *field_of(const struct plan *plan, const struct plan_column *column)
{
	if (column->is_ignored)
		return "";
	if ((size_t)(column - plan->columns) == plan->status_column)
		return "outcome, status";
	return column->field < N_FIELDS ? FIELDS[column->field].name : "extra";
}

static const char *by_of(const struct plan_column *column)
{
	static const char *const WORDS[] = {[BY_NOTHING] = "",
		[BY_USER] = "columns file",
		[BY_NAME] = "name",
		[BY_HEADER] = "header",
		[BY_VALUES] = "values"};

	return column->field < N_FIELDS ? WORDS[column->by] : "";
}

struct input_column *mapping_list(
	const struct tables *tables, const struct rows *rows, struct arena *arena, size_t *n)
{
	struct input_column *columns;

	*n = 0;
	for (size_t t = 0; t < tables->n; t++)
		*n += tables->all[t].plan.n;
	columns = arena_alloc(arena, (*n + 1) * sizeof *columns);
	*n = 0;
	for (size_t t = 0; t < tables->n; t++)
		for (size_t i = 0; i < tables->all[t].plan.n; i++) {
			const struct plan_column *from = &tables->all[t].plan.columns[i];

			columns[(*n)++] = (struct input_column){
				.sheet = rows_sheet(rows, tables->all[t].sheet),
				.header = text_of(arena, from->header),
				.field = field_of(&tables->all[t].plan, from),
				.format = format_of(from),
				.example = text_of(arena, from->example),
				.by = by_of(from),
				.confidence = from->field < N_FIELDS ? from->confidence : NAN};
		}
	return columns;
}

static void add_member(struct buf *out, const char *name, const char *value)
{
	if (!*value)
		return;
	buf_add_text(out, out->data[out->len - 1] == '{' ? "\"" : ",\"");
	buf_add_text(out, name);
	buf_add_text(out, "\":\"");
	for (const char *p = value; *p; p++) {
		if (*p == '"' || *p == '\\')
			buf_add_char(out, '\\');
		if ((unsigned char)*p < 0x20)
			buf_format(out, "\\u%04x", (unsigned)*p);
		else
			buf_add_char(out, *p);
	}
	buf_add_char(out, '"');
}

void mapping_write(struct buf *out, const struct input_column *columns, size_t n)
{
	buf_add_char(out, '[');
	for (size_t i = 0; i < n; i++) {
		const struct input_column *column = &columns[i];

		buf_add_text(out, i ? ",{" : "{");
		add_member(out, "sheet", column->sheet);
		add_member(out, "header", column->header);
		add_member(out, "field", column->field);
		add_member(out, "format", column->format);
		add_member(out, "example", column->example);
		add_member(out, "by", column->by);
		buf_add_char(out, '}');
	}
	buf_add_char(out, ']');
}
