#pragma once
/* Different tuples of whole numbers, numbered from 0 as they are first met.
 *
 *	struct tuples tuples = {.width = 2};
 *	size_t i = tuples_add(&tuples, (int64_t[]){cause, day});
 *	tuples_at(&tuples, i)[0] == cause
 *	tuples_release(&tuples); */
#include <stddef.h>
#include <stdint.h>

#define TUPLES_NONE SIZE_MAX

struct tuples {
	size_t width; /* numbers of a tuple; not 0 */
	size_t n;
	int64_t *numbers; /* one tuple after the other */
	size_t capacity;  /* tuples that there is room for */
	uint32_t *places; /* a hash table of their numbers + 1; 0 is free */
	size_t n_places;  /* a power of two */
};

size_t tuples_add(struct tuples *tuples, const int64_t *tuple);
size_t tuples_find(const struct tuples *tuples, const int64_t *tuple); /* or TUPLES_NONE */
const int64_t *tuples_at(const struct tuples *tuples, size_t i);
void tuples_release(struct tuples *tuples);
