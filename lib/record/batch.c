#include "record/batch.h"

#include <stdlib.h>
#include <string.h>

struct batch *batch_new(void)
{
	return mem_zalloc(sizeof(struct batch));
}

void batch_free(struct batch *batch)
{
	if (!batch)
		return;
	for (enum field field = 0; field < N_FIELDS; field++) {
		free(batch->text[field]);
		free(batch->number[field]);
	}
	free(batch->id);
	free(batch->line);
	arena_release(&batch->arena);
	free(batch);
}

void batch_clear(struct batch *batch)
{
	batch->n = 0;
	batch->done = 0;
	memset(batch->has, 0, sizeof batch->has);
	memset(batch->derived, 0, sizeof batch->derived);
	arena_clear(&batch->arena);
}

void batch_add_column(struct batch *batch, enum field field)
{
	if (batch->has[field])
		return;
	batch->has[field] = true;
	if (field_is_text(field)) {
		size_t size = BATCH_ROWS * sizeof(struct span);

		if (!batch->text[field])
			batch->text[field] = mem_alloc(size);
		memset(batch->text[field], 0, size);
		return;
	}
	if (!batch->number[field])
		batch->number[field] = mem_alloc(BATCH_ROWS * sizeof(int64_t));
	for (size_t row = 0; row < BATCH_ROWS; row++)
		batch->number[field][row] = NUMBER_NONE;
}

void batch_copy_row(struct batch *to, const struct batch *from, size_t row)
{
	size_t at = to->n++;

	to->derived[at] = from->derived[row];
	for (enum field field = 0; field < N_FIELDS; field++) {
		if (!from->has[field])
			continue;
		batch_add_column(to, field);
		if (!field_is_text(field)) {
			to->number[field][at] = from->number[field][row];
		} else if (from->text[field][row].n) {
			struct span text = from->text[field][row];

			to->text[field][at] =
				(struct span){arena_text(&to->arena, text.text, text.n), text.n};
		}
	}
}

static void expect_bytes(const void *from, size_t n)
{
	enum { CACHE_LINE = 64 };

	for (const char *p = from, *end = p + n; p < end; p += CACHE_LINE)
		__builtin_prefetch(p);
}

void batch_expect(const struct batch *batch, size_t from, size_t n)
{
	for (enum field field = 0; field < N_FIELDS; field++) {
		if (!batch->has[field])
			continue;
		if (field_is_text(field))
			expect_bytes(batch->text[field] + from, n * sizeof *batch->text[field]);
		else
			expect_bytes(batch->number[field] + from, n * sizeof *batch->number[field]);
	}
}

void batch_expect_texts(const struct batch *batch, size_t from, size_t n)
{
	for (enum field field = 0; field < N_FIELDS; field++) {
		if (!batch->has[field] || !field_is_text(field))
			continue;
		for (size_t row = from; row < from + n; row++)
			__builtin_prefetch(batch->text[field][row].text);
	}
}
