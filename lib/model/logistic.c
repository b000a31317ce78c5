#include "model/logistic.h"

#include <assert.h>
#include <linear.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

/* How closely the rows are followed, and when training ends; found by cross-validation. */
static const double COST = 100, END = 0.001;

/* Rows are handed over as they are. */
static_assert(sizeof(struct node) == sizeof(struct feature_node) &&
		      offsetof(struct node, value) == offsetof(struct feature_node, value),
	"nodes must look like liblinear's");

static void be_silent(const char *text)
{
	(void)text;
}

static double count_positive(const double *sides, size_t n)
{
	double n_positive = 0;

	for (size_t i = 0; i < n; i++)
		n_positive += sides[i] > 0;
	return n_positive;
}

double *logistic_train(
	const struct node *const *rows, const double *sides, size_t n, size_t n_weights)
{
	double *weights = mem_zalloc((n_weights + 1) * sizeof *weights);
	double n_all = (double)n, n_positive = count_positive(sides, n);
	struct problem problem = {.l = (int)n,
		.n = (int)n_weights,
		.y = (double *)sides,
		.x = (struct feature_node **)rows,
		.bias = -1};
	/* The rarer side counts for more, by the root of how rare it is. */
	double side_weights[] = {
		sqrt(n_all / (2 * n_positive)), sqrt(n_all / (2 * (n_all - n_positive)))};
	struct parameter parameter = {.solver_type = L2R_LR,
		.eps = END,
		.C = COST,
		.nr_weight = 2,
		.weight_label = (int[]){1, -1},
		.weight = side_weights};
	struct model *trained;

	if (n_positive == 0 || n_positive == n_all)
		return weights;
	set_print_string_function(be_silent);
	trained = train(&problem, &parameter);
	/* Positive values mean the side that came first. */
	for (size_t i = 0; i < n_weights; i++)
		weights[i] = trained->label[0] > 0 ? trained->w[i] : -trained->w[i];
	free_and_destroy_model(&trained);
	return weights;
}

double logistic_value(const struct node *row, const double *weights)
{
	double value = 0;

	for (; row->index > 0; row++)
		value += row->value * weights[row->index - 1];
	return value;
}
