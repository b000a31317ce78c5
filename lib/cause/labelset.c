#include "cause/labelset.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"

struct labelset {
	char **names;
	size_t n, capacity;
	struct map *numbers; /* by name: its place in names, after labelset_close() */
};

static const char *const SEPARATORS[] = {";", "|", "；", "｜"};

/* The length of the separator that stands at p, or 0. */
static size_t separator(const char *p)
{
	for (size_t i = 0; i < sizeof SEPARATORS / sizeof *SEPARATORS; i++)
		if (!strncmp(p, SEPARATORS[i], strlen(SEPARATORS[i])))
			return strlen(SEPARATORS[i]);
	return 0;
}

bool label_next(const char **at, enum label_depth depth, struct span *label)
{
	while (**at) {
		const char *start = *at;
		size_t n = 0, length;

		while (start[n] && !separator(start + n))
			n++;
		*at += n + separator(start + n);
		length = n;
		if (depth == LABEL_CAUSE && memchr(start, ':', n))
			length = (size_t)((const char *)memchr(start, ':', n) - start);
		start = text_trim(start, &length);
		*label = (struct span){start, (uint32_t)length};
		if (length > 0)
			return true;
	}
	return false;
}

struct labelset *labelset_new(void)
{
	struct labelset *set = mem_zalloc(sizeof *set);

	set->numbers = map_new();
	return set;
}

void labelset_free(struct labelset *set)
{
	if (!set)
		return;
	for (size_t i = 0; i < set->n; i++)
		free(set->names[i]);
	free(set->names);
	map_free(set->numbers);
	free(set);
}

void labelset_add(struct labelset *set, const char *label, size_t n)
{
	if (map_get(set->numbers, label, n))
		return;
	set->names = mem_grow(set->names, set->n, &set->capacity, sizeof *set->names);
	set->names[set->n] = mem_text_n(label, n);
	map_put(set->numbers, label, n, set);
	set->n++;
}

void labelset_collect(struct labelset *set, const char *cell, enum label_depth depth)
{
	struct span label;

	while (label_next(&cell, depth, &label))
		labelset_add(set, label.text, label.n);
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void labelset_close(struct labelset *set)
{
	if (set->n)
		qsort(set->names, set->n, sizeof *set->names, by_bytes);
	for (size_t i = 0; i < set->n; i++)
		map_put(set->numbers, set->names[i], strlen(set->names[i]), &set->names[i]);
}

size_t labelset_count(const struct labelset *set)
{
	return set->n;
}

const char *labelset_name(const struct labelset *set, size_t number)
{
	return set->names[number];
}

size_t labelset_find(const struct labelset *set, const char *label, size_t n)
{
	char **found = map_get(set->numbers, label, n);

	return found ? (size_t)(found - set->names) : SIZE_MAX;
}
