#include "model/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Columns of the table that are added up at once. */
enum { PART = 4 };

struct cause_model *model_new(size_t n_classes, size_t n_clues)
{
	struct cause_model *model = mem_zalloc(sizeof *model);

	model->n_classes = n_classes;
	model->n_clues = n_clues;
	model->classes = mem_zalloc((n_classes + 1) * sizeof *model->classes);
	model->clues = mem_zalloc((n_clues + 1) * sizeof *model->clues);
	model->stride = (n_classes + PART) / PART * PART;
	model->table =
		mem_zalloc_table(((size_t)1 << MODEL_BITS) * model->stride * sizeof *model->table);
	return model;
}

void model_free(struct cause_model *model)
{
	if (!model)
		return;
	for (size_t c = 0; c < model->n_classes; c++)
		free(model->classes[c].name);
	for (size_t i = 0; i < model->n_clues; i++)
		free(model->clues[i].name);
	free(model->classes);
	free(model->clues);
	free(model->table);
	free(model);
}

typedef int16_t weights __attribute__((vector_size(2 * PART * sizeof(int16_t))));
typedef int32_t sums __attribute__((vector_size(PART * sizeof(int32_t))));
typedef int64_t halves __attribute__((vector_size(2 * PART * sizeof(int16_t))));

/* PART weights, made wide: each stands twice, and its upper half is shifted away. A conversion, or
 * a loop over the columns, takes the compiler twice as many instructions. */
static inline sums widen(const int16_t *row)
{
	int64_t bytes;
	weights narrow;

	memcpy(&bytes, row, PART * sizeof *row);
	narrow = (weights)(halves){bytes};
	return (sums)__builtin_shufflevector(narrow, narrow, 0, 0, 1, 1, 2, 2, 3, 3) >> 16;
}

/* The weights of all n-grams in a part of the columns. In one loop with the hashing, which goes on
 * while a weight is waited for; that saved a tenth of the time a text that the model takes. */
static inline __attribute__((always_inline)) sums sum_part(
	const int16_t *table, size_t stride, const struct grams *grams)
{
	struct gram_walk walk = grams_begin();
	struct gram_step step;
	sums total = {0};

	for (size_t i = 0; i < grams->n_codes; i++) {
		grams_step(&walk, grams->codes[i], MODEL_BITS, &step);
		if (step.n == 3) { /* mostly so in Chinese: a loop less */
			total += widen(table + step.buckets[0] * stride);
			total += widen(table + step.buckets[1] * stride);
			total += widen(table + step.buckets[2] * stride);
			continue;
		}
		for (size_t j = 0; j < step.n; j++)
			total += widen(table + step.buckets[j] * stride);
	}
	return total;
}

double model_sum(const struct cause_model *model, const struct grams *grams, double *values)
{
	int32_t totals[MODEL_CLASSES + 1];
	size_t stride = model->stride, part = 0;
	double length;

	do {
		const int16_t *table = model->table + part * PART;
		/* A multiplication by a number that is known is none. */
		sums total = stride == PART ? sum_part(table, PART, grams)
					    : sum_part(table, stride, grams);

		memcpy(totals + part * PART, &total, sizeof total);
	} while (++part * PART < stride);
	length = sqrt((double)totals[0] / RARITY_SCALE);
	for (size_t c = 0; c < model->n_classes; c++)
		values[c] = length > 0 ? totals[c + 1] / (model->scale * length) : 0;
	return length;
}

static bool is_known_word(
	const struct cause_model *model, const struct gram_step *step, uint32_t code)
{
	for (size_t j = 0; j < step->n; j++) {
		enum gram_kind kind = step->kinds[j];

		if ((kind == GRAM_WORD || (kind == GRAM_ONE && grams_is_of_word(code))) &&
			model->table[step->buckets[j] * model->stride] > 0)
			return true;
	}
	return false;
}

bool model_knows(const struct cause_model *model, const struct grams *grams)
{
	struct gram_walk walk = grams_begin();
	struct gram_step step;

	for (size_t i = 0; i < grams->n_codes; i++) {
		grams_step(&walk, grams->codes[i], MODEL_BITS, &step);
		if (is_known_word(model, &step, grams->codes[i]))
			return true;
	}
	return false;
}
