#include "stats/paired.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "stats/binomial.h"

double paired_accuracy(const struct paired *p, const size_t *predicted)
{
	size_t n_right = 0;

	for (size_t i = 0; i < p->n; i++)
		n_right += p->truth[i] == predicted[i];
	return (double)n_right / (double)p->n;
}

double paired_macro_f1(const struct paired *p, const size_t *predicted)
{
	size_t width = p->n_classes + 2, n = 0;
	size_t *counts = mem_zalloc(2 * width * sizeof *counts), *hits = counts + width;
	double sum = 0;

	for (size_t i = 0; i < p->n; i++) {
		counts[p->truth[i]]++;
		counts[predicted[i]]++;
		hits[p->truth[i]] += p->truth[i] == predicted[i];
	}
	for (size_t c = 0; c < p->n_classes; c++) {
		if (!counts[c])
			continue;
		sum += 2.0 * (double)hits[c] / (double)counts[c];
		n++;
	}
	free(counts);
	return n ? sum / (double)n : NAN;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* Column `from` of the rows drawn. */
static void resample(const struct paired *p, const size_t *drawn, const size_t *from, size_t *to)
{
	for (size_t i = 0; i < p->n; i++)
		to[i] = from[drawn[i]];
}

void paired_limits(const struct paired *p, paired_figure *figure, size_t resamples, uint64_t seed,
	double *low, double *high)
{
	size_t *room = mem_alloc((4 * p->n + 1) * sizeof *room), *drawn = room;
	size_t *truth = drawn + p->n, *first = truth + p->n, *second = first + p->n;
	const struct paired sample = {p->n, p->n_classes, truth, first, second};
	double *differences = mem_alloc((resamples + 1) * sizeof *differences);
	uint64_t chance = seed;

	*low = *high = NAN;
	for (size_t s = 0; s < resamples && p->n; s++) {
		for (size_t i = 0; i < p->n; i++) {
			chance = hash_bytes(chance, &i, sizeof i);
			drawn[i] = chance % p->n;
		}
		resample(p, drawn, p->truth, truth);
		resample(p, drawn, p->first, first);
		resample(p, drawn, p->second, second);
		differences[s] = figure(&sample, second) - figure(&sample, first);
	}
	if (p->n && resamples) {
		qsort(differences, resamples, sizeof *differences, by_value);
		*low = differences[(size_t)(0.025 * (double)(resamples - 1) + 0.5)];
		*high = differences[(size_t)(0.975 * (double)(resamples - 1) + 0.5)];
	}
	free(differences);
	free(room);
}

double paired_mcnemar(const struct paired *p, size_t *n_only_first, size_t *n_only_second)
{
	size_t least;

	*n_only_first = *n_only_second = 0;
	for (size_t i = 0; i < p->n; i++) {
		bool is_first = p->truth[i] == p->first[i], is_second = p->truth[i] == p->second[i];

		*n_only_first += is_first && !is_second;
		*n_only_second += is_second && !is_first;
	}
	least = *n_only_first < *n_only_second ? *n_only_first : *n_only_second;
	return fmin(1,
		2 * binomial_lower((double)least, (double)(*n_only_first + *n_only_second), 0.5));
}
