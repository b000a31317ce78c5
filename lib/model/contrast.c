#include "model/contrast.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

/* What each side is given beforehand, so that a feature seen once decides nothing. */
static const double PRIOR = 0.5;

struct side {
	double n;
	double *sums; /* by feature */
};

static double share(const struct side *side, size_t feature)
{
	return (side->sums[feature] + PRIOR) / (side->n + 2 * PRIOR);
}

double *contrasts(const struct node *const *rows, const double *sides, size_t n, size_t n_weights,
	size_t last)
{
	double *contrast = mem_alloc((n_weights + 1) * sizeof *contrast);
	struct side side[2];

	for (size_t s = 0; s < 2; s++)
		side[s] = (struct side){0, mem_zalloc((n_weights + 1) * sizeof(double))};
	for (size_t i = 0; i < n; i++) {
		struct side *of = &side[sides[i] > 0];

		of->n++;
		for (const struct node *node = rows[i]; node->index > 0; node++)
			of->sums[node->index - 1] += node->value;
	}
	for (size_t i = 0; i < n_weights; i++)
		contrast[i] =
			i < last ? sqrt(fabs(log(share(&side[1], i) / share(&side[0], i)))) : 1;
	free(side[0].sums);
	free(side[1].sums);
	return contrast;
}

/* The features that stand in any row are numbered anew, in their order, from 1 on; the others, most
 * of them where the rows are few, keep 0. Returns how many there are; the caller frees *numbers. */
static size_t number_features(
	const struct node *const *rows, size_t n, size_t n_weights, int **numbers)
{
	size_t n_used = 0;

	*numbers = mem_zalloc((n_weights + 1) * sizeof **numbers);
	for (size_t i = 0; i < n; i++)
		for (const struct node *node = rows[i]; node->index > 0; node++)
			(*numbers)[node->index - 1] = 1;
	for (size_t i = 0; i < n_weights; i++)
		if ((*numbers)[i])
			(*numbers)[i] = (int)++n_used;
	return n_used;
}

static struct node *multiplied(const struct node *row, const double *contrast, const int *numbers)
{
	struct node *copy;
	size_t n = 0;

	while (row[n].index > 0)
		n++;
	copy = mem_copy(row, (n + 1) * sizeof *row);
	for (size_t i = 0; i < n; i++) {
		copy[i].value *= contrast[copy[i].index - 1];
		copy[i].index = numbers[copy[i].index - 1];
	}
	return copy;
}

double *contrast_train(const struct node *const *rows, const double *sides, size_t n,
	size_t n_weights, size_t last)
{
	double *contrast = contrasts(rows, sides, n, n_weights, last), *used;
	double *weights = mem_zalloc((n_weights + 1) * sizeof *weights);
	struct node **copies = mem_alloc((n + 1) * sizeof *copies);
	int *numbers;
	size_t n_used = number_features(rows, n, n_weights, &numbers);

	for (size_t i = 0; i < n; i++)
		copies[i] = multiplied(rows[i], contrast, numbers);
	used = logistic_train((const struct node *const *)copies, sides, n, n_used);
	for (size_t i = 0; i < n_weights; i++)
		if (numbers[i])
			weights[i] = used[numbers[i] - 1] * contrast[i];
	for (size_t i = 0; i < n; i++)
		free(copies[i]);
	free(copies);
	free(used);
	free(numbers);
	free(contrast);
	return weights;
}
