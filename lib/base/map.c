#include "base/map.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

struct slot {
	const char *key; /* NULL: free */
	size_t n;
	uint64_t hash;
	const void *value;
};

struct map {
	struct slot *slots;
	size_t n_slots; /* a power of two */
	size_t n;
	struct arena keys;
};

struct map *map_new(void)
{
	struct map *map = mem_zalloc(sizeof *map);

	map->n_slots = 64;
	map->slots = mem_zalloc(map->n_slots * sizeof *map->slots);
	return map;
}

void map_free(struct map *map)
{
	if (!map)
		return;
	free(map->slots);
	arena_release(&map->keys);
	free(map);
}

/* The key's slot, or the free one where it would go. */
static struct slot *find(const struct map *map, const void *key, size_t n, uint64_t hash)
{
	size_t i = hash & (map->n_slots - 1);

	for (;; i = (i + 1) & (map->n_slots - 1)) {
		struct slot *slot = &map->slots[i];

		if (!slot->key ||
			(slot->hash == hash && slot->n == n && !memcmp(slot->key, key, n)))
			return slot;
	}
}

static void grow(struct map *map)
{
	struct slot *old = map->slots;
	size_t n_old = map->n_slots;

	map->n_slots *= 2;
	map->slots = mem_zalloc(map->n_slots * sizeof *map->slots);
	for (size_t i = 0; i < n_old; i++)
		if (old[i].key)
			*find(map, old[i].key, old[i].n, old[i].hash) = old[i];
	free(old);
}

void *map_put(struct map *map, const void *key, size_t n, const void *value)
{
	uint64_t hash = hash_bytes(0, key, n);
	struct slot *slot;
	const void *old;

	if (map->n * 2 >= map->n_slots)
		grow(map);
	slot = find(map, key, n, hash);
	old = slot->value;
	if (!slot->key) {
		slot->key = arena_text(&map->keys, key, n);
		slot->n = n;
		slot->hash = hash;
		map->n++;
	}
	slot->value = value;
	return (void *)old;
}

void *map_get(const struct map *map, const void *key, size_t n)
{
	return (void *)find(map, key, n, hash_bytes(0, key, n))->value;
}

size_t map_count(const struct map *map)
{
	return map->n;
}
