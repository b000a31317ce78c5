#include "stats/survey.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/binomial.h"
#include "stats/normal.h"

struct survey {
	size_t n;
	const double *weight; /* NULL: all 1 */
	size_t *order;        /* rows by weight, then by number */
};

struct keyed {
	double weight;
	size_t row;
};

static int by_weight(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight < y->weight ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static double weight_of(const struct survey *s, size_t row)
{
	return s->weight ? s->weight[row] : 1;
}

struct survey *survey_new(const double *weight, size_t n)
{
	struct survey *s = mem_alloc(sizeof *s);
	struct keyed *keys = mem_alloc((n + 1) * sizeof *keys);

	*s = (struct survey){n, weight, mem_alloc((n + 1) * sizeof *s->order)};
	for (size_t i = 0; i < n; i++)
		keys[i] = (struct keyed){weight_of(s, i), i};
	qsort(keys, n, sizeof *keys, by_weight);
	for (size_t i = 0; i < n; i++)
		s->order[i] = keys[i].row;
	free(keys);
	return s;
}

void survey_free(struct survey *s)
{
	if (!s)
		return;
	free(s->order);
	free(s);
}

double survey_sum(const struct survey *s, const double *y)
{
	double sum = 0;

	for (size_t i = 0; i < s->n; i++)
		sum += weight_of(s, i) * y[i];
	return sum;
}

void survey_influence(
	const struct survey *s, const double *y, const double *x, double part, double *influence)
{
	double whole = survey_sum(s, x), share = survey_sum(s, y) / whole;

	for (size_t i = 0; i < s->n && whole > 0; i++)
		influence[i] += part * (y[i] - share * x[i]) / whole;
}

/* Squares about the mean over n - 1; about 0 for a row that is alone. */
static double spread(const struct survey *s, const double *u, size_t from, size_t to)
{
	double mean = 0, squares = 0, n = (double)(to - from);

	for (size_t i = from; i < to && n > 1; i++)
		mean += u[s->order[i]] / n;
	for (size_t i = from; i < to; i++)
		squares += (u[s->order[i]] - mean) * (u[s->order[i]] - mean);
	return n > 1 ? squares / (n - 1) : squares;
}

/* Where the rows of the same weight end. */
static size_t end_of_part(const struct survey *s, size_t from)
{
	size_t to = from + 1;

	while (to < s->n && weight_of(s, s->order[to]) == weight_of(s, s->order[from]))
		to++;
	return to;
}

double survey_variance(const struct survey *s, const double *influence)
{
	double variance = 0;

	for (size_t from = 0, to; from < s->n; from = to) {
		double w = weight_of(s, s->order[from]);

		to = end_of_part(s, from);
		variance += (double)(to - from) * (s->weight ? w * (w - 1) : 1) *
			    spread(s, influence, from, to);
	}
	return variance;
}

/* How many plain rows would know as much about a share in which the sample does not vary (Kish). 0:
 * the whole was drawn. Rows that are all sure do not tell that no other is of their kind. */
static double plain_rows(const struct survey *s, const double *x)
{
	double sum = 0, squares = 0, unknown = 0;

	for (size_t i = 0; i < s->n; i++) {
		double w = weight_of(s, i);

		sum += w * x[i];
		squares += w * w * x[i];
		unknown += s->weight ? w - 1 : 1;
	}
	return unknown > 0 ? sum * sum / squares : 0;
}

/* Rows of one weight: their ratio of y to x, and how many plain rows would know it as well. */
struct part {
	double weight, sum, share, rows; /* sum of x */
};

/* `errors` is room for a number per row. */
static struct part part_of(const struct survey *s, const double *y, const double *x, size_t from,
	size_t to, double *errors)
{
	struct part part = {.weight = weight_of(s, s->order[from])};
	double hits = 0, squares = 0, n = (double)(to - from), variance;
	double drawn = s->weight ? 1 / part.weight : 0;

	for (size_t i = from; i < to; i++) {
		size_t row = s->order[i];

		hits += y[row];
		part.sum += x[row];
		squares += x[row] * x[row];
	}
	if (!(part.sum > 0))
		return part;
	part.share = fmin(1, fmax(0, hits / part.sum));
	for (size_t i = from; i < to; i++)
		errors[s->order[i]] = y[s->order[i]] - part.share * x[s->order[i]];
	variance = n * (1 - drawn) * spread(s, errors, from, to) / (part.sum * part.sum);
	part.rows = part.share > 0 && part.share < 1 && variance > 0
			    ? part.share * (1 - part.share) / variance
			    : part.sum * part.sum / squares / (1 - drawn);
	return part;
}

/* What is not known of a share: squares of the distance to either limit. */
struct distance {
	double low, high;
};

static void add_part(struct distance *sum, struct part part, double whole)
{
	double z = normal_two_sided(0.95), hits = part.share * part.rows;
	double size = part.weight * part.sum / whole, low, high;

	if (!(part.sum > 0) || !isfinite(part.rows)) /* none, or all of them were drawn */
		return;
	low = size * (part.share - wilson_low(hits, part.rows, z));
	high = size * (wilson_high(hits, part.rows, z) - part.share);
	sum->low += low * low;
	sum->high += high * high;
}

/* Of the parts, and of how large they are: that is known only where x is the same in all rows. */
static struct distance distances(
	const struct survey *s, const double *y, const double *x, double whole, double share)
{
	double *errors = mem_zalloc((2 * s->n + 1) * sizeof *errors), *sizes = errors + s->n;
	double z = normal_two_sided(0.95), variance;
	struct distance sum = {0};

	for (size_t from = 0, to; from < s->n; from = to) {
		struct part part;

		to = end_of_part(s, from);
		part = part_of(s, y, x, from, to, errors);
		add_part(&sum, part, whole);
		for (size_t i = from; i < to; i++)
			sizes[s->order[i]] = (part.share - share) * x[s->order[i]] / whole;
	}
	variance = survey_variance(s, sizes);
	free(errors);
	return (struct distance){sum.low + z * z * variance, sum.high + z * z * variance};
}

struct survey_share survey_share(const struct survey *s, const double *y, const double *x)
{
	double whole = survey_sum(s, x), share = survey_sum(s, y) / whole, rows;
	double z = normal_two_sided(0.95);
	struct distance distance;

	if (!(whole > 0))
		return (struct survey_share){NAN, NAN, NAN};
	share = fmin(1, fmax(0, share));
	distance = distances(s, y, x, whole, share);
	if (distance.low > 0 || distance.high > 0)
		return (struct survey_share){share, fmax(0, share - sqrt(distance.low)),
			fmin(1, share + sqrt(distance.high))};
	rows = plain_rows(s, x);
	if (!(rows > 0))
		return (struct survey_share){share, share, share};
	return (struct survey_share){
		share, wilson_low(share * rows, rows, z), wilson_high(share * rows, rows, z)};
}
