#include "spreadsheet/merged.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "spreadsheet/cells.h"

enum { MOST_RANGES = 1 << 20, MOST_BYTES = 16 << 20 };

static void drop(struct merged *merged, size_t i)
{
	merged->n_bytes -= merged->open[i].n;
	free(merged->open[i].text);
	merged->open[i] = merged->open[--merged->n_open];
}

void merged_rewind(struct merged *merged)
{
	while (merged->n_open)
		drop(merged, merged->n_open - 1);
	merged->next = 0;
}

void merged_clear(struct merged *merged)
{
	merged_rewind(merged);
	merged->n = 0;
	merged->is_unordered = false;
}

void merged_release(struct merged *merged)
{
	merged_clear(merged);
	free(merged->ranges);
	free(merged->open);
	free(merged->given);
	*merged = (struct merged){0};
}

static int compare_ranges(const void *left, const void *right)
{
	const struct merged_range *a = left, *b = right;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	return a->last < b->last ? -1 : a->last > b->last;
}

int merged_add(struct merged *merged, uint64_t first, uint64_t last, uint64_t column)
{
	struct merged_range *range;

	if (first < 1 || first > SHEET_LINES || last <= first || column >= SHEET_COLUMNS)
		return 0;
	if (merged->n == MOST_RANGES)
		return -1;
	if (last > SHEET_LINES)
		last = SHEET_LINES;
	merged->ranges =
		mem_grow(merged->ranges, merged->n, &merged->capacity, sizeof *merged->ranges);
	range = &merged->ranges[merged->n++];
	*range = (struct merged_range){(uint32_t)first, (uint32_t)last, (uint32_t)column};
	merged->is_unordered |= merged->n > 1 && compare_ranges(range - 1, range) > 0;
	return 0;
}

/* Those that no row has reached; of several with the same first cell the longest is the last. */
static void put_in_order(struct merged *merged)
{
	if (merged->is_unordered)
		qsort(merged->ranges + merged->next, merged->n - merged->next,
			sizeof *merged->ranges, compare_ranges);
	merged->is_unordered = false;
}

/* Another one begins in the same cell: a file may say so a million times. */
static bool is_repeated(const struct merged *merged, size_t i)
{
	const struct merged_range *range = &merged->ranges[i];

	return i + 1 < merged->n && range[1].first == range->first &&
	       range[1].column == range->column;
}

/* The value of a range whose first line this row is. In one column the later range stands. */
static void begin(
	struct merged *merged, const struct merged_range *range, const struct sheet_row *row)
{
	struct span text = {0};
	size_t i = 0;

	if (range->first == row->line && range->column < row->n)
		text = row->cells[range->column].text;
	if (!text.n)
		return;
	while (i < merged->n_open && merged->open[i].column != range->column)
		i++;
	if (i < merged->n_open)
		drop(merged, i);
	merged->open = mem_grow(
		merged->open, merged->n_open, &merged->open_capacity, sizeof *merged->open);
	merged->open[merged->n_open++] = (struct merged_value){
		range->last, range->column, mem_text_n(text.text, text.n), text.n};
	merged->n_bytes += text.n;
}

static bool is_empty(const struct sheet_row *row, size_t column)
{
	return column >= row->n || !row->cells[column].text.n;
}

/* From the end: what takes the place of one that is dropped has been looked at. */
static void drop_past(struct merged *merged, uint64_t line)
{
	for (size_t i = merged->n_open; i-- > 0;)
		if (merged->open[i].last < line)
			drop(merged, i);
}

/* What the open ranges say of this row; those that are over are dropped. */
static void give(struct merged *merged, struct sheet_row *row)
{
	drop_past(merged, row->line);
	for (size_t i = 0; i < merged->n_open; i++) {
		const struct merged_value *value = &merged->open[i];

		if (!is_empty(row, value->column))
			continue;
		merged->given = mem_grow(merged->given, row->n_merged, &merged->given_capacity,
			sizeof *merged->given);
		merged->given[row->n_merged++] =
			(struct sheet_merged){value->column, {value->text, value->n}};
	}
	row->merged = merged->given;
}

int merged_take(struct merged *merged, struct sheet_row *row, struct err *err)
{
	row->n_merged = 0;
	put_in_order(merged);
	if (merged->n_open)
		give(merged, row);
	for (; merged->next < merged->n && merged->ranges[merged->next].first <= row->line;
		merged->next++)
		if (!is_repeated(merged, merged->next))
			begin(merged, &merged->ranges[merged->next], row);
	if (merged->n_bytes > MOST_BYTES)
		return err_set(err, "merged cells above line %llu hold more than %d MB",
			(unsigned long long)row->line + 1, MOST_BYTES >> 20);
	return 0;
}
