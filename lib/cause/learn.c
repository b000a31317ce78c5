#include "cause/learn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/worker.h"
#include "cause/classifier.h"
#include "cause/clue.h"
#include "model/contrast.h"
#include "stats/agreement.h"

enum { N_FOLDS = 5, N_BUCKETS = 1 << MODEL_BITS, LARGEST_WEIGHT = 32767 };

/* What stands in fewer examples says more of those than of a class. */
enum { LEAST_EXAMPLES = 2 };

/* Numbers of nodes: buckets from 1 on, the bias, clues. */
enum { BIAS = N_BUCKETS + 1 };

struct example {
	struct node *nodes; /* counts of buckets, bias, clues */
	unsigned fold;
};

struct learner {
	const struct classifier *classifier;
	struct cause_scratch *scratch;
	const char *const *names;
	size_t n_classes;
	struct example *examples;
	size_t n, capacity;
	bool *is_class; /* of example i and class c: [i * n_classes + c] */
	size_t is_class_capacity;
	struct map *clue_numbers; /* by name: its place in clue_names, plus 1 */
	char **clue_names;
	size_t n_clues, clue_capacity;
	int16_t *rarity; /* by bucket, as in a model's table */
	/* of the example being made */
	struct node *nodes;
	size_t n_nodes, node_capacity;
};

struct learner *learner_new(
	const struct classifier *classifier, const char *const *class_names, size_t n_classes)
{
	struct learner *l = mem_zalloc(sizeof *l);

	l->classifier = classifier;
	l->scratch = cause_scratch_new(classifier);
	l->names = class_names;
	l->n_classes = n_classes;
	l->clue_numbers = map_new();
	l->rarity = mem_zalloc(N_BUCKETS * sizeof *l->rarity);
	return l;
}

void learner_free(struct learner *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->n; i++)
		free(l->examples[i].nodes);
	for (size_t i = 0; i < l->n_clues; i++)
		free(l->clue_names[i]);
	free(l->examples);
	free(l->is_class);
	free(l->clue_names);
	free(l->rarity);
	free(l->nodes);
	map_free(l->clue_numbers);
	cause_scratch_free(l->scratch);
	free(l);
}

/* ---- examples ---- */

static void add_node(struct learner *l, int index, double value)
{
	l->nodes = mem_grow(l->nodes, l->n_nodes, &l->node_capacity, sizeof *l->nodes);
	l->nodes[l->n_nodes++] = (struct node){index, value};
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void add_grams(struct learner *l)
{
	struct grams *grams = &l->scratch->grams;

	if (grams->n)
		qsort(grams->buckets, grams->n, sizeof *grams->buckets, by_number);
	for (size_t i = 0; i < grams->n; i++) {
		if (i > 0 && grams->buckets[i] == grams->buckets[i - 1])
			l->nodes[l->n_nodes - 1].value++;
		else
			add_node(l, (int)grams->buckets[i] + 1, 1);
	}
}

static void add_clue(
	void *context, enum clue_kind kind, const struct cause_label *label, double value)
{
	struct learner *l = context;
	struct buf name = {0};
	uintptr_t number;

	clue_name(kind, label ? label->cause : "", label ? label->subcause : "", &name);
	number = (uintptr_t)map_get(l->clue_numbers, buf_text(&name), name.len);
	if (!number) {
		l->clue_names = mem_grow(
			l->clue_names, l->n_clues, &l->clue_capacity, sizeof *l->clue_names);
		l->clue_names[l->n_clues] = mem_text(buf_text(&name));
		number = ++l->n_clues;
		map_put(l->clue_numbers, buf_text(&name), name.len, (void *)number);
	}
	add_node(l, BIAS + (int)number, value);
	buf_release(&name);
}

void learner_add(struct learner *l, const char *text, size_t n, const bool *is_class)
{
	struct cause_scratch *s = l->scratch;
	struct cause_result rules;
	struct example *example;
	size_t size = l->n_classes * sizeof *l->is_class;

	classifier_read(l->classifier, s, text, n, &rules);
	grams_read(&s->grams, s->folded.data, s->folded.len, MODEL_BITS);
	l->n_nodes = 0;
	add_grams(l);
	add_node(l, BIAS, 1);
	clues_each(&rules, add_clue, l);
	add_node(l, -1, 0);
	l->is_class =
		l->n < l->is_class_capacity
			? l->is_class
			: mem_resize(l->is_class, (l->is_class_capacity = 2 * l->n + 64) * size);
	memcpy(l->is_class + l->n * l->n_classes, is_class, size);
	l->examples = mem_grow(l->examples, l->n, &l->capacity, sizeof *l->examples);
	example = &l->examples[l->n++];
	example->nodes = mem_copy(l->nodes, l->n_nodes * sizeof *l->nodes);
	example->fold = (unsigned)(hash_bytes(1, s->folded.data, s->folded.len) % N_FOLDS);
}

/* ---- rarity ---- */

/* (1 + log((1 + N) / (1 + n)))^2 of a bucket that stands in n of N examples, as whole number. */
static void find_rarity(struct learner *l)
{
	uint32_t *n = mem_zalloc(N_BUCKETS * sizeof *n);

	for (size_t i = 0; i < l->n; i++)
		for (const struct node *node = l->examples[i].nodes;
			node->index > 0 && node->index <= N_BUCKETS; node++)
			n[node->index - 1]++;
	for (size_t b = 0; b < N_BUCKETS; b++) {
		double rarity = 1 + log((1.0 + (double)l->n) / (1.0 + n[b]));

		if (n[b] >= LEAST_EXAMPLES)
			l->rarity[b] = (int16_t)fmin(
				round(rarity * rarity * RARITY_SCALE), LARGEST_WEIGHT);
	}
	free(n);
}

static double rarity_of(const struct learner *l, int index)
{
	return sqrt((double)l->rarity[index - 1] / RARITY_SCALE);
}

/* Counts to what a model weighs: count * rarity / length. */
static void weigh_nodes(struct learner *l, struct example *example)
{
	double square = 0, length;

	for (struct node *node = example->nodes; node->index > 0; node++)
		if (node->index <= N_BUCKETS)
			square += node->value * l->rarity[node->index - 1] / RARITY_SCALE;
	length = square > 0 ? sqrt(square) : 1;
	for (struct node *node = example->nodes; node->index > 0; node++)
		if (node->index <= N_BUCKETS)
			node->value *= rarity_of(l, node->index) / length;
}

/* By all examples but those of a fold; N_FOLDS: by all. */
static double *train_without(const struct learner *l, size_t class, unsigned fold)
{
	const struct node **rows = mem_alloc((l->n + 1) * sizeof *rows);
	double *sides = mem_alloc((l->n + 1) * sizeof *sides), *weights;
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		if (l->examples[i].fold == fold)
			continue;
		rows[n] = l->examples[i].nodes;
		sides[n++] = l->is_class[i * l->n_classes + class] ? 1 : -1;
	}
	weights = contrast_train(rows, sides, n, BIAS + l->n_clues, N_BUCKETS);
	free(rows);
	free(sides);
	return weights;
}

/* The weights of a class, learned without one fold, and, last, by all examples. */
struct training {
	const struct learner *learner;
	size_t class;
	unsigned fold;
	double *weights;
};

static int run_training(void *context, struct err *err)
{
	struct training *t = context;

	(void)err;
	t->weights = train_without(t->learner, t->class, t->fold);
	return 0;
}

/* Half of them by a thread of their own: none depends on another. */
static void train_class(
	const struct learner *l, size_t class, struct training trainings[N_FOLDS + 1])
{
	struct worker *worker = worker_new(N_FOLDS + 1);
	struct err unused;

	for (unsigned fold = 0; fold <= N_FOLDS; fold++)
		trainings[fold] = (struct training){l, class, fold, NULL};
	for (unsigned fold = 0; fold <= N_FOLDS; fold += 2)
		worker_give(worker, run_training, &trainings[fold], &unused);
	for (unsigned fold = 1; fold <= N_FOLDS; fold += 2)
		run_training(&trainings[fold], &unused);
	worker_wait(worker, &unused);
	worker_free(worker);
}

/* ---- cross-validation ---- */

/* Fits the class's sigmoid to values of examples that took no part in their training, and marks
 * what is predicted so. */
static void cross_validate(struct learner *l, const struct training *trainings,
	struct model_class *model_class, bool *predicted)
{
	double *values = mem_zalloc((l->n + 1) * sizeof *values);
	size_t class = trainings->class;
	bool *is_true = mem_alloc(l->n + 1);

	for (size_t i = 0; i < l->n; i++)
		values[i] = logistic_value(
			l->examples[i].nodes, trainings[l->examples[i].fold].weights);
	for (size_t i = 0; i < l->n; i++)
		is_true[i] = l->is_class[i * l->n_classes + class];
	model_class->sigmoid = sigmoid_fit(values, is_true, l->n);
	for (size_t i = 0; i < l->n; i++)
		predicted[i * l->n_classes + class] =
			sigmoid_probability(model_class->sigmoid, values[i]) >= 0.5;
	free(values);
	free(is_true);
}

static void keep_scores(struct learner *l, struct cause_model *model, const bool *predicted)
{
	struct class_counts *counts = mem_zalloc((l->n_classes + 1) * sizeof *counts);

	class_counts(l->is_class, predicted, NULL, l->n, l->n_classes, counts);
	for (size_t c = 0; c < l->n_classes; c++) {
		struct class_scores scores = scores_of(counts[c]);

		model->classes[c].n_rows = (size_t)counts[c].actual;
		model->classes[c].precision = scores.precision;
		model->classes[c].recall = scores.recall;
		model->classes[c].f1 = scores.f1;
	}
	model->macro_f1 = scores_macro(counts, l->n_classes).f1;
	free(counts);
}

/* ---- the model ---- */

/* What one occurrence of a bucket adds to a class's value, before the division by the length. */
static double occurrence(const struct learner *l, const double *weights, size_t bucket)
{
	return weights[bucket] * rarity_of(l, (int)bucket + 1);
}

static double scale_of(const struct learner *l, double *const *weights)
{
	double largest = 0;

	for (size_t c = 0; c < l->n_classes; c++)
		for (size_t b = 0; b < N_BUCKETS; b++)
			largest = fmax(largest, fabs(occurrence(l, weights[c], b)));
	return largest > 0 ? LARGEST_WEIGHT / largest : 1;
}

static void fill_table(const struct learner *l, struct cause_model *model, double *const *weights)
{
	for (size_t b = 0; b < N_BUCKETS; b++) {
		int16_t *row = model->table + b * model->stride;

		row[0] = l->rarity[b];
		for (size_t c = 0; c < l->n_classes; c++)
			row[c + 1] = (int16_t)round(occurrence(l, weights[c], b) * model->scale);
	}
}

static void fill_rest(const struct learner *l, struct cause_model *model, double *const *weights)
{
	memcpy(model->rules_hash, classifier_hash(l->classifier), DIGEST_TEXT);
	model->n_rows = l->n;
	for (size_t i = 0; i < l->n_clues; i++) {
		model->clues[i].name = mem_text(l->clue_names[i]);
		for (size_t c = 0; c < l->n_classes; c++)
			model->clues[i].weights[c] = weights[c][BIAS + i];
	}
	for (size_t c = 0; c < l->n_classes; c++) {
		model->classes[c].name = mem_text(l->names[c]);
		model->classes[c].bias = weights[c][BIAS - 1];
	}
}

struct cause_model *learner_train(struct learner *l)
{
	struct cause_model *model = model_new(l->n_classes, l->n_clues);
	double **weights = mem_zalloc((l->n_classes + 1) * sizeof *weights);
	bool *predicted = mem_zalloc(l->n * l->n_classes + 1);

	find_rarity(l);
	for (size_t i = 0; i < l->n; i++)
		weigh_nodes(l, &l->examples[i]);
	for (size_t c = 0; c < l->n_classes; c++) {
		struct training trainings[N_FOLDS + 1];

		train_class(l, c, trainings);
		cross_validate(l, trainings, &model->classes[c], predicted);
		for (unsigned fold = 0; fold < N_FOLDS; fold++)
			free(trainings[fold].weights);
		weights[c] = trainings[N_FOLDS].weights;
	}
	keep_scores(l, model, predicted);
	model->scale = scale_of(l, weights);
	fill_table(l, model, weights);
	fill_rest(l, model, weights);
	for (size_t c = 0; c < l->n_classes; c++)
		free(weights[c]);
	free(weights);
	free(predicted);
	return model;
}
