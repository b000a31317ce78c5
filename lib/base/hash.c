#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#include <nettle/sha2.h>

#include "base/mem.h"

struct digest {
	struct sha256_ctx sha256;
};

struct digest *digest_new(void)
{
	struct digest *digest = mem_alloc(sizeof *digest);

	sha256_init(&digest->sha256);
	return digest;
}

void digest_add(struct digest *digest, const void *bytes, size_t n)
{
	sha256_update(&digest->sha256, n, bytes);
}

void digest_finish(struct digest *digest, char out[DIGEST_TEXT])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char bytes[SHA256_DIGEST_SIZE];

	sha256_digest(&digest->sha256, sizeof bytes, bytes);
	for (size_t i = 0; i < sizeof bytes; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * sizeof bytes] = '\0';
	free(digest);
}

/* The finisher of splitmix64 over eight bytes at a time. */
static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint64_t h = mix(seed + 0x9e3779b97f4a7c15u + n);

	for (; n >= 8; p += 8, n -= 8) {
		uint64_t word;

		memcpy(&word, p, 8);
		h = mix(h ^ word) + 0x9e3779b97f4a7c15u;
	}
	if (n) {
		uint64_t word = 0;

		memcpy(&word, p, n);
		h = mix(h ^ word) + 0x9e3779b97f4a7c15u;
	}
	return mix(h);
}
