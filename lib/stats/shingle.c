#include "stats/shingle.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

uint16_t shingle_fold(uint32_t code)
{
	if (code >= 0xFF01 && code <= 0xFF5E)
		code -= 0xFEE0;
	if (code >= 'A' && code <= 'Z')
		code += 'a' - 'A';
	if ((code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
		(code >= 0x4E00 && code <= 0x9FFF))
		return (uint16_t)code;
	return 0;
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

void shingles_read(struct shingles *shingles, const char *text, size_t n)
{
	const uint64_t mask = 0xFFFFFFFFFFFF;
	uint64_t gram = 0;
	size_t n_codes = 0, n_grams = 0, kept = 0;

	for (size_t at = 0; at < n;) {
		uint32_t code;
		uint16_t folded;

		at += text_decode(text + at, n - at, &code);
		folded = shingle_fold(code);
		if (!folded)
			continue;
		gram = (gram << 16 | folded) & mask;
		if (++n_codes < 3)
			continue;
		shingles->grams = mem_grow(
			shingles->grams, n_grams, &shingles->capacity, sizeof *shingles->grams);
		shingles->grams[n_grams++] = gram;
	}
	if (n_grams)
		qsort(shingles->grams, n_grams, sizeof *shingles->grams, compare);
	for (size_t i = 0; i < n_grams; i++)
		if (i == 0 || shingles->grams[i] != shingles->grams[i - 1])
			shingles->grams[kept++] = shingles->grams[i];
	shingles->n = kept;
}

void shingles_release(struct shingles *shingles)
{
	free(shingles->grams);
	*shingles = (struct shingles){0};
}

double shingles_jaccard(const struct shingles *a, const struct shingles *b)
{
	size_t i = 0, j = 0, common = 0, all;

	while (i < a->n && j < b->n) {
		uint64_t x = a->grams[i], y = b->grams[j];

		common += x == y;
		i += x <= y;
		j += y <= x;
	}
	all = a->n + b->n - common;
	return all ? (double)common / (double)all : NAN;
}
