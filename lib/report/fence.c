/* ```kpi, ```chart and ```table: each names a query and how to show its columns. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/fill.h"
#include "report/filter.h"
#include "report/words.h"
#include "stats/shares.h"
#include "table/number.h"

enum { MAX_WORDS = 16 };

/* One line of a fence, split: words, "quoted text", key=value. */
struct spec {
	int line;
	const char *text;
	const char *words[MAX_WORDS];
	bool is_quoted[MAX_WORDS];
	size_t n;
};

struct fence {
	struct fill *fill;
	const struct scope *scope;
	const struct node *node;
	struct err *err;
	const char *query; /* NULL until its line was read */
	const struct table *table;
};

__attribute__((format(printf, 3, 4))) static int complain(
	const struct fence *fence, int line, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return template_error(fence->fill->template, line, 1, fence->err, "%s", text);
}

static const char *keep(struct fence *fence, const char *text, size_t n)
{
	return arena_text(&fence->fill->document.arena, text, n);
}

static int split(struct fence *fence, struct spec *spec)
{
	const char *p = spec->text;

	spec->n = 0;
	for (;;) {
		const char *start;
		bool in_quotes = false;

		p += strspn(p, " \t");
		if (!*p || *p == '#')
			return 0;
		if (spec->n == MAX_WORDS)
			return complain(fence, spec->line, "too many words");
		start = p;
		for (; *p && (in_quotes || (*p != ' ' && *p != '\t')); p++)
			if (*p == '"')
				in_quotes = !in_quotes;
		if (in_quotes)
			return complain(fence, spec->line, "a quote is never closed");
		spec->is_quoted[spec->n] = *start == '"' && p[-1] == '"';
		spec->words[spec->n] = spec->is_quoted[spec->n]
					       ? keep(fence, start + 1, (size_t)(p - start - 2))
					       : keep(fence, start, (size_t)(p - start));
		spec->n++;
	}
}

/* "name: value" with its {{values}} filled in; NULL when the line is none of the kind. */
static const char *key_value(const char *text, const char **value)
{
	size_t n = strcspn(text, ": \t\"=");

	if (!n || text[n] != ':')
		return NULL;
	*value = text + n + 1;
	*value += strspn(*value, " \t");
	return text;
}

static bool is_key(const char *text, const char *name)
{
	size_t n = strlen(name);

	return !strncmp(text, name, n) && text[n] == ':';
}

static int fill_value(struct fence *fence, int line, const char *value, const char **out)
{
	struct buf text = {0};
	size_t n = strlen(value);
	int status;

	while (n && (value[n - 1] == ' ' || value[n - 1] == '\t' || value[n - 1] == '\r'))
		n--;
	status = value_fill(fence->scope, value, n, line, 1, &text, fence->err);
	*out = keep(fence, buf_text(&text), text.len);
	buf_release(&text);
	return status;
}

static int bind_query(struct fence *fence, int line, const char *name)
{
	fence->query = name;
	fence->table = scope_table(fence->scope, name, strlen(name));
	return fence->table ? 0 : complain(fence, line, "unknown query '%s'", name);
}

/* Calls `take` for each line that is not blank. */
static int each_line(struct fence *fence, void *context,
	int (*take)(struct fence *fence, void *context, int line, char *text))
{
	char *copy = mem_text(fence->node->text);
	int line = fence->node->line;
	char *rest = copy;
	char *text;
	int status = 0;

	while (status == 0 && (text = strsep(&rest, "\n"))) {
		size_t n = strlen(text);

		line++;
		text[n - (n && text[n - 1] == '\r')] = '\0';
		if (text[strspn(text, " \t")])
			status = take(fence, context, line, text + strspn(text, " \t"));
	}
	free(copy);
	if (status == 0 && !fence->query)
		status = complain(fence, fence->node->line, "'query: NAME' is missing");
	return status;
}

static int find_column(struct fence *fence, int line, const char *name, size_t *column)
{
	if (!fence->table)
		return complain(fence, line, "'query: NAME' must stand first");
	*column = table_find(fence->table, name);
	if (*column == SIZE_MAX)
		return complain(fence, line, "'%s' has no column '%s'", fence->query, name);
	return 0;
}

static int read_good(struct fence *fence, int line, const char *word, int *good)
{
	if (strcmp(word, "up") != 0 && strcmp(word, "down") != 0)
		return complain(fence, line, "good=up or good=down, not '%s'", word);
	*good = !strcmp(word, "up") ? 1 : -1;
	return 0;
}

/* The value of "key=..." without its quotes, or NULL. */
static const char *option_value(struct fence *fence, const char *word, const char *key)
{
	size_t n = strlen(key);
	size_t length = strlen(word);

	if (strncmp(word, key, n) != 0 || word[n] != '=')
		return NULL;
	if (length >= n + 3 && word[n + 1] == '"' && word[length - 1] == '"')
		return keep(fence, word + n + 2, length - n - 3);
	return word + n + 1;
}

static void add_no_data(struct fence *fence)
{
	struct block *block = fill_add_block(fence->fill, BLOCK_PARAGRAPH);
	struct text_run *run = arena_alloc(&fence->fill->document.arena, sizeof *run);

	*run = (struct text_run){.text = words_no_data(fence->fill->document.lang), .italic = true};
	block->runs = run;
	block->n_runs = 1;
}

/* --- kpi --- */

struct kpis {
	struct kpi items[MAX_WORDS];
	size_t n;
};

static void show_delta(struct fence *fence, struct kpi *kpi, size_t column, int good)
{
	const char *lang = fence->fill->document.lang;
	size_t row = scope_row(fence->scope, fence->table);
	const struct column *info = table_column(fence->table, column);
	double change = row == SIZE_MAX ? NAN : table_real(fence->table, row, column);
	struct buf text = {0};

	buf_format(&text, "%s ", words_base(lang, info->name));
	if (isnan(change))
		buf_add_text(&text, WORDS_UNDEFINED);
	else
		words_delta(lang, change, info->unit && !strcmp(info->unit, "points"), &text);
	kpi->change = keep(fence, text.data, text.len);
	kpi->tone = isnan(change) || change == 0 ? 0 : change > 0 ? good : -good;
	buf_release(&text);
}

static int read_kpi_option(struct fence *fence, int line, const char *word, struct kpi *kpi,
	const char **delta, int *good)
{
	const char *value;

	if ((value = option_value(fence, word, "unit")))
		kpi->unit = value;
	else if ((value = option_value(fence, word, "delta")))
		*delta = value;
	else if ((value = option_value(fence, word, "good")))
		return read_good(fence, line, value, good);
	else
		return complain(fence, line, "unexpected '%s'", word);
	return 0;
}

static void show_kpi_value(struct fence *fence, struct kpi *kpi, size_t column, const char *format)
{
	static const struct cell empty = {.type = CELL_EMPTY};
	size_t row = scope_row(fence->scope, fence->table);
	struct buf text = {0};

	filter_cell(fence->fill->document.lang, fence->fill->document.labels, format,
		table_column(fence->table, column),
		row == SIZE_MAX ? &empty : table_cell(fence->table, row, column), &text);
	kpi->value = keep(fence, buf_text(&text), text.len);
	buf_release(&text);
}

static int take_kpi(struct fence *fence, void *context, int line, char *text)
{
	struct kpis *kpis = context;
	struct kpi *kpi = &kpis->items[kpis->n];
	struct spec spec = {.line = line, .text = text};
	const char *value;
	const char *delta = NULL;
	int good = 0;
	size_t column;

	if (key_value(text, &value) && is_key(text, "query"))
		return bind_query(fence, line, keep(fence, value, strlen(value)));
	if (split(fence, &spec) < 0)
		return -1;
	if (spec.n < 3 || !spec.is_quoted[1] || !filter_is_format(spec.words[2]))
		return complain(fence, line, "'column \"Name\" format ...' is expected");
	if (kpis->n == MAX_WORDS)
		return complain(fence, line, "at most %d figures", MAX_WORDS);
	if (find_column(fence, line, spec.words[0], &column) < 0)
		return -1;
	*kpi = (struct kpi){.name = spec.words[1], .unit = "", .change = ""};
	for (size_t i = 3; i < spec.n; i++)
		if (read_kpi_option(fence, line, spec.words[i], kpi, &delta, &good) < 0)
			return -1;
	show_kpi_value(fence, kpi, column, spec.words[2]);
	kpis->n++;
	if (!delta)
		return 0;
	if (find_column(fence, line, delta, &column) < 0)
		return -1;
	show_delta(fence, kpi, column, good);
	return 0;
}

static int fill_kpi(struct fence *fence)
{
	struct kpis kpis = {0};
	struct kpi *items;
	struct block *block;

	if (each_line(fence, &kpis, take_kpi) < 0)
		return -1;
	items = arena_alloc(&fence->fill->document.arena, (kpis.n + 1) * sizeof *items);
	memcpy(items, kpis.items, kpis.n * sizeof *items);
	block = fill_add_block(fence->fill, BLOCK_KPI);
	block->query = fence->query;
	block->kpis = items;
	block->n_kpis = kpis.n;
	return 0;
}

/* --- chart --- */

struct chart_spec {
	enum chart_type type;
	bool has_type;
	struct chart_choice choice;
};

static int read_top(struct fence *fence, int line, const char *value, size_t *top)
{
	char *stop;
	long n = strtol(value, &stop, 10);

	if (*stop || stop == value || n < 1 || n > 1000)
		return complain(fence, line, "top takes a number from 1 to 1000, not '%s'", value);
	*top = (size_t)n;
	return 0;
}

static int set_chart(
	struct fence *fence, struct chart_spec *spec, int line, const char *text, const char *value)
{
	struct chart_choice *choice = &spec->choice;

	if (is_key(text, "query"))
		return bind_query(fence, line, value);
	if (is_key(text, "type")) {
		spec->has_type = chart_type_read(value, &spec->type);
		return spec->has_type ? 0 : complain(fence, line, "unknown chart type '%s'", value);
	}
	if (is_key(text, "top"))
		return read_top(fence, line, value, &choice->top);
	if (is_key(text, "label"))
		choice->x = value;
	else if (is_key(text, "value"))
		choice->value = value;
	else if (is_key(text, "series"))
		choice->series = value;
	else if (is_key(text, "title"))
		choice->title = value;
	else if (is_key(text, "subtitle"))
		choice->subtitle = value;
	else if (is_key(text, "note"))
		choice->note = value;
	else
		return complain(fence, line, "unknown setting in '%s'", text);
	return 0;
}

static int take_chart(struct fence *fence, void *context, int line, char *text)
{
	const char *value;
	char *comment = strstr(text, " #");

	if (comment)
		*comment = '\0';
	if (!key_value(text, &value))
		return complain(fence, line, "'name: value' is expected");
	if (fill_value(fence, line, value, &value) < 0)
		return -1;
	return set_chart(fence, context, line, text, value);
}

static int check_chart(struct fence *fence, const struct chart_choice *choice)
{
	const char *const names[] = {choice->x, choice->value, choice->series};
	size_t column;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i] && find_column(fence, fence->node->line, names[i], &column) < 0)
			return -1;
	return 0;
}

static int fill_chart(struct fence *fence)
{
	struct chart_spec spec = {.choice = {.labels = fence->fill->document.labels,
					  .lang = fence->fill->document.lang}};
	struct chart *chart;
	struct block *block;
	struct err why;

	if (each_line(fence, &spec, take_chart) < 0 || check_chart(fence, &spec.choice) < 0)
		return -1;
	if (!spec.has_type)
		return complain(fence, fence->node->line, "'type: TYPE' is missing");
	if (!table_rows(fence->table)) {
		add_no_data(fence);
		return 0;
	}
	chart = chart_from_table(fence->table, spec.type, &spec.choice, &why);
	if (!chart)
		return complain(fence, fence->node->line, "%s", why.text);
	fill_own_chart(fence->fill, chart);
	block = fill_add_block(fence->fill, BLOCK_CHART);
	block->chart = chart;
	block->query = fence->query;
	return 0;
}

/* --- table --- */

struct table_spec {
	struct table_column columns[64];
	size_t n;
	const char *caption;
	const char *total; /* names of the columns that are summed */
	int total_line;
	size_t top;
};

static int read_column_option(
	struct fence *fence, int line, const char *word, struct table_column *column)
{
	const char *value;
	char *stop;

	if ((value = option_value(fence, word, "good")))
		return read_good(fence, line, value, &column->good);
	value = option_value(fence, word, "width");
	if (!value)
		return complain(fence, line, "unexpected '%s'", word);
	column->width = strtod(value, &stop) / 100;
	if (stop == value || strcmp(stop, "%") != 0 || column->width <= 0 || column->width > 1)
		return complain(fence, line, "width takes a share such as 30%%, not '%s'", value);
	return 0;
}

static int take_column(struct fence *fence, struct table_spec *table, int line, const char *text)
{
	struct spec spec = {.line = line, .text = text};
	struct table_column *column = &table->columns[table->n];

	if (split(fence, &spec) < 0)
		return -1;
	if (spec.n < 3 || !spec.is_quoted[1] || !filter_is_format(spec.words[2]))
		return complain(fence, line, "'column \"Title\" format ...' is expected");
	if (table->n == sizeof table->columns / sizeof *table->columns)
		return complain(fence, line, "too many columns");
	*column = (struct table_column){.title = spec.words[1], .format = spec.words[2]};
	if (find_column(fence, line, spec.words[0], &column->column) < 0)
		return -1;
	column->right = table_column(fence->table, column->column)->type != CELL_TEXT;
	for (size_t i = 3; i < spec.n; i++)
		if (read_column_option(fence, line, spec.words[i], column) < 0)
			return -1;
	table->n++;
	return 0;
}

static int take_table(struct fence *fence, void *context, int line, char *text)
{
	struct table_spec *table = context;
	const char *value;

	if (!key_value(text, &value))
		return take_column(fence, table, line, text);
	if (fill_value(fence, line, value, &value) < 0)
		return -1;
	if (is_key(text, "query"))
		return bind_query(fence, line, value);
	if (is_key(text, "top"))
		return read_top(fence, line, value, &table->top);
	if (is_key(text, "caption"))
		table->caption = value;
	else if (is_key(text, "total")) {
		table->total = value;
		table->total_line = line;
	} else
		return complain(fence, line, "unknown setting in '%s'", text);
	return 0;
}

/* Decimals of the formats for shares, -1 for others. */
static int share_decimals(const char *format)
{
	return !strcmp(format, "pct0") ? 0 : !strcmp(format, "pct1") ? 1 : -1;
}

/* METRICS 0.4: shares of a printed table that are all of the whole sum to 100. */
static void round_shares(
	struct fence *fence, const struct table *table, struct table_column *column)
{
	const struct column *info = table_column(table, column->column);
	size_t n = table_rows(table);
	int decimals = share_decimals(column->format);
	const char **shown;
	double *shares;
	double sum = 0;

	if (decimals < 0 || !info->unit || strcmp(info->unit, "share") != 0)
		return;
	shares = arena_alloc(&fence->fill->document.arena, (n + 1) * sizeof *shares);
	for (size_t row = 0; row < n; row++)
		sum += shares[row] = table_real(table, row, column->column);
	if (!(fabs(sum - 1) < 1e-9))
		return;
	shares_round(shares, n, decimals, shares);
	shown = arena_alloc(&fence->fill->document.arena, (n + 1) * sizeof *shown);
	for (size_t row = 0; row < n; row++) {
		struct buf text = {0};

		number_fixed(shares[row], decimals, false, false, &text);
		buf_add_char(&text, '%');
		shown[row] = keep(fence, text.data, text.len);
		buf_release(&text);
	}
	column->shown = shown;
}

static const char *show_sum(
	struct fence *fence, const struct table *table, const struct table_column *column)
{
	struct cell cell = {.type = CELL_REAL};
	struct buf text = {0};
	const char *shown;

	for (size_t row = 0; row < table_rows(table); row++) {
		double value = table_real(table, row, column->column);

		cell.real += isnan(value) ? 0 : value;
	}
	filter_cell(fence->fill->document.lang, NULL, column->format,
		table_column(table, column->column), &cell, &text);
	shown = keep(fence, buf_text(&text), text.len);
	buf_release(&text);
	return shown;
}

static int add_totals(struct fence *fence, const struct table_spec *spec, const struct table *table,
	struct table_block *block)
{
	struct spec names = {.line = spec->total_line, .text = spec->total};
	const char **total;

	if (!spec->total)
		return 0;
	if (split(fence, &names) < 0)
		return -1;
	total = arena_alloc(&fence->fill->document.arena, spec->n * sizeof *total);
	for (size_t i = 0; i < spec->n; i++)
		total[i] = i ? "" : words_total(fence->fill->document.lang);
	for (size_t k = 0; k < names.n; k++) {
		size_t i = 0;

		while (i < spec->n && strcmp(table_column(table, block->columns[i].column)->name,
					      names.words[k]) != 0)
			i++;
		if (i == spec->n)
			return complain(fence, spec->total_line, "total: '%s' is no column shown",
				names.words[k]);
		total[i] = show_sum(fence, table, &block->columns[i]);
	}
	block->total = total;
	return 0;
}

static int fill_table(struct fence *fence)
{
	struct table_spec spec = {.caption = ""};
	struct table_column *columns;
	const struct table *table;
	struct block *block;
	struct table *cut;

	if (each_line(fence, &spec, take_table) < 0)
		return -1;
	if (!spec.n)
		return complain(fence, fence->node->line, "the table has no column");
	if (!table_rows(fence->table)) {
		add_no_data(fence);
		return 0;
	}
	table = fence->table;
	if (spec.top && spec.top < table_rows(table)) {
		table = cut = table_slice(table, 0, spec.top);
		fill_own_table(fence->fill, cut);
	}
	columns = arena_alloc(&fence->fill->document.arena, spec.n * sizeof *columns);
	memcpy(columns, spec.columns, spec.n * sizeof *columns);
	for (size_t i = 0; i < spec.n; i++)
		round_shares(fence, table, &columns[i]);
	block = fill_add_block(fence->fill, BLOCK_TABLE);
	block->query = fence->query;
	block->table = (struct table_block){.query = fence->query,
		.caption = spec.caption,
		.table = table,
		.columns = columns,
		.n_columns = spec.n};
	return add_totals(fence, &spec, table, &block->table);
}

int fence_fill(
	struct fill *fill, const struct scope *scope, const struct node *node, struct err *err)
{
	struct fence fence = {.fill = fill, .scope = scope, .node = node, .err = err};

	if (!strcmp(node->name, "kpi"))
		return fill_kpi(&fence);
	if (!strcmp(node->name, "chart"))
		return fill_chart(&fence);
	return fill_table(&fence);
}
