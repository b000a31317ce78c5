#include "base/radix.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { FEW = 64, DIGIT_BITS = 11, N_DIGITS = 1 << DIGIT_BITS };

static const uint64_t SIGN = (uint64_t)1 << 63;

static void sort_few(struct radix_item *items, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct radix_item item = items[i];
		size_t at = i;

		for (; at > 0 && items[at - 1].key > item.key; at--)
			items[at] = items[at - 1];
		items[at] = item;
	}
}

static void sort_digit(
	const struct radix_item *from, struct radix_item *to, size_t n, uint64_t least, int shift)
{
	size_t starts[N_DIGITS] = {0}, start = 0;

	for (size_t i = 0; i < n; i++)
		starts[(from[i].key - least) >> shift & (N_DIGITS - 1)]++;
	for (size_t digit = 0; digit < N_DIGITS; digit++) {
		size_t count = starts[digit];

		starts[digit] = start;
		start += count;
	}
	for (size_t i = 0; i < n; i++)
		to[starts[(from[i].key - least) >> shift & (N_DIGITS - 1)]++] = from[i];
}

/* From the last digit to the first that differs. */
static void sort_many(struct radix_item *items, size_t n, uint64_t least, uint64_t range)
{
	struct radix_item *spare = mem_alloc(n * sizeof *spare), *from = items, *to = spare;

	for (int shift = 0; shift < 64 && range >> shift; shift += DIGIT_BITS) {
		struct radix_item *sorted = to;

		sort_digit(from, to, n, least, shift);
		to = from;
		from = sorted;
	}
	if (from != items)
		memcpy(items, from, n * sizeof *items);
	free(spare);
}

void radix_sort(struct radix_item *items, size_t n)
{
	uint64_t least = UINT64_MAX, most = 0;
	int is_sorted = 1;

	if (n <= FEW) {
		sort_few(items, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		is_sorted &= items[i].key >= most;
		least = items[i].key < least ? items[i].key : least;
		most = items[i].key > most ? items[i].key : most;
	}
	if (!is_sorted)
		sort_many(items, n, least, most - least);
}

uint64_t radix_key(double number)
{
	uint64_t bits;

	memcpy(&bits, &number, sizeof bits);
	return bits & SIGN ? ~bits : bits | SIGN;
}

double radix_number(uint64_t key)
{
	uint64_t bits = key & SIGN ? key & ~SIGN : ~key;
	double number;

	memcpy(&number, &bits, sizeof number);
	return number;
}
