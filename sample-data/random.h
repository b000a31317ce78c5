#pragma once
/* Random numbers that are the same on every machine: whole numbers only, no floating point. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct random {
	uint64_t state; /* any seed */
};

uint64_t random_next(struct random *random);
uint32_t random_below(struct random *random, uint32_t n);     /* 0 .. n-1, n > 0 */
int random_between(struct random *random, int low, int high); /* both may come */
bool random_chance(struct random *random, int percent);
/* A number of 0 .. n-1, each as often as its weight says. */
size_t random_weighted(struct random *random, const uint32_t *weights, size_t n);
/* One of a distribution given by its deciles: points[0] the least, points[10] the greatest. */
int random_decile(struct random *random, const int points[11]);
