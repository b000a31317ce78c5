#include "stats/minhash.h"

#include "base/text.h"

uint64_t hash_fnv1a(const void *bytes, size_t n)
{
	const unsigned char *byte = bytes;
	uint64_t hash = 0xCBF29CE484222325;

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ byte[i]) * 0x100000001B3;
	return hash;
}

uint64_t hash_splitmix(uint64_t x)
{
	x += 0x9E3779B97F4A7C15;
	x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9;
	x = (x ^ x >> 27) * 0x94D049BB133111EB;
	return x ^ x >> 31;
}

static uint64_t hash_gram(uint64_t gram)
{
	char text[12];
	size_t n = 0;

	for (int shift = 32; shift >= 0; shift -= 16)
		n += text_encode((uint32_t)(gram >> shift & 0xFFFF), text + n);
	return hash_fnv1a(text, n);
}

void minhash_sign(const struct shingles *shingles, uint64_t signature[MINHASH_SIZE])
{
	uint64_t seeds[MINHASH_SIZE];

	for (uint64_t i = 0; i < MINHASH_SIZE; i++) {
		seeds[i] = hash_splitmix(i);
		signature[i] = UINT64_MAX;
	}
	for (size_t gram = 0; gram < shingles->n; gram++) {
		uint64_t hash = hash_gram(shingles->grams[gram]);

		for (size_t i = 0; i < MINHASH_SIZE; i++) {
			uint64_t mixed = hash_splitmix(hash ^ seeds[i]);

			signature[i] = mixed < signature[i] ? mixed : signature[i];
		}
	}
}

uint64_t minhash_band(const uint64_t signature[MINHASH_SIZE], int band)
{
	uint64_t hash = hash_splitmix((uint64_t)band);

	for (int row = 0; row < MINHASH_ROWS; row++)
		hash = hash_splitmix(hash ^ signature[band * MINHASH_ROWS + row]);
	return hash;
}

double minhash_similarity(const uint64_t a[MINHASH_SIZE], const uint64_t b[MINHASH_SIZE])
{
	int n = 0;

	for (int i = 0; i < MINHASH_SIZE; i++)
		n += a[i] == b[i];
	return (double)n / MINHASH_SIZE;
}
