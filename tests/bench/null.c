/* How often the weekly detector alarms where nothing happens, and how often where something does: a
 * simulation of series with the means, dispersions, annual wave and trend of that of METRICS 8.1,
 * each with one outbreak of four weeks. Same seed, same figures.
 *
 *	bench-null [SERIES]      # 1200 */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "stats/gamma.h"
#include "stats/weekly.h"

enum { WEEKS = 208, JUDGED_FROM = 110, OUTBREAK = 190, OUTBREAK_WEEKS = 4, LEAST = 3 };
static const double ALPHA = 0.005;

struct rates {
	double weeks, alarms;      /* quiet ones that were judged; too high among them */
	double outbreaks, n_found; /* found: too high in one of its weeks */
};

static uint64_t state = 20260618;

/* splitmix64 */
static double uniform(void)
{
	uint64_t z = state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return ((double)((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.;
}

static double poisson(double mean)
{
	double n = 0;

	for (double product = uniform(); product > exp(-mean); product *= uniform())
		n++;
	return n;
}

/* A Poisson count whose mean is gamma: variance = dispersion x mean. */
static double count(double mean, double dispersion)
{
	double shape = mean / (dispersion - 1);

	if (dispersion <= 1)
		return poisson(mean);
	return poisson(gamma_quantile(uniform(), shape) * (dispersion - 1));
}

static void make_series(double mean, double dispersion, bool is_seasonal, double *counts)
{
	for (int t = 0; t < WEEKS; t++) {
		double level = mean;

		if (is_seasonal)
			level *= exp(0.35 * sin(2 * M_PI * t / 52.18) + 0.25 * t / WEEKS);
		if (t >= OUTBREAK && t < OUTBREAK + OUTBREAK_WEEKS)
			level += 2 * sqrt(level * dispersion) + 1;
		counts[t] = count(level, dispersion);
	}
}

static void judge(const double *counts, enum weekly_model model, struct rates *rates)
{
	bool is_found = false;

	for (size_t t = JUDGED_FROM; t < OUTBREAK + OUTBREAK_WEEKS; t++) {
		struct weekly_limit at = weekly_limit(counts, NULL, t, ALPHA, model);
		bool is_high = counts[t] > at.limit && counts[t] >= LEAST;

		is_found = is_found || (is_high && t >= OUTBREAK);
		rates->weeks += t < OUTBREAK;
		rates->alarms += is_high && t < OUTBREAK;
	}
	rates->outbreaks++;
	rates->n_found += is_found;
}

static void print(const char *name, const struct rates *rates)
{
	printf("%-10s %8.0f quiet weeks, %.2f %% alarms; %5.0f outbreaks, %.0f %% found\n", name,
		rates->weeks, 100 * rates->alarms / rates->weeks, rates->outbreaks,
		100 * rates->n_found / rates->outbreaks);
}

int main(int argc, char **argv)
{
	static const double MEANS[] = {1, 5, 20};
	static const double DISPERSIONS[] = {1, 1.7};
	size_t n_series = argc > 1 ? strtoul(argv[1], NULL, 10) : 1200;
	struct rates seasonal = {0}, rolling = {0};

	for (size_t i = 0; i < n_series; i++) {
		double counts[WEEKS];

		make_series(MEANS[i % 3], DISPERSIONS[i / 3 % 2], i / 6 % 2, counts);
		judge(counts, WEEKLY_SEASONAL, &seasonal);
		judge(counts, WEEKLY_ROLLING, &rolling);
	}
	print("seasonal", &seasonal);
	print("rolling", &rolling);
	return 0;
}
