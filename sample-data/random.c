#include "sample-data/random.h"

/* splitmix64 (Steele, Lea, Flood 2014) */
uint64_t random_next(struct random *random)
{
	uint64_t z = random->state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

uint32_t random_below(struct random *random, uint32_t n)
{
	return (uint32_t)((random_next(random) >> 32) * n >> 32);
}

int random_between(struct random *random, int low, int high)
{
	return low + (int)random_below(random, (uint32_t)(high - low + 1));
}

bool random_chance(struct random *random, int percent)
{
	return random_below(random, 100) < (uint32_t)percent;
}

size_t random_weighted(struct random *random, const uint32_t *weights, size_t n)
{
	uint64_t total = 0, at;
	size_t i = 0;

	for (size_t k = 0; k < n; k++)
		total += weights[k];
	at = random_next(random) % total;
	while (at >= weights[i])
		at -= weights[i++];
	return i;
}

int random_decile(struct random *random, const int points[11])
{
	int at = random_between(random, 0, 9999);
	int i = at / 1000;

	return points[i] + (int)((int64_t)(points[i + 1] - points[i]) * (at % 1000) / 1000);
}
