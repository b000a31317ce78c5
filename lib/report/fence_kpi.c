/* ```kpi: a few figures with their change. */
#include "report/fence_inner.h"

#include <math.h>
#include <string.h>

#include "document/format.h"
#include "document/words.h"

struct kpis {
	struct kpi items[MAX_WORDS];
	size_t n;
};

/* A delta may name a column of names, such as headline: then the row says which figure leads. */
static size_t leading_column(struct fence *fence, size_t column)
{
	size_t row = scope_row(fence->scope, fence->table);
	const struct cell *cell = row == SIZE_MAX ? NULL : table_cell(fence->table, row, column);
	size_t named =
		cell && cell->type == CELL_TEXT ? table_find(fence->table, cell->text) : SIZE_MAX;

	return named == SIZE_MAX ? column : named;
}

static void show_delta(struct fence *fence, struct kpi *kpi, size_t column, int good)
{
	const char *lang = fence->draft->document.lang;
	size_t row = scope_row(fence->scope, fence->table);
	const struct column *info = table_column(fence->table, column);
	double change = row == SIZE_MAX ? NAN : table_real(fence->table, row, column);
	struct buf text = {0};

	buf_format(&text, "%s ", words_base(lang, info->name));
	if (isnan(change))
		buf_add_text(&text, WORDS_UNDEFINED);
	else
		words_delta(lang, change, info->unit && !strcmp(info->unit, "points"), &text);
	kpi->change = fence_keep(fence, text.data, text.len);
	kpi->tone = isnan(change) || change == 0 ? 0 : change > 0 ? good : -good;
	buf_release(&text);
}

static int read_kpi_option(struct fence *fence, int line, const char *word, struct kpi *kpi,
	const char **delta, int *good)
{
	const char *value;

	if ((value = fence_option(fence, word, "unit")))
		kpi->unit = value;
	else if ((value = fence_option(fence, word, "delta")))
		*delta = value;
	else if ((value = fence_option(fence, word, "good")))
		return fence_good(fence, line, value, good);
	else
		return fence_error(fence, line, "unexpected '%s'", word);
	return 0;
}

static void show_kpi_value(struct fence *fence, struct kpi *kpi, size_t column, const char *format)
{
	static const struct cell empty = {.type = CELL_EMPTY};
	size_t row = scope_row(fence->scope, fence->table);
	struct buf text = {0};

	format_shown(fence->draft->document.lang, fence->draft->document.labels, format,
		table_column(fence->table, column),
		row == SIZE_MAX ? &empty : table_cell(fence->table, row, column), true, &text);
	kpi->value = fence_keep(fence, buf_text(&text), text.len);
	if (!strcmp(kpi->value, WORDS_UNDEFINED))
		kpi->unit = "";
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

	if (fence_key(text, &value) && fence_is_key(text, "query"))
		return fence_bind(fence, line, fence_keep(fence, value, strlen(value)));
	if (fence_split(fence, &spec) < 0)
		return -1;
	if (spec.n < 3 || !spec.is_quoted[1] || !format_is(spec.words[2]))
		return fence_error(fence, line, "'column \"Name\" format ...' is expected");
	if (kpis->n == MAX_WORDS)
		return fence_error(fence, line, "at most %d figures", MAX_WORDS);
	if (fence_column(fence, line, spec.words[0], &column) < 0)
		return -1;
	*kpi = (struct kpi){.name = spec.words[1], .unit = "", .change = ""};
	for (size_t i = 3; i < spec.n; i++)
		if (read_kpi_option(fence, line, spec.words[i], kpi, &delta, &good) < 0)
			return -1;
	show_kpi_value(fence, kpi, column, spec.words[2]);
	kpis->n++;
	if (!delta)
		return 0;
	if (fence_column(fence, line, delta, &column) < 0)
		return -1;
	show_delta(fence, kpi, leading_column(fence, column), good);
	return 0;
}

int fence_fill_kpi(struct fence *fence)
{
	struct kpis kpis = {0};
	struct kpi *items;
	struct block *block;

	if (fence_each_line(fence, &kpis, take_kpi) < 0)
		return -1;
	items = arena_alloc(&fence->draft->document.arena, (kpis.n + 1) * sizeof *items);
	memcpy(items, kpis.items, kpis.n * sizeof *items);
	block = draft_add_block(fence->draft, BLOCK_KPI);
	block->query = fence->query;
	block->kpis = items;
	block->n_kpis = kpis.n;
	return 0;
}
