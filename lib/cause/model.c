#include "cause/model.h"

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
	model->table = mem_zalloc(((size_t)1 << MODEL_BITS) * model->stride * sizeof *model->table);
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
	static const weights TWICE = {0, 0, 1, 1, 2, 2, 3, 3};
	int64_t narrow;

	memcpy(&narrow, row, PART * sizeof *row);
	return (sums)__builtin_shuffle((weights)(halves){narrow}, TWICE) >> 16;
}

static sums sum_part(const struct cause_model *model, const struct grams *grams, size_t part)
{
	const int16_t *table = model->table + part * PART;
	sums total = {0};

	for (size_t i = 0; i < grams->n; i++)
		total += widen(table + grams->buckets[i] * model->stride);
	return total;
}

double model_sum(const struct cause_model *model, const struct grams *grams, double *values)
{
	int32_t totals[MODEL_CLASSES + 1];
	double length;

	for (size_t part = 0; part * PART < model->stride; part++) {
		sums total = sum_part(model, grams, part);

		memcpy(totals + part * PART, &total, sizeof total);
	}
	length = sqrt((double)totals[0] / RARITY_SCALE);
	for (size_t c = 0; c < model->n_classes; c++)
		values[c] = length > 0 ? totals[c + 1] / (model->scale * length) : 0;
	return length;
}
