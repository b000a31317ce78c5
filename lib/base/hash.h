#pragma once
/* Hashes: SHA-256 of files (by nettle), a fast 64-bit one for keys. */
#include <stddef.h>
#include <stdint.h>

struct digest;

struct digest *digest_new(void);
void digest_add(struct digest *digest, const void *bytes, size_t n);
enum { DIGEST_TEXT = 65 };
/* SHA-256 in lower-case hexadecimal with a NUL; frees the digest. */
void digest_finish(struct digest *digest, char out[DIGEST_TEXT]);

/* HMAC-SHA-256 (RFC 2104) of `n` bytes, in lower-case hexadecimal with a NUL. */
void hash_hmac(const void *key, size_t n_key, const void *bytes, size_t n, char out[DIGEST_TEXT]);

/* The same on every machine: 64 bits of `n` bytes, mixed from `seed`; chain by passing the result
 * on as the next seed. Not for adversaries. */
uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t n);
