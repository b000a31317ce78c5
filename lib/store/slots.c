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

	wider.slots = mem_zalloc(wider.capacity * sizeof *wider.slots);
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

static int compare(const void *a, const void *b)
{
	int64_t x = ((const struct slot *)a)->key, y = ((const struct slot *)b)->key;

	return (x > y) - (x < y);
}

void slots_sort(struct slots *slots)
{
	size_t n = 0;

	for (size_t i = 0; i < slots->capacity; i++)
		if (slots->slots[i].value)
			slots->slots[n++] = slots->slots[i];
	if (n)
		qsort(slots->slots, n, sizeof *slots->slots, compare);
}

void slots_release(struct slots *slots)
{
	free(slots->slots);
	*slots = (struct slots){0};
}
