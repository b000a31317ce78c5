/* The confusion matrix and the calibration of an evaluation, as tables. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cmd/evaluate.h"
#include "stats/binomial.h"
#include "stats/calibration.h"
#include "stats/normal.h"

/* ---- the confusion matrix ---- */

enum { EXAMPLE_WIDTH = 60, N_EXAMPLES = 3, FIRST_EXAMPLE = 4 };

static size_t up_to(size_t number, size_t last)
{
	return number < last ? number : last;
}

double *evaluation_confusion(const struct evaluation *e, const size_t *said, size_t k)
{
	double *matrix = mem_zalloc(k * k * sizeof *matrix);

	for (size_t i = 0; i < e->n; i++)
		if (said[i] != NOT_JUDGED)
			matrix[up_to(e->first_actual[i], k - 1) * k + up_to(said[i], k - 1)] +=
				e->weight ? e->weight[i] : 1;
	return matrix;
}

/* The first texts of a cell of the matrix, each cut to a line. */
static void set_examples(struct table *table, size_t row, const struct evaluation *e, size_t actual,
	size_t predicted)
{
	for (size_t i = 0, n = 0; i < e->n && n < N_EXAMPLES; i++) {
		size_t last = e->n_classes + 1;
		const char *text;

		if (up_to(e->first_actual[i], last) != actual ||
			up_to(e->first_predicted[i], last) != predicted)
			continue;
		text = csv_cell(e->csv, e->row[i], e->text_column);
		table_set_text_n(table, row, FIRST_EXAMPLE + n++, text,
			text_fit(text, strlen(text), EXAMPLE_WIDTH));
	}
}

static double row_sum(const double *matrix, size_t k, size_t actual)
{
	double sum = 0;

	for (size_t d = 0; d < k; d++)
		sum += matrix[actual * k + d];
	return sum;
}

static void add_confusion(struct table *table, const struct evaluation *e, const double *matrix,
	size_t actual, size_t predicted)
{
	size_t k = e->n_classes + 2;
	double n = matrix[actual * k + predicted];
	size_t row = table_add_row(table);

	table_set_text(table, row, 0, evaluation_class(e, actual));
	table_set_text(table, row, 1, evaluation_class(e, predicted));
	e->weight ? table_set_real(table, row, 2, n) : table_set_integer(table, row, 2, (int64_t)n);
	table_set_real(table, row, 3, n / row_sum(matrix, k, actual));
	if (e->text_column != SIZE_MAX)
		set_examples(table, row, e, actual, predicted);
}

struct table *evaluation_matrix(const struct evaluation *e)
{
	static const char *const EXAMPLES[N_EXAMPLES] = {"example", "example_2", "example_3"};
	struct table *table = table_new("matrix");
	size_t k = e->n_classes + 2;
	double *matrix = evaluation_confusion(e, e->first_predicted, k);

	table_add_column(table, "truth", CELL_TEXT, NULL);
	table_add_column(table, "predicted", CELL_TEXT, NULL);
	table_add_column(table, "n", e->weight ? CELL_REAL : CELL_INTEGER, "count");
	table_add_column(table, "share", CELL_REAL, "share");
	for (size_t i = 0; i < N_EXAMPLES && e->text_column != SIZE_MAX; i++)
		table_add_column(table, EXAMPLES[i], CELL_TEXT, "text");
	for (size_t actual = 0; actual < k; actual++)
		for (size_t predicted = 0; predicted < k; predicted++)
			if (matrix[actual * k + predicted] != 0)
				add_confusion(table, e, matrix, actual, predicted);
	free(matrix);
	return table;
}

/* ---- calibration ---- */

static bool is_right(const struct evaluation *e, size_t i, size_t class)
{
	return class < e->n_classes && e->actual[i * e->n_classes + class];
}

/* Of every probability of every class. */
static bool bin_pooled(const struct evaluation *e, struct calibration_bin *bins)
{
	size_t n = 0;

	for (size_t i = 0; e->probability && i < e->n * e->n_classes; i++) {
		if (isnan(e->probability[i]))
			continue;
		calibration_add(bins, CALIBRATION_BINS, e->probability[i], e->actual[i]);
		n++;
	}
	return n > 0;
}

/* Of the surest class of each row. */
static bool bin_top(const struct evaluation *e, struct calibration_bin *bins)
{
	size_t n = 0;

	for (size_t i = 0; i < e->n; i++) {
		if (isnan(e->score[i]))
			continue;
		calibration_add(bins, CALIBRATION_BINS, e->score[i], is_right(e, i, e->surest[i]));
		n++;
	}
	return n > 0;
}

static const struct calibration {
	const char *name, *error, *brier;
	bool (*bin)(const struct evaluation *e, struct calibration_bin *bins);
} CALIBRATIONS[] = {
	{"pooled", "ece10_pooled", "brier_pooled", bin_pooled},
	{"top1", "ece10_top1", "brier_top1", bin_top},
};

void evaluation_calibration_figures(
	const struct evaluation *e, struct table *table, evaluation_figure *add)
{
	for (size_t i = 0; i < sizeof CALIBRATIONS / sizeof *CALIBRATIONS; i++) {
		struct calibration_bin bins[CALIBRATION_BINS] = {0};

		if (!CALIBRATIONS[i].bin(e, bins))
			continue;
		add(table, CALIBRATIONS[i].error, calibration_error(bins, CALIBRATION_BINS));
		add(table, CALIBRATIONS[i].brier, calibration_brier(bins, CALIBRATION_BINS));
	}
}

static void add_bin(
	struct table *table, const char *name, size_t b, const struct calibration_bin *bin)
{
	double z = normal_two_sided(0.95);
	size_t row = table_add_row(table);

	table_set_text(table, row, 0, name);
	table_set_real(table, row, 1, (double)b / CALIBRATION_BINS);
	table_set_real(table, row, 2, (double)(b + 1) / CALIBRATION_BINS);
	table_set_integer(table, row, 3, (int64_t)bin->n);
	table_set_real(table, row, 4, bin->confidence / (double)bin->n);
	table_set_real(table, row, 5, bin->positive / (double)bin->n);
	table_set_real(table, row, 6, wilson_low(bin->positive, (double)bin->n, z));
	table_set_real(table, row, 7, wilson_high(bin->positive, (double)bin->n, z));
}

struct table *evaluation_calibration(const struct evaluation *e)
{
	static const char *const names[] = {"low", "high"};
	struct table *table = table_new("calibration");

	table_add_column(table, "kind", CELL_TEXT, NULL);
	for (size_t i = 0; i < 2; i++)
		table_add_column(table, names[i], CELL_REAL, NULL);
	table_add_column(table, "n", CELL_INTEGER, "count");
	table_add_column(table, "mean_confidence", CELL_REAL, "share");
	table_add_column(table, "share_true", CELL_REAL, "share");
	table_add_column(table, "share_true_low", CELL_REAL, "share");
	table_add_column(table, "share_true_high", CELL_REAL, "share");
	for (size_t i = 0; i < sizeof CALIBRATIONS / sizeof *CALIBRATIONS; i++) {
		struct calibration_bin bins[CALIBRATION_BINS] = {0};

		if (CALIBRATIONS[i].bin(e, bins))
			for (size_t b = 0; b < CALIBRATION_BINS; b++)
				add_bin(table, CALIBRATIONS[i].name, b, &bins[b]);
	}
	return table;
}
