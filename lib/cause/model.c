#include "cause/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct cause_model *model_new(size_t n_classes, size_t n_clues)
{
	struct cause_model *model = mem_zalloc(sizeof *model);

	model->n_classes = n_classes;
	model->n_clues = n_clues;
	model->classes = mem_zalloc((n_classes + 1) * sizeof *model->classes);
	model->clues = mem_zalloc((n_clues + 1) * sizeof *model->clues);
	model->stride = (n_classes + 1 + 3) / 4 * 4;
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

double model_sum(const struct cause_model *model, const struct grams *grams, double *values)
{
	int32_t sums[MODEL_CLASSES + 1] = {0};
	size_t stride = model->stride;
	double length;

	for (size_t i = 0; i < grams->n; i++) {
		const int16_t *row = model->table + (size_t)grams->buckets[i] * stride;

		for (size_t k = 0; k < stride; k++)
			sums[k] += row[k];
	}
	length = sqrt((double)sums[0] / RARITY_SCALE);
	for (size_t c = 0; c < model->n_classes; c++)
		values[c] = length > 0 ? sums[c + 1] / (model->scale * length) : 0;
	return length;
}
