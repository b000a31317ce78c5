#include "stats/ears.h"

#include <math.h>
#include <stdbool.h>

enum { C1_GAP = 0, C2_GAP = 2 };

struct level {
	double mean, deviation;
};

/* Of the baseline that ends `gap` steps before the one before k. */
static bool read_level(const struct ears *ears, size_t k, size_t gap, struct level *level)
{
	size_t n = ears->baseline;
	double sum = 0, squares = 0;

	if (n < 2 || k < n + gap)
		return false;
	for (size_t i = k - gap - n; i < k - gap; i++)
		sum += ears->counts[i];
	level->mean = sum / (double)n;
	for (size_t i = k - gap - n; i < k - gap; i++)
		squares += (ears->counts[i] - level->mean) * (ears->counts[i] - level->mean);
	level->deviation = fmax(ears->least_deviation, sqrt(squares / (double)(n - 1)));
	return true;
}

static double statistic(const struct ears *ears, size_t k, size_t gap)
{
	struct level level;

	if (!read_level(ears, k, gap, &level) || !(level.deviation > 0))
		return NAN;
	return (ears->counts[k] - level.mean) / level.deviation;
}

/* What the C2 of step k adds to C3. */
static double excess(const struct ears *ears, size_t k)
{
	double c2 = ears_c2(ears, k);

	return isnan(c2) ? NAN : fmax(0, c2 - 1);
}

static double limit(const struct ears *ears, size_t k, size_t gap, double z)
{
	struct level level;

	return read_level(ears, k, gap, &level) ? level.mean + z * level.deviation : NAN;
}

double ears_c1(const struct ears *ears, size_t k)
{
	return statistic(ears, k, C1_GAP);
}

double ears_c2(const struct ears *ears, size_t k)
{
	return statistic(ears, k, C2_GAP);
}

double ears_c3(const struct ears *ears, size_t k)
{
	if (k < 2)
		return NAN;
	return excess(ears, k) + excess(ears, k - 1) + excess(ears, k - 2);
}

double ears_c1_limit(const struct ears *ears, size_t k, double z)
{
	return limit(ears, k, C1_GAP, z);
}

double ears_c2_limit(const struct ears *ears, size_t k, double z)
{
	return limit(ears, k, C2_GAP, z);
}

double ears_c3_limit(const struct ears *ears, size_t k, double z)
{
	if (k < 2)
		return NAN;
	return limit(ears, k, C2_GAP, 1 + z - excess(ears, k - 1) - excess(ears, k - 2));
}
