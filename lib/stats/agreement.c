#include "stats/agreement.h"

#include <math.h>

static double weight_of(const double *weight, size_t row)
{
	return weight ? weight[row] : 1;
}

void class_counts(const bool *actual, const bool *predicted, const double *weight, size_t n,
	size_t n_classes, struct class_counts *counts)
{
	for (size_t i = 0; i < n; i++)
		for (size_t c = 0; c < n_classes; c++) {
			bool is = actual[i * n_classes + c], said = predicted[i * n_classes + c];
			double w = weight_of(weight, i);

			counts[c].hits += is && said ? w : 0;
			counts[c].predicted += said ? w : 0;
			counts[c].actual += is ? w : 0;
		}
}

static double ratio(double part, double whole)
{
	return whole > 0 ? part / whole : NAN;
}

struct class_scores scores_of(struct class_counts k)
{
	return (struct class_scores){ratio(k.hits, k.predicted), ratio(k.hits, k.actual),
		ratio(2 * k.hits, k.predicted + k.actual)};
}

struct class_scores scores_micro(const struct class_counts *counts, size_t n_classes)
{
	struct class_counts all = {0};

	for (size_t c = 0; c < n_classes; c++) {
		all.hits += counts[c].hits;
		all.predicted += counts[c].predicted;
		all.actual += counts[c].actual;
	}
	return scores_of(all);
}

/* A mean that grows value by value; undefined values do not count. */
struct mean {
	double sum, weight;
};

static void mean_add(struct mean *mean, double value, double weight)
{
	if (isnan(value))
		return;
	mean->sum += value * weight;
	mean->weight += weight;
}

static double mean_value(struct mean mean)
{
	return ratio(mean.sum, mean.weight);
}

struct score_means {
	struct mean precision, recall, f1;
};

static void means_add(struct score_means *means, struct class_scores scores, double weight)
{
	mean_add(&means->precision, scores.precision, weight);
	mean_add(&means->recall, scores.recall, weight);
	mean_add(&means->f1, scores.f1, weight);
}

static struct class_scores means_value(const struct score_means *means)
{
	return (struct class_scores){
		mean_value(means->precision), mean_value(means->recall), mean_value(means->f1)};
}

struct class_scores scores_macro(const struct class_counts *counts, size_t n_classes)
{
	struct score_means means = {0};

	for (size_t c = 0; c < n_classes; c++)
		means_add(&means, scores_of(counts[c]), 1);
	return means_value(&means);
}

struct class_scores scores_weighted(const struct class_counts *counts, size_t n_classes)
{
	struct score_means means = {0};

	for (size_t c = 0; c < n_classes; c++)
		means_add(&means, scores_of(counts[c]), counts[c].actual);
	return means_value(&means);
}

/* One row's sets, counted. */
static struct class_counts row_counts(const bool *actual, const bool *predicted, size_t n_classes)
{
	struct class_counts row = {0};

	for (size_t c = 0; c < n_classes; c++) {
		row.hits += actual[c] && predicted[c];
		row.predicted += predicted[c];
		row.actual += actual[c];
	}
	return row;
}

static double or_zero(double value)
{
	return isnan(value) ? 0 : value;
}

struct set_scores set_scores(
	const bool *actual, const bool *predicted, const double *weight, size_t n, size_t n_classes)
{
	struct score_means samples = {0};
	struct mean jaccard = {0};
	double all = 0, exact = 0, wrong = 0;

	for (size_t i = 0; i < n; i++) {
		struct class_counts row =
			row_counts(actual + i * n_classes, predicted + i * n_classes, n_classes);
		double either = row.actual + row.predicted - row.hits, w = weight_of(weight, i);
		struct class_scores s = scores_of(row);

		all += w;
		exact += either == row.hits ? w : 0;
		wrong += w * (either - row.hits);
		mean_add(&jaccard, ratio(row.hits, either), w);
		if (either > 0)
			means_add(&samples,
				(struct class_scores){
					or_zero(s.precision), or_zero(s.recall), s.f1},
				w);
	}
	return (struct set_scores){.samples = means_value(&samples),
		.jaccard = mean_value(jaccard),
		.exact = ratio(exact, all),
		.hamming = ratio(wrong, all * (double)n_classes)};
}

/* Sums that kappa and the correlation are made of. */
struct sums {
	double all, right;
	double actual_predicted; /* sum over classes of row sum * column sum */
	double actual2, predicted2;
};

static struct sums confusion_sums(const double *matrix, size_t k)
{
	struct sums s = {0};

	for (size_t c = 0; c < k; c++) {
		double actual = 0, predicted = 0;

		for (size_t d = 0; d < k; d++) {
			actual += matrix[c * k + d];
			predicted += matrix[d * k + c];
		}
		s.all += actual;
		s.right += matrix[c * k + c];
		s.actual_predicted += actual * predicted;
		s.actual2 += actual * actual;
		s.predicted2 += predicted * predicted;
	}
	return s;
}

double confusion_kappa(const double *matrix, size_t n_classes)
{
	struct sums s = confusion_sums(matrix, n_classes);

	return ratio(s.all * s.right - s.actual_predicted, s.all * s.all - s.actual_predicted);
}

double confusion_mcc(const double *matrix, size_t n_classes)
{
	struct sums s = confusion_sums(matrix, n_classes);

	return ratio(s.all * s.right - s.actual_predicted,
		sqrt((s.all * s.all - s.actual2) * (s.all * s.all - s.predicted2)));
}
