#include "base/tuples.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { FIRST_PLACES = 64 };

static uint64_t hash(const int64_t *tuple, size_t width)
{
	uint64_t hash = width;

	for (size_t i = 0; i < width; i++) {
		hash = (hash ^ (uint64_t)tuple[i]) * 0x9e3779b97f4a7c15u;
		hash ^= hash >> 32;
	}
	return hash;
}

const int64_t *tuples_at(const struct tuples *tuples, size_t i)
{
	return tuples->numbers + i * tuples->width;
}

static bool is_same(const int64_t *a, const int64_t *b, size_t width)
{
	for (size_t i = 0; i < width; i++)
		if (a[i] != b[i])
			return false;
	return true;
}

/* Where the tuple is, or would be. */
static uint32_t *find_place(const struct tuples *tuples, const int64_t *tuple)
{
	size_t mask = tuples->n_places - 1;
	size_t at = hash(tuple, tuples->width) & mask;

	while (tuples->places[at] &&
		!is_same(tuples_at(tuples, tuples->places[at] - 1), tuple, tuples->width))
		at = (at + 1) & mask;
	return &tuples->places[at];
}

static void widen(struct tuples *tuples)
{
	tuples->n_places = tuples->n_places ? 2 * tuples->n_places : FIRST_PLACES;
	free(tuples->places);
	tuples->places = mem_zalloc(tuples->n_places * sizeof *tuples->places);
	for (size_t i = 0; i < tuples->n; i++)
		*find_place(tuples, tuples_at(tuples, i)) = (uint32_t)i + 1;
}

size_t tuples_add(struct tuples *tuples, const int64_t *tuple)
{
	size_t bytes = tuples->width * sizeof *tuple;
	uint32_t *place;

	if (2 * tuples->n >= tuples->n_places)
		widen(tuples);
	place = find_place(tuples, tuple);
	if (!*place) {
		tuples->numbers = mem_grow(tuples->numbers, tuples->n, &tuples->capacity, bytes);
		memcpy(tuples->numbers + tuples->n * tuples->width, tuple, bytes);
		*place = (uint32_t)++tuples->n;
	}
	return *place - 1;
}

size_t tuples_find(const struct tuples *tuples, const int64_t *tuple)
{
	uint32_t place = tuples->n ? *find_place(tuples, tuple) : 0;

	return place ? place - 1 : TUPLES_NONE;
}

void tuples_release(struct tuples *tuples)
{
	free(tuples->numbers);
	free(tuples->places);
	*tuples = (struct tuples){.width = tuples->width};
}
