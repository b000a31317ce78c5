#pragma once
/* 64-bit keys to small numbers, in memory: identities and customers of one load.
 *
 *	struct slot *slot = slots_find(&slots, key);
 *	if (!slot)
 *		slots_add(&slots, key)->value = id;
 *	slots_release(&slots); */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct slot {
	int64_t key;
	uint32_t value; /* never 0 */
	uint32_t count : 31;
	uint32_t is_stored : 1;
};

struct slots {
	struct slot *slots;
	size_t n, capacity; /* capacity a power of two or 0 */
};

struct slot *slots_find(const struct slots *slots, int64_t key);
void slots_expect(const struct slots *slots, int64_t key); /* brings it near */
/* A new slot for a key that is not there, good until the next one; the caller sets its value. */
struct slot *slots_add(struct slots *slots, int64_t key);
/* Sorts the slots by key. After that only slots->slots[0..n-1] may be read. */
void slots_sort(struct slots *slots);
/* Which of as many buckets as there are, by the upper bits in the order of the keys: hashes fill
 * them evenly. */
static inline size_t slots_bucket(int64_t key, size_t n_buckets)
{
	return (size_t)(((unsigned __int128)((uint64_t)key ^ 1ull << 63) * n_buckets) >> 64);
}
void slots_release(struct slots *slots);
