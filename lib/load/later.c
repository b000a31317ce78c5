#include "load/later.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_BATCHES = 32, BATCH_BYTES = 1 << 20 };

static bool has_room(const struct batch *kept, const struct batch *batch)
{
	return kept->n < BATCH_ROWS && kept->arena.size < BATCH_BYTES &&
	       !memcmp(kept->has, batch->has, sizeof kept->has);
}

static struct batch *batch_for(struct later *later, const struct batch *batch)
{
	if (later->n && has_room(later->batches[later->n - 1], batch))
		return later->batches[later->n - 1];
	later->batches =
		mem_grow(later->batches, later->n, &later->capacity, sizeof *later->batches);
	later->batches[later->n] = batch_new();
	return later->batches[later->n++];
}

void later_add(struct later *later, const struct batch *batch, size_t row)
{
	batch_copy_row(batch_for(later, batch), batch, row);
}

bool later_is_full(const struct later *later)
{
	return later->n >= MOST_BATCHES;
}

void later_release(struct later *later)
{
	for (size_t i = 0; i < later->n; i++)
		batch_free(later->batches[i]);
	free(later->batches);
	*later = (struct later){0};
}
