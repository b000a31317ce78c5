#include "base/hash.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include <nettle/hmac.h>
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

static void write_digits(const unsigned char bytes[SHA256_DIGEST_SIZE], char out[DIGEST_TEXT])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < SHA256_DIGEST_SIZE; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * SHA256_DIGEST_SIZE] = '\0';
}

void digest_finish(struct digest *digest, char out[DIGEST_TEXT])
{
	unsigned char bytes[SHA256_DIGEST_SIZE];

	sha256_digest(&digest->sha256, sizeof bytes, bytes);
	write_digits(bytes, out);
	free(digest);
}

void hash_hmac(const void *key, size_t n_key, const void *bytes, size_t n, char out[DIGEST_TEXT])
{
	unsigned char code[SHA256_DIGEST_SIZE];
	struct hmac_sha256_ctx hmac;

	hmac_sha256_set_key(&hmac, n_key, key);
	hmac_sha256_update(&hmac, n, bytes);
	hmac_sha256_digest(&hmac, sizeof code, code);
	write_digits(code, out);
}

static uint64_t read_four(const unsigned char *p)
{
	uint32_t word;

	memcpy(&word, p, sizeof word);
	return le32toh(word);
}

static uint64_t read_eight(const unsigned char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof word);
	return le64toh(word);
}

/* Both halves of the product. */
static uint64_t fold(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static const uint64_t SECRET = 0xa0761d6478bd642fu, OTHER_SECRET = 0xe7037ed1a0b428dbu;

/* The construction of wyhash (Wang Yi, public domain): sixteen bytes by one multiplication; the
 * ends of short texts are read overlapping, so that there is no loop over what is left. */
uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint64_t a = 0, b = 0;
	size_t left = n;

	seed ^= SECRET;
	for (; left > 16; p += 16, left -= 16)
		seed = fold(read_eight(p) ^ OTHER_SECRET, read_eight(p + 8) ^ seed);
	if (n > 16) {
		a = read_eight(p + left - 16);
		b = read_eight(p + left - 8);
	} else if (n >= 4) {
		size_t middle = n >> 3 << 2;

		a = read_four(p) << 32 | read_four(p + middle);
		b = read_four(p + n - 4) << 32 | read_four(p + n - 4 - middle);
	} else if (n) {
		a = (uint64_t)p[0] << 16 | (uint64_t)p[n >> 1] << 8 | p[n - 1];
	}
	return fold(OTHER_SECRET ^ n, fold(a ^ OTHER_SECRET, b ^ seed));
}
