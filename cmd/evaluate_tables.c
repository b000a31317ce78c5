/* What an evaluation says, as tables. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cmd/evaluate.h"
#include "stats/binomial.h"
#include "stats/calibration.h"
#include "stats/normal.h"

/* ---- scores ---- */

enum score_column {
	SCORE_KIND,
	SCORE_NAME,
	SCORE_PRECISION,
	SCORE_PRECISION_LOW,
	SCORE_PRECISION_HIGH,
	SCORE_RECALL,
	SCORE_RECALL_LOW,
	SCORE_RECALL_HIGH,
	SCORE_F1,
	SCORE_SUPPORT,
	SCORE_PREDICTED,
	SCORE_HITS,
	SCORE_VALUE,
	SCORE_VALUE_LOW,
	SCORE_VALUE_HIGH,
};

static const struct score_heading {
	const char *name;
	enum cell_type type;
	const char *unit, *of;
} SCORE_COLUMNS[] = {
	{"kind", CELL_TEXT, NULL, NULL},
	{"name", CELL_TEXT, NULL, NULL},
	{"precision", CELL_REAL, "share", "hits/predicted"},
	{"precision_low", CELL_REAL, "share", NULL},
	{"precision_high", CELL_REAL, "share", NULL},
	{"recall", CELL_REAL, "share", "hits/support"},
	{"recall_low", CELL_REAL, "share", NULL},
	{"recall_high", CELL_REAL, "share", NULL},
	{"f1", CELL_REAL, "share", NULL},
	{"support", CELL_INTEGER, "count", NULL},
	{"predicted", CELL_INTEGER, "count", NULL},
	{"hits", CELL_INTEGER, "count", NULL},
	{"value", CELL_REAL, NULL, NULL},
	{"value_low", CELL_REAL, NULL, NULL},
	{"value_high", CELL_REAL, NULL, NULL},
};

static size_t add_row(struct table *table, const char *kind, const char *name)
{
	size_t row = table_add_row(table);

	table_set_text(table, row, SCORE_KIND, kind);
	table_set_text(table, row, SCORE_NAME, name);
	return row;
}

/* The limits of hits / whole, Wilson's, in the two columns from `low` on. */
static void set_limits(struct table *table, size_t row, size_t low, double hits, double whole)
{
	double z = normal_two_sided(0.95);

	table_set_real(table, row, low, wilson_low(hits, whole, z));
	table_set_real(table, row, low + 1, wilson_high(hits, whole, z));
}

static void set_scores_of(struct table *table, size_t row, struct class_scores scores)
{
	table_set_real(table, row, SCORE_PRECISION, scores.precision);
	table_set_real(table, row, SCORE_RECALL, scores.recall);
	table_set_real(table, row, SCORE_F1, scores.f1);
}

static void set_counts(struct table *table, size_t row, struct class_counts counts)
{
	set_limits(table, row, SCORE_PRECISION_LOW, counts.hits, counts.predicted);
	set_limits(table, row, SCORE_RECALL_LOW, counts.hits, counts.actual);
	table_set_integer(table, row, SCORE_SUPPORT, (int64_t)counts.actual);
	table_set_integer(table, row, SCORE_PREDICTED, (int64_t)counts.predicted);
	table_set_integer(table, row, SCORE_HITS, (int64_t)counts.hits);
}

static void add_classes(
	struct table *table, const struct evaluation *e, const struct class_counts *counts)
{
	for (size_t c = 0; c < e->n_classes; c++) {
		size_t row = add_row(table, "class", evaluation_class(e, c));

		set_scores_of(table, row, scores_of(counts[c]));
		set_counts(table, row, counts[c]);
	}
}

static void add_averages(struct table *table, const struct evaluation *e,
	const struct class_counts *counts, const struct set_scores *sets)
{
	struct class_counts all = {0};
	size_t micro = add_row(table, "average", "micro");

	for (size_t c = 0; c < e->n_classes; c++) {
		all.hits += counts[c].hits;
		all.predicted += counts[c].predicted;
		all.actual += counts[c].actual;
	}
	set_scores_of(table, micro, scores_micro(counts, e->n_classes));
	set_counts(table, micro, all);
	set_scores_of(
		table, add_row(table, "average", "macro"), scores_macro(counts, e->n_classes));
	set_scores_of(table, add_row(table, "average", "weighted"),
		scores_weighted(counts, e->n_classes));
	set_scores_of(table, add_row(table, "average", "samples"), sets->samples);
}

static size_t add_figure(struct table *table, const char *name, double value)
{
	size_t row = add_row(table, "figure", name);

	table_set_real(table, row, SCORE_VALUE, value);
	return row;
}

static double *confusion(const struct evaluation *e, const size_t *said)
{
	size_t k = e->n_classes + 2;
	double *matrix = mem_zalloc(k * k * sizeof *matrix);

	for (size_t i = 0; i < e->n; i++)
		matrix[e->first_actual[i] * k + said[i]]++;
	return matrix;
}

static void add_primary(struct table *table, const struct evaluation *e)
{
	size_t k = e->n_classes + 2, row;
	double *matrix = confusion(e, e->first_predicted), right = 0;

	for (size_t i = 0; i < e->n; i++)
		right += e->first_actual[i] == e->first_predicted[i];
	row = add_figure(table, "primary_accuracy", right / (double)e->n);
	set_limits(table, row, SCORE_VALUE_LOW, right, (double)e->n);
	add_figure(table, "kappa", confusion_kappa(matrix, k));
	add_figure(table, "mcc", confusion_mcc(matrix, k));
	free(matrix);
	if (e->rater_column == SIZE_MAX)
		return;
	matrix = confusion(e, e->first_rater);
	add_figure(table, "kappa_raters", confusion_kappa(matrix, k));
	free(matrix);
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

static void add_calibration(struct table *table, const struct evaluation *e)
{
	for (size_t i = 0; i < sizeof CALIBRATIONS / sizeof *CALIBRATIONS; i++) {
		struct calibration_bin bins[CALIBRATION_BINS] = {0};

		if (!CALIBRATIONS[i].bin(e, bins))
			continue;
		add_figure(table, CALIBRATIONS[i].error, calibration_error(bins, CALIBRATION_BINS));
		add_figure(table, CALIBRATIONS[i].brier, calibration_brier(bins, CALIBRATION_BINS));
	}
}

struct table *evaluation_scores(const struct evaluation *e)
{
	struct table *table = table_new("evaluate");
	struct class_counts *counts = mem_zalloc((e->n_classes + 1) * sizeof *counts);
	struct set_scores sets = set_scores(e->actual, e->predicted, e->n, e->n_classes);
	size_t row;

	for (size_t i = 0; i < sizeof SCORE_COLUMNS / sizeof *SCORE_COLUMNS; i++) {
		const struct score_heading *h = &SCORE_COLUMNS[i];

		table_add_column(table, h->name, h->type, h->unit);
		if (h->of)
			table_set_of(table, i, h->of);
	}
	class_counts(e->actual, e->predicted, e->n, e->n_classes, counts);
	add_classes(table, e, counts);
	add_averages(table, e, counts, &sets);
	add_figure(table, "rows", (double)e->n);
	add_figure(table, "rows_left_out", (double)e->n_left_out);
	row = add_figure(table, "subset_accuracy", sets.exact);
	set_limits(table, row, SCORE_VALUE_LOW, round(sets.exact * (double)e->n), (double)e->n);
	add_figure(table, "hamming_loss", sets.hamming);
	add_figure(table, "jaccard_samples", sets.jaccard);
	add_primary(table, e);
	add_calibration(table, e);
	free(counts);
	return table;
}

/* ---- the other two tables ---- */

enum { EXAMPLE_WIDTH = 60, N_EXAMPLES = 3, FIRST_EXAMPLE = 4 };

/* The first texts of a cell of the matrix, each cut to a line. */
static void set_examples(struct table *table, size_t row, const struct evaluation *e, size_t actual,
	size_t predicted)
{
	for (size_t i = 0, n = 0; i < e->n && n < N_EXAMPLES; i++) {
		const char *text;

		if (e->first_actual[i] != actual || e->first_predicted[i] != predicted)
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
	table_set_integer(table, row, 2, (int64_t)n);
	table_set_real(table, row, 3, n / row_sum(matrix, k, actual));
	if (e->text_column != SIZE_MAX)
		set_examples(table, row, e, actual, predicted);
}

struct table *evaluation_matrix(const struct evaluation *e)
{
	static const char *const EXAMPLES[N_EXAMPLES] = {"example", "example_2", "example_3"};
	struct table *table = table_new("matrix");
	size_t k = e->n_classes + 2;
	double *matrix = confusion(e, e->first_predicted);

	table_add_column(table, "truth", CELL_TEXT, NULL);
	table_add_column(table, "predicted", CELL_TEXT, NULL);
	table_add_column(table, "n", CELL_INTEGER, "count");
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

static void add_bin(
	struct table *table, const char *name, size_t b, const struct calibration_bin *bin)
{
	size_t row = table_add_row(table);

	table_set_text(table, row, 0, name);
	table_set_real(table, row, 1, (double)b / CALIBRATION_BINS);
	table_set_real(table, row, 2, (double)(b + 1) / CALIBRATION_BINS);
	table_set_integer(table, row, 3, (int64_t)bin->n);
	table_set_real(table, row, 4, bin->confidence / (double)bin->n);
	table_set_real(table, row, 5, bin->positive / (double)bin->n);
	set_limits(table, row, 6, bin->positive, (double)bin->n);
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
