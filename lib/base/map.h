#pragma once
/* A map from byte strings to pointers, for dictionaries that only grow.
 *
 *	struct map *map = map_new();
 *	map_put(map, "zh", 2, name);
 *	const char *found = map_get(map, text, n);    // NULL: not there
 *	map_free(map); */
#include <stddef.h>

struct map;

struct map *map_new(void);
void map_free(struct map *map); /* the values are the caller's */

/* Copies the key; replaces the value of a key that is there. Returns the value it replaced. */
void *map_put(struct map *map, const void *key, size_t n, const void *value);
void *map_get(const struct map *map, const void *key, size_t n);
size_t map_count(const struct map *map);
