/* ```table */
#include "report/fence_inner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "document/format.h"
#include "document/words.h"
#include "stats/shares.h"
#include "table/number.h"

struct table_spec {
	struct table_column columns[64];
	size_t n;
	const char *caption;
	const char *total; /* names of the columns that are summed */
	int total_line;
	const char *sort; /* column; "-column" for descending */
	int sort_line;
	const char *bars; /* column that a workbook draws, or "none" */
	int bars_line;
	size_t top;
	bool is_detail; /* for the workbook only */
};

static int read_column_option(
	struct fence *fence, int line, const char *word, struct table_column *column)
{
	const char *value;
	char *stop;

	if (!strcmp(word, "optional")) {
		column->optional = true;
		return 0;
	}
	if ((value = fence_option(fence, word, "good")))
		return fence_good(fence, line, value, &column->good);
	value = fence_option(fence, word, "width");
	if (!value)
		return fence_error(fence, line, "unexpected '%s'", word);
	column->width = strtod(value, &stop) / 100;
	if (stop == value || strcmp(stop, "%") != 0 || column->width <= 0 || column->width > 1)
		return fence_error(
			fence, line, "width takes a share such as 30%%, not '%s'", value);
	return 0;
}

static int take_column(struct fence *fence, struct table_spec *table, int line, const char *text)
{
	struct spec spec = {.line = line, .text = text};
	struct table_column *column = &table->columns[table->n];

	if (fence_split(fence, &spec) < 0)
		return -1;
	if (spec.n < 3 || !spec.is_quoted[1] || !format_is(spec.words[2]))
		return fence_error(fence, line, "'column \"Title\" format ...' is expected");
	if (table->n == sizeof table->columns / sizeof *table->columns)
		return fence_error(fence, line, "too many columns");
	*column = (struct table_column){.title = spec.words[1], .format = spec.words[2]};
	if (fence_column(fence, line, spec.words[0], &column->column) < 0)
		return -1;
	column->right = table_column(fence->table, column->column)->type != CELL_TEXT &&
			strcmp(column->format, "flag") != 0; /* yes and no are words */
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

	if (!fence_key(text, &value))
		return take_column(fence, table, line, text);
	if (fence_value(fence, line, value, &value) < 0)
		return -1;
	if (fence_is_key(text, "query"))
		return fence_bind(fence, line, value);
	if (fence_is_key(text, "top"))
		return fence_top(fence, line, value, &table->top);
	if (fence_is_key(text, "only")) {
		table->is_detail = !strcmp(value, "workbook");
		return table->is_detail
			       ? 0
			       : fence_error(fence, line, "only: workbook, not '%s'", value);
	}
	if (fence_is_key(text, "sort")) {
		table->sort = value;
		table->sort_line = line;
	} else if (fence_is_key(text, "caption"))
		table->caption = value;
	else if (fence_is_key(text, "total")) {
		table->total = value;
		table->total_line = line;
	} else if (fence_is_key(text, "bars")) {
		table->bars = value;
		table->bars_line = line;
	} else
		return fence_error(fence, line, "unknown setting in '%s'", text);
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
	shares = arena_alloc(&fence->draft->document.arena, (n + 1) * sizeof *shares);
	for (size_t row = 0; row < n; row++)
		if (table_is_total(table, row))
			shares[row] = NAN;
		else
			sum += shares[row] = table_real(table, row, column->column);
	if (!(fabs(sum - 1) < 1e-9))
		return;
	shares_round(shares, n, decimals, shares);
	shown = arena_alloc(&fence->draft->document.arena, (n + 1) * sizeof *shown);
	for (size_t row = 0; row < n; row++) {
		struct buf text = {0};

		if (table_is_total(table, row))
			shares[row] = 100 * table_real(table, row, column->column);
		number_fixed(shares[row], decimals, false, false, &text);
		buf_add_char(&text, '%');
		shown[row] = fence_keep(fence, text.data, text.len);
		buf_release(&text);
	}
	column->shown = shown;
}

/* Where nothing is defined its sum is not either. */
static const char *show_sum(
	struct fence *fence, const struct table *table, const struct table_column *column)
{
	struct cell cell = {.type = CELL_EMPTY};
	struct buf text = {0};
	double sum = 0;
	const char *shown;

	for (size_t row = 0; row < table_rows(table); row++) {
		double value = table_real(table, row, column->column);

		if (isnan(value))
			continue;
		sum += value;
		cell = (struct cell){.type = CELL_REAL, .real = sum};
	}
	format_shown(fence->draft->document.lang, NULL, column->format,
		table_column(table, column->column), &cell, true, &text);
	shown = fence_keep(fence, buf_text(&text), text.len);
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
	if (fence_split(fence, &names) < 0)
		return -1;
	total = arena_alloc(&fence->draft->document.arena, spec->n * sizeof *total);
	for (size_t i = 0; i < spec->n; i++)
		total[i] = i ? "" : words_total(fence->draft->document.lang);
	for (size_t k = 0; k < names.n; k++) {
		size_t i = 0;

		while (i < spec->n && strcmp(table_column(table, block->columns[i].column)->name,
					      names.words[k]) != 0)
			i++;
		if (i == spec->n)
			return fence_error(fence, spec->total_line,
				"total: '%s' is no column shown", names.words[k]);
		total[i] = show_sum(fence, table, &block->columns[i]);
	}
	block->total = total;
	return 0;
}

/* A column that the data say nothing for: no text, and no number but 0. */
static bool says_nothing(const struct table *table, size_t column)
{
	for (size_t row = 0; row < table_rows(table); row++) {
		const struct cell *cell = table_cell(table, row, column);

		if (cell->type == CELL_TEXT
				? *cell->text != '\0'
				: cell->type != CELL_EMPTY && table_real(table, row, column) != 0)
			return false;
	}
	return true;
}

static void drop_columns(struct table_spec *spec, const struct table *table)
{
	size_t kept = 0;

	for (size_t i = 0; i < spec->n; i++)
		if (!spec->columns[i].optional || !says_nothing(table, spec->columns[i].column))
			spec->columns[kept++] = spec->columns[i];
	spec->n = kept;
}

/* One group without a name: the row of all says the same again. (All causes unknown is news.) */
static bool has_no_groups(const struct table_spec *spec, const struct table *table)
{
	size_t n_names = 0, name = 0;

	if (table_rows(table) != 2 || !table_is_total(table, 1))
		return false;
	for (size_t i = 0; i < spec->n; i++) {
		if (table_column(table, spec->columns[i].column)->type != CELL_TEXT)
			continue;
		name = spec->columns[i].column;
		n_names++;
	}
	return n_names == 1 && strcmp(table_column(table, name)->name, "cause") != 0 &&
	       table_cell(table, 0, name)->type == CELL_TEXT &&
	       !strcmp(table_cell(table, 0, name)->text, "(unassigned)");
}

/* Sorted and cut as asked for; what is made for that is the document's. */
static int arrange(struct fence *fence, const struct table_spec *spec, const struct table **table)
{
	bool is_descending = spec->sort && *spec->sort == '-';
	struct table *made;
	size_t column;

	if (spec->sort) {
		if (fence_column(fence, spec->sort_line, spec->sort + is_descending, &column) < 0)
			return -1;
		*table = made = table_sorted(*table, column, is_descending);
		draft_own_table(fence->draft, made);
	}
	if (spec->top && spec->top < table_rows(*table)) {
		*table = made = table_slice(*table, 0, spec->top);
		draft_own_table(fence->draft, made);
	}
	if (has_no_groups(spec, *table)) {
		*table = made = table_slice(*table, 1, 2);
		draft_own_table(fence->draft, made);
	}
	return 0;
}

int fence_fill_table(struct fence *fence)
{
	struct table_spec spec = {.caption = ""};
	struct table_column *columns;
	const struct table *table;
	struct block *block;

	if (fence_each_line(fence, &spec, take_table) < 0)
		return -1;
	if (!spec.n)
		return fence_error(fence, fence->node->line, "the table has no column");
	if (!table_rows(fence->table)) {
		if (!spec.is_detail)
			fence_no_data(fence);
		return 0;
	}
	table = fence->table;
	if (arrange(fence, &spec, &table) < 0)
		return -1;
	drop_columns(&spec, table);
	columns = arena_alloc(&fence->draft->document.arena, spec.n * sizeof *columns);
	memcpy(columns, spec.columns, spec.n * sizeof *columns);
	for (size_t i = 0; i < spec.n; i++)
		round_shares(fence, table, &columns[i]);
	block = draft_add_block(fence->draft, spec.is_detail ? BLOCK_DETAIL : BLOCK_TABLE);
	block->query = fence->query;
	block->table = (struct table_block){.query = fence->query,
		.caption = spec.caption,
		.table = table,
		.columns = columns,
		.n_columns = spec.n};
	if (add_totals(fence, &spec, table, &block->table) < 0)
		return -1;
	return spec.is_detail ? 0
			      : fence_bars(fence, spec.bars ? spec.bars_line : fence->node->line,
					spec.bars, &block->table);
}
