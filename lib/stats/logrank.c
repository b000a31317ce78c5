#include "stats/logrank.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/gamma.h"
#include "stats/linear.h"

struct observation {
	double time;
	size_t group;
	bool is_event;
};

struct logrank {
	struct observation *observations;
	size_t n, capacity, n_groups;
};

/* While the times are passed: who is left, and O - E and its variance so far. */
struct walk {
	size_t n_groups;
	double at_risk[LOGRANK_MOST];
	double variance[LINEAR_MOST * LINEAR_MOST];
	struct logrank_result *result;
};

static int by_time(const void *a, const void *b)
{
	const struct observation *x = a, *y = b;

	return (x->time > y->time) - (x->time < y->time);
}

struct logrank *logrank_new(void)
{
	return mem_zalloc(sizeof(struct logrank));
}

void logrank_free(struct logrank *logrank)
{
	if (!logrank)
		return;
	free(logrank->observations);
	free(logrank);
}

void logrank_add(struct logrank *logrank, size_t group, double time, bool is_event)
{
	logrank->observations = mem_grow(logrank->observations, logrank->n, &logrank->capacity,
		sizeof *logrank->observations);
	logrank->observations[logrank->n++] = (struct observation){time, group, is_event};
	logrank->n_groups = group >= logrank->n_groups ? group + 1 : logrank->n_groups;
}

/* `events` at one time, among `n` at risk: each group's part is hypergeometric. */
static void add_events(struct walk *walk, double events, double n)
{
	size_t order = walk->n_groups - 1;
	double scale = n > 1 ? events * (n - events) / (n - 1) : 0;

	for (size_t i = 0; i < walk->n_groups; i++)
		walk->result->expected[i] += events * walk->at_risk[i] / n;
	for (size_t i = 0; i < order; i++)
		for (size_t j = 0; j < order; j++)
			walk->variance[i * order + j] +=
				scale * walk->at_risk[i] / n * ((i == j) - walk->at_risk[j] / n);
}

static void pass_times(const struct logrank *logrank, struct walk *walk)
{
	for (size_t i = 0, next; i < logrank->n; i = next) {
		double time = logrank->observations[i].time, events = 0;

		for (next = i; next < logrank->n && logrank->observations[next].time == time;
			next++)
			events += logrank->observations[next].is_event;
		if (events > 0)
			add_events(walk, events, (double)(logrank->n - i));
		for (size_t k = i; k < next; k++) {
			const struct observation *o = &logrank->observations[k];

			walk->at_risk[o->group]--;
			walk->result->observed[o->group] += o->is_event;
		}
	}
}

static void test(struct walk *walk)
{
	struct logrank_result *result = walk->result;
	double difference[LINEAR_MOST] = {0}, solution[LINEAR_MOST];
	double sum = 0;

	for (size_t i = 0; i < result->degrees; i++)
		difference[i] = solution[i] = result->observed[i] - result->expected[i];
	if (!linear_factor(walk->variance, result->degrees))
		return;
	linear_solve(walk->variance, result->degrees, solution);
	for (size_t i = 0; i < result->degrees; i++)
		sum += difference[i] * solution[i];
	result->chi_square = sum;
	result->p = gamma_upper((double)result->degrees / 2, sum / 2);
}

struct logrank_result logrank_result(struct logrank *logrank)
{
	struct logrank_result result = {.chi_square = NAN, .p = NAN};
	struct walk walk = {.n_groups = logrank->n_groups, .result = &result};

	if (logrank->n_groups < 2 || logrank->n_groups > LOGRANK_MOST)
		return result;
	result.degrees = logrank->n_groups - 1;
	qsort(logrank->observations, logrank->n, sizeof *logrank->observations, by_time);
	for (size_t i = 0; i < logrank->n; i++)
		walk.at_risk[logrank->observations[i].group]++;
	pass_times(logrank, &walk);
	test(&walk);
	return result;
}
