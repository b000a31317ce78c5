#include "input/continuation.h"

#include <stdlib.h>
#include <string.h>

#include "input/value.h"

enum { LONGEST = 4096 }; /* of a cell that was joined */

/* Columns of which one complaint may have several values. */
static bool is_joined(const struct plan *plan, size_t column)
{
	enum field field = plan->columns[column].field;

	return field == FIELD_PRODUCT || field == FIELD_CATEGORY || field == N_FIELDS;
}

static size_t find_column(const struct plan *plan, enum field field)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->columns[i].field == field)
			return i;
	return SIZE_MAX;
}

void continuation_start(struct continuation *continuation, const struct plan *plan, bool is_wanted)
{
	continuation->plan = plan;
	continuation->id = is_wanted ? find_column(plan, FIELD_COMPLAINT_ID) : SIZE_MAX;
	if (is_wanted && continuation->id == SIZE_MAX)
		continuation->id = find_column(plan, FIELD_ORDER_ID);
	continuation->has_row = continuation->is_held = false;
	if (plan->n > continuation->capacity) {
		continuation->capacity = plan->n;
		continuation->cells =
			mem_resize(continuation->cells, plan->n * sizeof *continuation->cells);
	}
}

void continuation_release(struct continuation *continuation)
{
	free(continuation->cells);
	arena_release(&continuation->held);
}

static struct span cell_of(const struct span *cells, size_t n, size_t column)
{
	return column < n ? value_trim(cells[column]) : (struct span){0};
}

static bool is_same(struct span a, struct span b)
{
	return a.n == b.n && (!a.n || !memcmp(a.text, b.text, a.n));
}

static bool is_merged(const struct row *row, size_t column)
{
	for (size_t i = 0; i < row->n_merged; i++)
		if (row->merged[i].column == column)
			return true;
	return false;
}

/* Nothing in the row speaks against it, and it says something new of a product; or, with no date
 * of its own, of anything. Where the complaint's own number is merged over both they are one, and
 * may differ in the text too. */
static bool adds_only(const struct continuation *above, const struct row *row)
{
	bool is_one = is_merged(row, above->id) &&
		      above->plan->columns[above->id].field == FIELD_COMPLAINT_ID;
	bool has_news = false, has_more = false;
	struct span received = cell_of(row->cells, row->n, above->plan->by_turn[0]);

	for (size_t i = 0; i < above->plan->n; i++) {
		struct span a = cell_of(above->cells, above->n, i);
		struct span b = cell_of(row->cells, row->n, i);

		if (!b.n || is_same(a, b) || above->plan->columns[i].is_ignored)
			continue;
		if (!is_joined(above->plan, i) &&
			!(is_one && above->plan->columns[i].field == FIELD_TEXT))
			return false;
		if (a.n + b.n > LONGEST)
			return false;
		has_more = true;
		has_news |= above->plan->columns[i].field != N_FIELDS;
	}
	return has_news || is_one ||
	       (has_more && (!received.n || is_merged(row, above->plan->by_turn[0])));
}

bool continuation_is(const struct continuation *continuation, const struct row *row)
{
	size_t id = continuation->id;
	struct span mine;

	if (!continuation->has_row || id >= row->n || id >= continuation->n)
		return false;
	mine = row->cells[id];
	if (mine.n && !is_same(mine, continuation->cells[id]))
		return false;
	if (!mine.n && cell_of(row->cells, row->n, continuation->plan->by_turn[0]).n)
		return false;
	return row->n <= continuation->plan->n && !row->is_bad && !row->is_cut &&
	       adds_only(continuation, row);
}

/* Whether `one` is among texts that were joined. */
static bool is_among(struct span all, struct span one)
{
	const char *p = all.text, *end = all.text + all.n;

	for (const char *next; p < end; p = next + 2) {
		next = memmem(p, (size_t)(end - p), "; ", 2);
		if (!next)
			next = end;
		if ((size_t)(next - p) == one.n && !memcmp(p, one.text, one.n))
			return true;
		if (next == end)
			break;
	}
	return false;
}

struct row continuation_join(
	struct continuation *continuation, const struct row *row, struct arena *arena)
{
	struct row joined = {.line = continuation->line,
		.byte = continuation->byte,
		.cells = continuation->cells,
		.n = continuation->n};

	for (size_t i = 0; i < continuation->plan->n && i < row->n; i++) {
		struct span a = cell_of(joined.cells, joined.n, i);
		struct span b = cell_of(row->cells, row->n, i);
		char *text;

		if (!b.n || is_same(a, b))
			continue;
		for (; joined.n <= i; joined.n++)
			joined.cells[joined.n] = (struct span){0};
		if (!a.n) {
			joined.cells[i] = b;
		} else if (!is_among(a, b)) {
			text = arena_format(
				arena, "%.*s; %.*s", (int)a.n, a.text, (int)b.n, b.text);
			joined.cells[i] = (struct span){text, a.n + b.n + 2};
		}
	}
	continuation->n = joined.n;
	return joined;
}

void continuation_keep(struct continuation *continuation, const struct row *row)
{
	size_t n = row->n < continuation->plan->n ? row->n : continuation->plan->n;

	if (continuation->id == SIZE_MAX)
		return;
	continuation->has_row = true;
	continuation->line = row->line;
	continuation->byte = row->byte;
	continuation->n = n;
	if (row->cells != continuation->cells)
		memcpy(continuation->cells, row->cells, n * sizeof *row->cells);
}

void continuation_forget(struct continuation *continuation)
{
	continuation->has_row = false;
}

static void copy_cells(struct continuation *continuation, struct arena *arena)
{
	for (size_t i = 0; i < continuation->n; i++) {
		struct span *cell = &continuation->cells[i];

		if (cell->n)
			cell->text = arena_text(arena, cell->text, cell->n);
	}
}

void continuation_hold(struct continuation *continuation)
{
	arena_clear(&continuation->held);
	copy_cells(continuation, &continuation->held);
	continuation->is_held = true;
}

struct row continuation_give(struct continuation *continuation, struct arena *arena)
{
	copy_cells(continuation, arena);
	continuation->is_held = false;
	return (struct row){.line = continuation->line,
		.byte = continuation->byte,
		.cells = continuation->cells,
		.n = continuation->n};
}
