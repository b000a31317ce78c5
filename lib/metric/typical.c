#include "metric/typical.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "cause/grams.h"

enum { BITS = 16, N_BUCKETS = 1 << BITS };
/* Nearer than this to one that was picked, a text says nothing more. */
static const double ALIKE = 0.7;

struct term {
	uint32_t bucket;
	float weight; /* all of a text have length 1 together */
};

struct text {
	int64_t id;
	size_t first, n; /* of the terms */
};

struct typical {
	struct text *texts;
	size_t n, capacity;
	struct term *terms;
	size_t n_terms, term_capacity;
	struct grams grams; /* to read with */
};

struct typical *typical_new(void)
{
	return mem_zalloc(sizeof(struct typical));
}

void typical_free(struct typical *typical)
{
	if (!typical)
		return;
	grams_release(&typical->grams);
	free(typical->texts);
	free(typical->terms);
	free(typical);
}

static int by_bucket(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* What stands often counts by its logarithm. */
static void add_terms(struct typical *t, const uint32_t *buckets, size_t n)
{
	size_t first = t->n_terms;
	double squares = 0;

	for (size_t i = 0, next; i < n; i = next) {
		for (next = i; next < n && buckets[next] == buckets[i];)
			next++;
		t->terms = mem_grow(t->terms, t->n_terms, &t->term_capacity, sizeof *t->terms);
		t->terms[t->n_terms] =
			(struct term){buckets[i], (float)(1 + log((double)(next - i)))};
		squares += pow(t->terms[t->n_terms++].weight, 2);
	}
	for (size_t i = first; i < t->n_terms; i++)
		t->terms[i].weight /= (float)sqrt(squares);
}

void typical_add(struct typical *t, int64_t id, const char *text, size_t n)
{
	char *small = mem_text_n(text, text_valid(text, n));

	for (char *p = small; *p; p++)
		*p = (char)(*p >= 'A' && *p <= 'Z' ? *p + ('a' - 'A') : *p);
	grams_read(&t->grams, small, strlen(small), BITS);
	free(small);
	if (!t->grams.has_words)
		return;
	qsort(t->grams.buckets, t->grams.n, sizeof *t->grams.buckets, by_bucket);
	t->texts = mem_grow(t->texts, t->n, &t->capacity, sizeof *t->texts);
	t->texts[t->n] = (struct text){.id = id, .first = t->n_terms};
	add_terms(t, t->grams.buckets, t->grams.n);
	t->texts[t->n].n = t->n_terms - t->texts[t->n].first;
	t->n++;
}

static void spread(const struct typical *t, size_t i, float *vector, float sign)
{
	const struct term *terms = &t->terms[t->texts[i].first];

	for (size_t k = 0; k < t->texts[i].n; k++)
		vector[terms[k].bucket] += sign * terms[k].weight;
}

static double product(const struct typical *t, size_t i, const float *vector)
{
	const struct term *terms = &t->terms[t->texts[i].first];
	double sum = 0;

	for (size_t k = 0; k < t->texts[i].n; k++)
		sum += terms[k].weight * vector[terms[k].bucket];
	return sum;
}

/* The mean of all texts, at length 1. */
static float *mean_of(const struct typical *t)
{
	float *mean = mem_zalloc(N_BUCKETS * sizeof *mean);
	double squares = 0;

	for (size_t i = 0; i < t->n; i++)
		spread(t, i, mean, 1);
	for (size_t i = 0; i < N_BUCKETS; i++)
		squares += pow(mean[i], 2);
	for (size_t i = 0; i < N_BUCKETS && squares > 0; i++)
		mean[i] /= (float)sqrt(squares);
	return mean;
}

/* Leaves out the one that was picked and all that are like it. */
static void strike(const struct typical *t, size_t picked, float *vector, double *scores)
{
	spread(t, picked, vector, 1);
	for (size_t i = 0; i < t->n; i++)
		if (i == picked || product(t, i, vector) > ALIKE)
			scores[i] = -1;
	spread(t, picked, vector, -1);
}

size_t typical_pick(const struct typical *t, size_t most, struct pick *picks)
{
	float *mean = mean_of(t);
	float *vector = mem_zalloc(N_BUCKETS * sizeof *vector);
	double *scores = mem_alloc((t->n + 1) * sizeof *scores);
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		scores[i] = product(t, i, mean);
	for (; n < most; n++) {
		size_t best = 0;

		for (size_t i = 1; i < t->n; i++)
			best = scores[i] > scores[best] ? i : best;
		if (!t->n || scores[best] < 0)
			break;
		picks[n] = (struct pick){t->texts[best].id, scores[best]};
		strike(t, best, vector, scores);
	}
	free(mean);
	free(vector);
	free(scores);
	return n;
}

/* The similarity of text i to the most alike of the newest ones. */
static double nearest(const struct typical *t, size_t i, size_t first, float *vector)
{
	double most = 0;

	spread(t, i, vector, 1);
	for (size_t k = first; k < t->n; k++)
		if (k != i)
			most = fmax(most, product(t, k, vector));
	spread(t, i, vector, -1);
	return most;
}

size_t typical_unlike(const struct typical *t, size_t most, double limit, struct pick *picks)
{
	size_t first = t->n > TYPICAL_COMPARED ? t->n - TYPICAL_COMPARED : 0;
	float *vector = mem_zalloc(N_BUCKETS * sizeof *vector);
	size_t n = 0;

	for (size_t i = t->n; t->n > 2 && i-- > first && n < most;) {
		double similarity = nearest(t, i, first, vector);

		if (similarity <= limit)
			picks[n++] = (struct pick){t->texts[i].id, similarity};
	}
	free(vector);
	return n;
}
