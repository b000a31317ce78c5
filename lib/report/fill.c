/* From a template to a document: runs the queries, walks the tree, resolves anchors. */
#include "report/report.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/text.h"
#include "report/draft.h"
#include "report/fence.h"
#include "report/prose.h"
#include "report/value.h"

struct fill {
	struct draft *draft;
	const struct report_source *source;
	struct scope scope; /* outermost */
	struct binding *bindings;
};

/* --- settings --- */

/* --set NAME=VALUE replaces a parameter that the template declares. */
static int set_params(struct fill *fill, struct setting *params, size_t n, struct err *err)
{
	for (size_t i = 0; i < fill->source->n_set; i++) {
		const char *set = fill->source->set[i];
		const char *equals = strchr(set, '=');
		size_t k = 0;

		assert(equals && "the caller has looked");
		while (k < n && !text_is(set, (size_t)(equals - set), params[k].name))
			k++;
		if (k == n)
			return err_set(err, "'%s' has no parameter '%.*s'",
				template_path(fill->draft->template), (int)(equals - set), set);
		params[k].value = equals + 1;
	}
	return 0;
}

static int read_params(struct fill *fill, struct err *err)
{
	const struct setting *settings;
	size_t n = template_settings(fill->draft->template, &settings);
	struct setting *params =
		arena_alloc(&fill->draft->document.arena, (n + 1) * sizeof *params);
	size_t n_params = 0;

	for (size_t i = 0; i < n; i++)
		if (!strcmp(settings[i].group, "params"))
			params[n_params++] = settings[i];
	fill->scope.params = params;
	fill->scope.n_params = n_params;
	return set_params(fill, params, n_params, err);
}

static bool is_query(const struct setting *setting)
{
	return !strcmp(setting->group, "queries") || !strcmp(setting->group, "whole");
}

/* A row that every filter for the column's kind of values can show. */
static void add_sample(const struct report_source *source, struct table *table)
{
	size_t row = table_add_row(table);

	for (size_t i = 0; i < table_columns(table); i++) {
		const struct column *column = table_column(table, i);
		bool is_date = column->unit && !strcmp(column->unit, "date");

		if (!strcmp(column->name, "period"))
			table_set_text(table, row, i, source->period);
		else if (column->type == CELL_TEXT)
			table_set_text(table, row, i, is_date ? source->as_of : "x");
		else
			table_set_integer(table, row, i, 1);
	}
}

static bool is_whole(const struct setting *setting)
{
	return !strcmp(setting->group, "whole");
}

static int write_line(
	const struct fill *fill, const struct setting *setting, struct buf *line, struct err *err)
{
	return value_fill(&fill->scope, setting->value, strlen(setting->value), setting->line, 1,
		false, line, err);
}

/* Lines that tell values of other queries cannot be written yet. */
static void prepare_queries(struct fill *fill, const struct setting *settings, size_t n)
{
	struct arena *arena = &fill->draft->document.arena;
	struct report_line *lines = arena_alloc(arena, (n + 1) * sizeof *lines);
	struct err ignored;
	size_t n_lines = 0;

	for (size_t i = 0; i < n; i++) {
		struct buf line = {0};

		if (is_query(&settings[i]) && write_line(fill, &settings[i], &line, &ignored) == 0)
			lines[n_lines++] =
				(struct report_line){arena_text(arena, buf_text(&line), line.len),
					is_whole(&settings[i])};
		buf_release(&line);
	}
	fill->source->prepare(fill->source->context, lines, n_lines);
}

static int run_query(struct fill *fill, const struct setting *setting, struct err *err)
{
	struct buf line = {0};
	struct table *table = NULL;
	struct err why;

	if (write_line(fill, setting, &line, err) == 0) {
		table = fill->source->run(
			fill->source->context, buf_text(&line), is_whole(setting), &why);
		if (!table)
			template_error(fill->draft->template, setting->line, 1, err,
				"query '%s': %s", setting->name, why.text);
	}
	buf_release(&line);
	if (!table)
		return -1;
	if (fill->source->is_check && !table_rows(table))
		add_sample(fill->source, table);
	draft_own_table(fill->draft, table);
	if (fill->source->privacy &&
		privacy_apply(fill->source->privacy, fill->draft->document.lang, table,
			fill->source->names, fill->source->context, err) < 0)
		return -1;
	fill->bindings[fill->scope.n_bindings++] =
		(struct binding){.name = setting->name, .table = table};
	return 0;
}

static int run_queries(struct fill *fill, struct err *err)
{
	const struct setting *settings;
	size_t n = template_settings(fill->draft->template, &settings);

	fill->bindings = mem_alloc((n + 1) * sizeof *fill->bindings);
	fill->scope.bindings = fill->bindings;
	if (fill->source->prepare)
		prepare_queries(fill, settings, n);
	for (size_t i = 0; i < n; i++)
		if (is_query(&settings[i]) && run_query(fill, &settings[i], err) < 0)
			return -1;
	return 0;
}

static int fill_setting(struct fill *fill, const char *name, const char **out, struct err *err)
{
	const struct setting *settings;
	size_t n = template_settings(fill->draft->template, &settings);
	struct buf text = {0};
	int status = 0;

	*out = "";
	for (size_t i = 0; i < n && status == 0; i++)
		if (!*settings[i].group && !strcmp(settings[i].name, name))
			status = value_fill(&fill->scope, settings[i].value,
				strlen(settings[i].value), settings[i].line, 1, true, &text, err);
	*out = arena_text(&fill->draft->document.arena, buf_text(&text), text.len);
	buf_release(&text);
	return status;
}

/* A report for 2026-W43 from a monthly template would put weeks under monthly headings. */
static int check_period(struct fill *fill, struct err *err)
{
	const char *word = template_setting(fill->draft->template, "period");
	enum period wanted, given;
	int32_t number;

	if (period_parse(fill->source->period, &given, &number, err) < 0)
		return -1;
	fill->draft->document.day = period_last_day(given, number);
	if (!word)
		return 0;
	if (!period_read(word, &wanted))
		return err_set(
			err, "%s: '%s' is no period", template_path(fill->draft->template), word);
	if (given != wanted)
		return err_set(err, "'%s' is no %s: '%s' is a report by %s", fill->source->period,
			word, template_path(fill->draft->template), word);
	return 0;
}

static int read_settings(struct fill *fill, struct err *err)
{
	struct document *document = &fill->draft->document;
	const struct report_source *source = fill->source;
	const char *toc = template_setting(fill->draft->template, "toc");
	const char *lang = template_setting(fill->draft->template, "lang");
	int32_t day;

	if (check_period(fill, err) < 0)
		return -1;
	document->lang = lang ? lang : "zh-CN";
	document->labels = source->labels(source->context, document->lang, err);
	if (!document->labels)
		return -1;
	document->toc = toc ? (int)strtol(toc, NULL, 10) : 0;
	document->period = source->period;
	document->as_of = source->as_of;
	document->basis = source->basis;
	document->n_basis = source->n_basis;
	if (date_read(source->as_of, strlen(source->as_of), &day))
		document->day = day;
	fill->scope.template = fill->draft->template;
	fill->scope.period = source->period;
	fill->scope.as_of = source->as_of;
	fill->scope.lang = document->lang;
	fill->scope.labels = document->labels;
	fill->scope.arena = &document->arena;
	return read_params(fill, err);
}

/* --- the tree --- */

static int fill_nodes(struct fill *fill, struct prose *prose, const struct scope *scope,
	const struct node *node, struct err *err);

static int fill_if(struct fill *fill, struct prose *prose, const struct scope *scope,
	const struct node *node, struct err *err)
{
	int holds = value_condition(
		scope, node->text, strlen(node->text), node->line, node->column, err);

	if (holds < 0)
		return -1;
	if (fill->source->is_check &&
		fill_nodes(fill, prose, scope, holds ? node->otherwise : node->inside, err) < 0)
		return -1;
	return fill_nodes(fill, prose, scope, holds ? node->inside : node->otherwise, err);
}

static int fill_each(struct fill *fill, struct prose *prose, const struct scope *scope,
	const struct node *node, struct err *err)
{
	struct scope inner = {.outer = scope};
	struct value value;

	if (value_read(scope, node->text, strlen(node->text), node->line, node->column, &value,
		    err) < 0)
		return -1;
	if (value.kind != VALUE_ROWS)
		return template_error(fill->draft->template, node->line, node->column, err,
			"{{#each}} takes a query or some rows of it");
	if (value.from == value.to)
		return fill_nodes(fill, prose, scope, node->otherwise, err);
	inner.table = value.table;
	for (inner.row = value.from; inner.row < value.to; inner.row++)
		if (fill_nodes(fill, prose, &inner, node->inside, err) < 0)
			return -1;
	return fill->source->is_check ? fill_nodes(fill, prose, scope, node->otherwise, err) : 0;
}

static int fill_nodes(struct fill *fill, struct prose *prose, const struct scope *scope,
	const struct node *node, struct err *err)
{
	int status = 0;

	for (; node && status == 0; node = node->next)
		switch (node->type) {
		case NODE_TEXT:
			status = prose_add_line(prose, scope, node, err);
			break;
		case NODE_IF:
			status = fill_if(fill, prose, scope, node, err);
			break;
		case NODE_EACH:
			status = fill_each(fill, prose, scope, node, err);
			break;
		case NODE_PAGE:
			prose_flush(prose, fill->draft);
			draft_add_block(fill->draft, BLOCK_PAGE_BREAK);
			break;
		case NODE_FENCE:
			prose_flush(prose, fill->draft);
			status = fence_fill(fill->draft, scope, node, err);
			break;
		}
	return status;
}

static int fill_all(struct fill *fill, const char *path, struct err *err)
{
	struct prose *prose;
	int status;

	fill->draft->template = template_read(path, err);
	if (!fill->draft->template || read_settings(fill, err) < 0 || run_queries(fill, err) < 0)
		return -1;
	if (fill_setting(fill, "title", &fill->draft->document.title, err) < 0 ||
		fill_setting(fill, "subtitle", &fill->draft->document.subtitle, err) < 0 ||
		fill_setting(fill, "author", &fill->draft->document.author, err) < 0)
		return -1;
	prose = prose_new();
	status = fill_nodes(fill, prose, &fill->scope, template_body(fill->draft->template), err);
	if (status == 0)
		prose_flush(prose, fill->draft);
	prose_free(prose);
	if (status < 0)
		return -1;
	return 0;
}

struct document *report_fill(const char *path, const struct report_source *source, struct err *err)
{
	struct fill fill = {.draft = draft_new(), .source = source};
	int status = fill_all(&fill, path, err);

	free(fill.bindings);
	if (status == 0)
		return draft_finish(fill.draft);
	document_free(&fill.draft->document);
	return NULL;
}
