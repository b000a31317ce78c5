#pragma once
/* Whole numbers of one column, packed: what they are above the least of them, in as few bytes as
 * the largest needs. Numbers that are all the same, or count up by one, take no bytes at all.
 *
 *	pack_numbers(numbers, n, &bytes);
 *	pack_read(bytes.data, bytes.len, &packed);         // false: these are no such bytes
 *	if (packed.most >= first_day)
 *		pack_unpack(&packed, numbers); */
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct packed {
	size_t n;
	int64_t least,
		most;  /* of those that are no NUMBER_NONE; both NUMBER_NONE: there are none */
	bool has_none; /* NUMBER_NONE is among them */
	uint8_t form;
	const unsigned char *cells;
};

/* Added to `out`, whose length is a multiple of 8. */
void pack_numbers(const int64_t *numbers, size_t n, struct buf *out);
/* What the bytes are; they are borrowed. */
bool pack_read(const void *bytes, size_t n_bytes, struct packed *packed);
void pack_unpack(const struct packed *packed, int64_t *numbers);
