#pragma once
/* Which of many texts may be alike, without comparing each with each: MinHash signatures in bands
 * (METRICS 5.2). Two texts of Jaccard similarity s share a band with 1 - (1 - s^4)^32: 0.99 at 0.6,
 * 0.56 at 0.4, 0.05 at 0.2.
 * Sources: Broder (1997); FNV-1a by Fowler, Noll and Vo; splitmix64 by Vigna (2015). */
#include "stats/shingle.h"

enum { MINHASH_BANDS = 32, MINHASH_ROWS = 4, MINHASH_SIZE = MINHASH_BANDS * MINHASH_ROWS };

uint64_t hash_fnv1a(const void *bytes, size_t n);
uint64_t hash_splitmix(uint64_t x);

/* Per i the least splitmix64(h ^ splitmix64(i)), where h is FNV-1a of a shingle in UTF-8. A text
 * without shingles has UINT64_MAX everywhere. */
void minhash_sign(const struct shingles *shingles, uint64_t signature[MINHASH_SIZE]);
/* One number for the rows of a band, of different bands different. */
uint64_t minhash_band(const uint64_t signature[MINHASH_SIZE], int band);
/* The share of places where two signatures agree, about the Jaccard similarity. */
double minhash_similarity(const uint64_t a[MINHASH_SIZE], const uint64_t b[MINHASH_SIZE]);
