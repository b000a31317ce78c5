#pragma once
/* Many whole numbers in as few bytes each as their range asks for: none where all are the same, one
 * where they lie within 254 of each other, else two, four or eight.
 *
 *	struct numbers numbers = {0};
 *	numbers_add(&numbers, values, n);
 *	... numbers_at(&numbers, i) ...       // NUMBERS_NONE where the value was that
 *	numbers_release(&numbers); */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NUMBERS_NONE INT64_MIN

struct numbers {
	size_t n, capacity;
	int width;     /* bytes of a cell */
	uint64_t base; /* under 8 bytes: added to a cell; of cells of no bytes it is the number */
	void *cells;   /* under 8 bytes a cell of 0 is NUMBERS_NONE */
	int64_t least, most; /* without those */
	bool has_none;
};

void numbers_add(struct numbers *numbers, const int64_t *values, size_t n);
void numbers_release(struct numbers *numbers);

/* Grows with the number, NUMBERS_NONE before all. */
static inline uint64_t numbers_cell(const struct numbers *numbers, size_t i)
{
	switch (numbers->width) {
	case 1:
		return ((const uint8_t *)numbers->cells)[i];
	case 2:
		return ((const uint16_t *)numbers->cells)[i];
	case 4:
		return ((const uint32_t *)numbers->cells)[i];
	case 8:
		return ((const uint64_t *)numbers->cells)[i] ^ (uint64_t)1 << 63;
	default:
		return 0;
	}
}

static inline int64_t numbers_at(const struct numbers *numbers, size_t i)
{
	uint64_t cell = numbers_cell(numbers, i);

	if (numbers->width == 0)
		return (int64_t)numbers->base;
	if (numbers->width == sizeof(int64_t))
		return (int64_t)(cell ^ (uint64_t)1 << 63);
	return cell ? (int64_t)(numbers->base + cell) : NUMBERS_NONE;
}
