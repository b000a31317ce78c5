/* ```chart */
#include "report/fence_inner.h"

#include <stdlib.h>
#include <string.h>

struct chart_spec {
	enum chart_type type;
	bool has_type;
	struct chart_choice choice;
};

/* Of small multiples. */
static int set_scale(struct fence *fence, struct chart_choice *choice, int line, const char *value)
{
	if (strcmp(value, "free") != 0 && strcmp(value, "shared") != 0)
		return fence_error(fence, line, "scale is free or shared, not '%s'", value);
	choice->scales_are_free = !strcmp(value, "free");
	return 0;
}

static int set_chart(
	struct fence *fence, struct chart_spec *spec, int line, const char *text, const char *value)
{
	struct chart_choice *choice = &spec->choice;

	if (fence_is_key(text, "query"))
		return fence_bind(fence, line, value);
	if (fence_is_key(text, "type")) {
		spec->has_type = chart_type_read(value, &spec->type);
		return spec->has_type ? 0
				      : fence_error(fence, line, "unknown chart type '%s'", value);
	}
	if (fence_is_key(text, "top"))
		return fence_top(fence, line, value, &choice->top);
	if (fence_is_key(text, "good"))
		return fence_good(fence, line, value, &choice->good);
	if (fence_is_key(text, "scale"))
		return set_scale(fence, choice, line, value);
	if (fence_is_key(text, "label"))
		choice->x = value;
	else if (fence_is_key(text, "value"))
		choice->value = value;
	else if (fence_is_key(text, "series"))
		choice->series = value;
	else if (fence_is_key(text, "change"))
		choice->change = value;
	else if (fence_is_key(text, "title"))
		choice->title = value;
	else if (fence_is_key(text, "subtitle"))
		choice->subtitle = value;
	else if (fence_is_key(text, "note"))
		choice->note = value;
	else
		return fence_error(fence, line, "unknown setting in '%s'", text);
	return 0;
}

static int take_chart(struct fence *fence, void *context, int line, char *text)
{
	const char *value;
	char *comment = strstr(text, " #");

	if (comment)
		*comment = '\0';
	if (!fence_key(text, &value))
		return fence_error(fence, line, "'name: value' is expected");
	if (fence_value(fence, line, value, &value) < 0)
		return -1;
	return set_chart(fence, context, line, text, value);
}

static int check_chart(struct fence *fence, const struct chart_choice *choice)
{
	const char *const names[] = {choice->x, choice->value, choice->series, choice->change};
	size_t column;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i] && fence_column(fence, fence->node->line, names[i], &column) < 0)
			return -1;
	return 0;
}

int fence_fill_chart(struct fence *fence)
{
	struct chart_spec spec = {.choice = {.labels = fence->draft->document.labels,
					  .lang = fence->draft->document.lang}};
	struct chart *chart;
	struct block *block;
	struct err why;

	if (fence_each_line(fence, &spec, take_chart) < 0 || check_chart(fence, &spec.choice) < 0)
		return -1;
	if (!spec.has_type)
		return fence_error(fence, fence->node->line, "'type: TYPE' is missing");
	if (!table_rows(fence->table)) {
		fence_no_data(fence);
		return 0;
	}
	chart = chart_from_table(fence->table, spec.type, &spec.choice, &why);
	if (!chart)
		return fence_error(fence, fence->node->line, "%s", why.text);
	draft_own_chart(fence->draft, chart);
	block = draft_add_block(fence->draft, BLOCK_CHART);
	block->chart = chart;
	block->query = fence->query;
	return 0;
}
