#include "metric/typical.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/radix.h"
#include "base/text.h"
#include "model/grams.h"

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

/* Texts as vectors. */
struct corpus {
	struct text *texts;
	size_t n, capacity;
	struct term *terms;
	size_t n_terms, term_capacity;
};

/* A text as it came. */
struct line {
	uint64_t hash, place;
	int64_t id;
	char *text;
};

struct typical {
	/* Those with the least hashes: a sample that is the same in whatever order texts come. */
	struct line *sample;
	size_t n_sample;
	uint64_t limit;                       /* hashes over it are not among them */
	struct line newest[TYPICAL_COMPARED]; /* a ring */
	uint64_t n;                           /* texts that came */
};

struct typical *typical_new(void)
{
	struct typical *t = mem_zalloc(sizeof *t);

	t->limit = UINT64_MAX;
	t->sample = mem_alloc(2 * TYPICAL_SAMPLED * sizeof *t->sample);
	return t;
}

void typical_free(struct typical *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->n_sample; i++)
		free(t->sample[i].text);
	for (size_t i = 0; i < TYPICAL_COMPARED; i++)
		free(t->newest[i].text);
	free(t->sample);
	free(t);
}

/* --- which texts --- */

static void shrink_sample(struct typical *t)
{
	struct radix_item *items = mem_alloc(t->n_sample * sizeof *items);
	struct line *kept = mem_alloc(2 * TYPICAL_SAMPLED * sizeof *kept);

	for (size_t i = 0; i < t->n_sample; i++)
		items[i] = (struct radix_item){t->sample[i].hash, i};
	radix_sort(items, t->n_sample);
	for (size_t i = 0; i < t->n_sample; i++)
		if (i < TYPICAL_SAMPLED)
			kept[i] = t->sample[items[i].value];
		else
			free(t->sample[items[i].value].text);
	t->limit = items[TYPICAL_SAMPLED - 1].key;
	t->n_sample = TYPICAL_SAMPLED;
	free(items);
	free(t->sample);
	t->sample = kept;
}

void typical_add(struct typical *t, int64_t id, const char *text, size_t n)
{
	struct line line = {.hash = hash_bytes(0, text, n), .place = t->n, .id = id};
	struct line *newest = &t->newest[t->n++ % TYPICAL_COMPARED];

	line.text = mem_resize(newest->text, n + 1); /* that of the oldest is written over */
	memcpy(line.text, text, n);
	line.text[n] = '\0';
	*newest = line;
	if (line.hash > t->limit)
		return;
	line.text = mem_text_n(text, n);
	t->sample[t->n_sample++] = line;
	if (t->n_sample == 2 * TYPICAL_SAMPLED)
		shrink_sample(t);
}

/* --- as vectors --- */

static void corpus_release(struct corpus *corpus)
{
	free(corpus->texts);
	free(corpus->terms);
}

static void sort_buckets(uint32_t *buckets, size_t n)
{
	struct radix_item *items = mem_alloc((n + 1) * sizeof *items);

	for (size_t i = 0; i < n; i++)
		items[i] = (struct radix_item){buckets[i], 0};
	radix_sort(items, n);
	for (size_t i = 0; i < n; i++)
		buckets[i] = (uint32_t)items[i].key;
	free(items);
}

/* What stands often counts by its logarithm. */
static void add_terms(struct corpus *t, const uint32_t *buckets, size_t n)
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

static void add_line(struct corpus *t, struct grams *grams, const struct line *line)
{
	char *small = mem_text_n(line->text, text_valid(line->text, strlen(line->text)));

	for (char *p = small; *p; p++)
		*p = (char)(*p >= 'A' && *p <= 'Z' ? *p + ('a' - 'A') : *p);
	grams_read(grams, small, strlen(small), BITS);
	free(small);
	if (!grams->has_words)
		return;
	sort_buckets(grams->buckets, grams->n);
	t->texts = mem_grow(t->texts, t->n, &t->capacity, sizeof *t->texts);
	t->texts[t->n] = (struct text){.id = line->id, .first = t->n_terms};
	add_terms(t, grams->buckets, grams->n);
	t->texts[t->n].n = t->n_terms - t->texts[t->n].first;
	t->n++;
}

/* In the order in which they came. */
static struct corpus read_lines(const struct line *lines, size_t n)
{
	struct radix_item *items = mem_alloc((n + 1) * sizeof *items);
	struct corpus corpus = {0};
	struct grams grams = {0};

	for (size_t i = 0; i < n; i++)
		items[i] = (struct radix_item){lines[i].place, i};
	radix_sort(items, n);
	for (size_t i = 0; i < n; i++)
		add_line(&corpus, &grams, &lines[items[i].value]);
	grams_release(&grams);
	free(items);
	return corpus;
}

static void spread(const struct corpus *t, size_t i, float *vector, float sign)
{
	const struct term *terms = &t->terms[t->texts[i].first];

	for (size_t k = 0; k < t->texts[i].n; k++)
		vector[terms[k].bucket] += sign * terms[k].weight;
}

static double product(const struct corpus *t, size_t i, const float *vector)
{
	const struct term *terms = &t->terms[t->texts[i].first];
	double sum = 0;

	for (size_t k = 0; k < t->texts[i].n; k++)
		sum += terms[k].weight * vector[terms[k].bucket];
	return sum;
}

/* The mean of all texts, at length 1. */
static float *mean_of(const struct corpus *t)
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
static void strike(const struct corpus *t, size_t picked, float *vector, double *scores)
{
	spread(t, picked, vector, 1);
	for (size_t i = 0; i < t->n; i++)
		if (i == picked || product(t, i, vector) > ALIKE)
			scores[i] = -1;
	spread(t, picked, vector, -1);
}

static size_t pick(const struct corpus *t, size_t most, struct pick *picks)
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

size_t typical_pick(struct typical *t, size_t most, struct pick *picks)
{
	struct corpus corpus;
	size_t n;

	if (t->n_sample > TYPICAL_SAMPLED)
		shrink_sample(t);
	corpus = read_lines(t->sample, t->n_sample);
	n = pick(&corpus, most, picks);
	corpus_release(&corpus);
	return n;
}

/* --- each with all others, by way of the terms that they share --- */

struct posting {
	uint32_t text;
	float weight;
};

struct postings {
	size_t *ends; /* of each bucket; it begins where the one before ends */
	struct posting *postings;
	double *sums; /* of products, by text; zeroed between uses */
};

static struct postings index_corpus(const struct corpus *t)
{
	struct postings index = {
		.ends = mem_zalloc((N_BUCKETS + 1) * sizeof *index.ends),
		.postings = mem_alloc((t->n_terms + 1) * sizeof *index.postings),
		.sums = mem_zalloc((t->n + 1) * sizeof *index.sums),
	};

	for (size_t k = 0; k < t->n_terms; k++)
		index.ends[t->terms[k].bucket + 1]++;
	for (size_t b = 0; b < N_BUCKETS; b++)
		index.ends[b + 1] += index.ends[b];
	/* now each begins there; filling it moves it to its end */
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = t->texts[i].first; k < t->texts[i].first + t->texts[i].n; k++)
			index.postings[index.ends[t->terms[k].bucket]++] =
				(struct posting){(uint32_t)i, t->terms[k].weight};
	return index;
}

static void postings_release(struct postings *index)
{
	free(index->ends);
	free(index->postings);
	free(index->sums);
}

/* The similarity of text i to the most alike of the others. */
static double nearest(const struct corpus *t, size_t i, struct postings *index)
{
	double most = 0;

	for (size_t k = t->texts[i].first; k < t->texts[i].first + t->texts[i].n; k++) {
		uint32_t bucket = t->terms[k].bucket;

		for (size_t p = bucket ? index->ends[bucket - 1] : 0; p < index->ends[bucket]; p++)
			index->sums[index->postings[p].text] +=
				index->postings[p].weight * t->terms[k].weight;
	}
	for (size_t k = 0; k < t->n; k++) {
		most = k == i ? most : fmax(most, index->sums[k]);
		index->sums[k] = 0;
	}
	return most;
}

size_t typical_unlike(struct typical *t, size_t most, double limit, struct pick *picks)
{
	size_t n_lines = t->n < TYPICAL_COMPARED ? (size_t)t->n : TYPICAL_COMPARED;
	struct corpus corpus = read_lines(t->newest, n_lines);
	struct postings index = index_corpus(&corpus);
	size_t n = 0;

	for (size_t i = corpus.n; corpus.n > 2 && i-- > 0 && n < most;) {
		double similarity = nearest(&corpus, i, &index);

		if (similarity <= limit)
			picks[n++] = (struct pick){corpus.texts[i].id, similarity};
	}
	postings_release(&index);
	corpus_release(&corpus);
	return n;
}
