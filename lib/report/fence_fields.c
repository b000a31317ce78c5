/* ```fields: a form. Lines of "Name" TEXT, where the text has {{values}}; a table of two columns.
 */
#include "report/fence_inner.h"

#include <string.h>

struct fields_spec {
	const char *caption;
	const char *titles[2];
	struct table *table;
};

static int take_titles(struct fence *fence, struct fields_spec *fields, int line, const char *text)
{
	struct spec spec = {.line = line, .text = text};

	if (fence_split(fence, &spec) < 0)
		return -1;
	if (spec.n != 2)
		return fence_error(fence, line, "columns takes two titles");
	fields->titles[0] = spec.words[0];
	fields->titles[1] = spec.words[1];
	return 0;
}

/* In a template's own text "\\n" is a new line: room for a signature. */
static void break_lines(char *text)
{
	for (char *at; (at = strstr(text, "\\n")); text = at + 1) {
		*at = '\n';
		memmove(at + 1, at + 2, strlen(at + 2) + 1);
	}
}

/* "Name" and what follows it. */
static int take_field(struct fence *fence, struct fields_spec *fields, int line, char *text)
{
	char *close = strchr(text + 1, '"');
	const char *value;
	size_t row;

	if (*text != '"' || !close)
		return fence_error(fence, line, "'\"Name\" text' is expected");
	break_lines(close);
	if (fence_value(fence, line, close + 1 + strspn(close + 1, " \t"), &value) < 0)
		return -1;
	row = table_add_row(fields->table);
	table_set_text_n(fields->table, row, 0, text + 1, (size_t)(close - text - 1));
	table_set_text(fields->table, row, 1, value);
	return 0;
}

static int take_fields(struct fence *fence, void *context, int line, char *text)
{
	struct fields_spec *fields = context;
	const char *value;

	if (*text == '"')
		return take_field(fence, fields, line, text);
	if (!fence_key(text, &value) || fence_value(fence, line, value, &value) < 0)
		return fence_error(fence, line, "'\"Name\" text' is expected");
	if (fence_is_key(text, "query"))
		return fence_bind(fence, line, value);
	if (fence_is_key(text, "columns"))
		return take_titles(fence, fields, line, value);
	if (!fence_is_key(text, "caption"))
		return fence_error(fence, line, "unknown setting in '%s'", text);
	fields->caption = value;
	return 0;
}

int fence_fill_fields(struct fence *fence)
{
	struct fields_spec fields = {.caption = "", .titles = {"", ""}};
	struct table_column *columns =
		arena_alloc(&fence->draft->document.arena, 2 * sizeof *columns);
	struct block *block;

	fields.table = table_new("fields");
	draft_own_table(fence->draft, fields.table);
	table_add_column(fields.table, "name", CELL_TEXT, "text");
	table_add_column(fields.table, "value", CELL_TEXT, "text");
	if (fence_each_line(fence, &fields, take_fields) < 0)
		return -1;
	columns[0] = (struct table_column){.column = 0, .format = "text", .width = 0.24};
	columns[1] = (struct table_column){.column = 1, .format = "text", .width = 0.76};
	columns[0].title = fields.titles[0];
	columns[1].title = fields.titles[1];
	block = draft_add_block(fence->draft, BLOCK_TABLE);
	block->query = fence->query;
	block->table = (struct table_block){.query = fence->query,
		.caption = fields.caption,
		.table = fields.table,
		.columns = columns,
		.n_columns = 2,
		.is_form = true};
	return 0;
}
