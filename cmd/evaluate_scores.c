/* The scores of an evaluation, as a table: of the rows, or with weights of what they were drawn
 * from. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/evaluate.h"
#include "stats/binomial.h"
#include "stats/normal.h"
#include "stats/survey.h"

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
	SCORE_F1_LOW,
	SCORE_F1_HIGH,
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
	{"f1_low", CELL_REAL, "share", NULL},
	{"f1_high", CELL_REAL, "share", NULL},
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

/* Rows as numbers: y of x are right, and what each adds to the error of the macro F1. */
struct scoring {
	struct table *table;
	const struct evaluation *e;
	struct survey *survey;
	double *hits, *predicted, *actual, *either, *ones, *influence;
};

static void scoring_init(struct scoring *s, struct table *table, const struct evaluation *e)
{
	double *room = mem_zalloc((6 * e->n + 1) * sizeof *room);

	*s = (struct scoring){table, e, survey_new(e->weight, e->n), room, room + e->n,
		room + 2 * e->n, room + 3 * e->n, room + 4 * e->n, room + 5 * e->n};
	for (size_t i = 0; i < e->n; i++)
		s->ones[i] = 1;
}

static void scoring_release(struct scoring *s)
{
	survey_free(s->survey);
	free(s->hits);
}

/* Adds the class to hits, predicted, actual, either. */
static void take_class(struct scoring *s, size_t class)
{
	for (size_t i = 0; i < s->e->n; i++) {
		bool is = s->e->actual[i * s->e->n_classes + class];
		bool said = s->e->predicted[i * s->e->n_classes + class];

		s->hits[i] += is && said;
		s->predicted[i] += said;
		s->actual[i] += is;
		s->either[i] += is || said;
	}
}

static void clear_classes(struct scoring *s)
{
	for (size_t i = 0; i < 4 * s->e->n; i++)
		s->hits[i] = 0;
}

static struct survey_share share_of(const struct scoring *s, const double *y, const double *x)
{
	double z = normal_two_sided(0.95), hits = survey_sum(s->survey, y),
	       whole = survey_sum(s->survey, x);

	if (s->e->weight)
		return survey_share(s->survey, y, x);
	return (struct survey_share){
		hits / whole, wilson_low(hits, whole, z), wilson_high(hits, whole, z)};
}

/* In the two columns from `low` on. */
static void set_limits(
	const struct scoring *s, size_t row, size_t low, const double *y, const double *x)
{
	struct survey_share share = share_of(s, y, x);

	table_set_real(s->table, row, low, share.low);
	table_set_real(s->table, row, low + 1, share.high);
}

/* F1 = 2j / (1 + j) grows with the share j = hits / either, so the limits of one are those of the
 * other. */
static void set_f1_limits(const struct scoring *s, size_t row)
{
	struct survey_share j = share_of(s, s->hits, s->either);

	table_set_real(s->table, row, SCORE_F1_LOW, 2 * j.low / (1 + j.low));
	table_set_real(s->table, row, SCORE_F1_HIGH, 2 * j.high / (1 + j.high));
}

static void set_count(const struct scoring *s, size_t row, size_t column, double count)
{
	if (s->e->weight)
		table_set_real(s->table, row, column, count);
	else
		table_set_integer(s->table, row, column, (int64_t)count);
}

static void set_scores_of(struct table *table, size_t row, struct class_scores scores)
{
	table_set_real(table, row, SCORE_PRECISION, scores.precision);
	table_set_real(table, row, SCORE_RECALL, scores.recall);
	table_set_real(table, row, SCORE_F1, scores.f1);
}

static void set_counts(const struct scoring *s, size_t row, struct class_counts counts)
{
	set_limits(s, row, SCORE_PRECISION_LOW, s->hits, s->predicted);
	set_limits(s, row, SCORE_RECALL_LOW, s->hits, s->actual);
	set_f1_limits(s, row);
	set_count(s, row, SCORE_SUPPORT, counts.actual);
	set_count(s, row, SCORE_PREDICTED, counts.predicted);
	set_count(s, row, SCORE_HITS, counts.hits);
}

static void add_classes(struct scoring *s, const struct class_counts *counts)
{
	for (size_t c = 0; c < s->e->n_classes; c++) {
		size_t row = add_row(s->table, "class", evaluation_class(s->e, c));

		clear_classes(s);
		take_class(s, c);
		set_scores_of(s->table, row, scores_of(counts[c]));
		set_counts(s, row, counts[c]);
	}
}

static void add_micro(struct scoring *s, const struct class_counts *counts)
{
	struct class_counts all = {0};
	size_t row = add_row(s->table, "average", "micro");

	clear_classes(s);
	for (size_t c = 0; c < s->e->n_classes; c++) {
		take_class(s, c);
		all.hits += counts[c].hits;
		all.predicted += counts[c].predicted;
		all.actual += counts[c].actual;
	}
	set_scores_of(s->table, row, scores_micro(counts, s->e->n_classes));
	set_counts(s, row, all);
}

/* What class c of n adds to the error of the mean F1. */
static void add_influence(struct scoring *s, size_t c, size_t n)
{
	clear_classes(s);
	take_class(s, c);
	for (size_t i = 0; i < s->e->n; i++) {
		s->either[i] = s->predicted[i] + s->actual[i];
		s->hits[i] *= 2;
	}
	survey_influence(s->survey, s->hits, s->either, 1 / (double)n, s->influence);
}

/* Limits by the variance of the linearised mean (Takahashi et al., Applied Intelligence 52, 2022);
 * without any variance there are none. */
static void add_macro(struct scoring *s, const struct class_counts *counts)
{
	struct class_scores scores = scores_macro(counts, s->e->n_classes);
	size_t row = add_row(s->table, "average", "macro"), n = 0;
	double error;

	set_scores_of(s->table, row, scores);
	for (size_t c = 0; c < s->e->n_classes; c++)
		n += counts[c].predicted + counts[c].actual > 0;
	for (size_t c = 0; c < s->e->n_classes; c++)
		add_influence(s, c, n);
	error = normal_two_sided(0.95) * sqrt(survey_variance(s->survey, s->influence));
	if (!(error > 0))
		return;
	table_set_real(s->table, row, SCORE_F1_LOW, fmax(0, scores.f1 - error));
	table_set_real(s->table, row, SCORE_F1_HIGH, fmin(1, scores.f1 + error));
}

static void add_averages(
	struct scoring *s, const struct class_counts *counts, const struct set_scores *sets)
{
	add_micro(s, counts);
	add_macro(s, counts);
	set_scores_of(s->table, add_row(s->table, "average", "weighted"),
		scores_weighted(counts, s->e->n_classes));
	set_scores_of(s->table, add_row(s->table, "average", "samples"), sets->samples);
}

static size_t add_value(struct table *table, const char *name, double value)
{
	size_t row = add_row(table, "figure", name);

	table_set_real(table, row, SCORE_VALUE, value);
	return row;
}

static void add_figure(struct table *table, const char *name, double value)
{
	add_value(table, name, value);
}

static void add_rows(const struct scoring *s)
{
	add_figure(s->table, "rows", (double)s->e->n);
	add_figure(s->table, "rows_left_out", (double)s->e->n_left_out);
	if (s->e->weight)
		add_figure(s->table, "rows_stand_for", survey_sum(s->survey, s->ones));
}

static void add_subset(struct scoring *s, const struct set_scores *sets)
{
	size_t k = s->e->n_classes;

	for (size_t i = 0; i < s->e->n; i++)
		s->hits[i] = !k || !memcmp(s->e->actual + i * k, s->e->predicted + i * k, k);
	set_limits(s, add_value(s->table, "subset_accuracy", sets->exact), SCORE_VALUE_LOW, s->hits,
		s->ones);
}

static void add_accuracy(struct scoring *s)
{
	size_t row;

	for (size_t i = 0; i < s->e->n; i++)
		s->hits[i] = s->e->first_actual[i] == s->e->first_predicted[i];
	row = add_value(s->table, "primary_accuracy",
		survey_sum(s->survey, s->hits) / survey_sum(s->survey, s->ones));
	set_limits(s, row, SCORE_VALUE_LOW, s->hits, s->ones);
}

/* Of the rows that have a cause, those that were given none. */
static void add_unclassified(struct scoring *s)
{
	const struct evaluation *e = s->e;
	size_t row;

	for (size_t i = 0; i < e->n; i++) {
		s->either[i] = e->first_actual[i] != e->n_classes;
		s->hits[i] = s->either[i] > 0 && e->first_predicted[i] == e->n_classes;
	}
	row = add_value(s->table, "unclassified",
		survey_sum(s->survey, s->hits) / survey_sum(s->survey, s->either));
	set_limits(s, row, SCORE_VALUE_LOW, s->hits, s->either);
}

/* Of the rows that the second person has judged, too. */
static void add_raters(const struct scoring *s)
{
	const struct evaluation *e = s->e;
	size_t k = evaluation_numbers(e), n = 0;
	double *matrix = evaluation_confusion(e, e->first_rater, k);

	for (size_t i = 0; i < e->n; i++)
		n += e->first_rater[i] != NOT_JUDGED;
	add_figure(s->table, "kappa_raters", confusion_kappa(matrix, k));
	add_figure(s->table, "rows_raters", (double)n);
	free(matrix);
}

static void add_agreement(const struct scoring *s)
{
	const struct evaluation *e = s->e;
	size_t k = evaluation_numbers(e);
	double *matrix = evaluation_confusion(e, e->first_predicted, k);

	add_figure(s->table, "kappa", confusion_kappa(matrix, k));
	add_figure(s->table, "mcc", confusion_mcc(matrix, k));
	free(matrix);
	if (e->rater_column != SIZE_MAX)
		add_raters(s);
}

static void add_columns(struct table *table, bool is_weighted)
{
	for (size_t i = 0; i < sizeof SCORE_COLUMNS / sizeof *SCORE_COLUMNS; i++) {
		const struct score_heading *h = &SCORE_COLUMNS[i];

		table_add_column(table, h->name,
			is_weighted && h->type == CELL_INTEGER ? CELL_REAL : h->type, h->unit);
		if (h->of)
			table_set_of(table, i, h->of);
	}
}

struct table *evaluation_scores(const struct evaluation *e)
{
	struct table *table = table_new("evaluate");
	struct class_counts *counts = mem_zalloc((e->n_classes + 1) * sizeof *counts);
	struct set_scores sets = set_scores(e->actual, e->predicted, e->weight, e->n, e->n_classes);
	struct scoring s;

	add_columns(table, e->weight != NULL);
	scoring_init(&s, table, e);
	class_counts(e->actual, e->predicted, e->weight, e->n, e->n_classes, counts);
	add_classes(&s, counts);
	add_averages(&s, counts, &sets);
	add_rows(&s);
	add_subset(&s, &sets);
	add_figure(table, "hamming_loss", sets.hamming);
	add_figure(table, "jaccard_samples", sets.jaccard);
	add_accuracy(&s);
	add_unclassified(&s);
	add_agreement(&s);
	if (!e->weight)
		evaluation_calibration_figures(e, table, add_figure);
	scoring_release(&s);
	free(counts);
	return table;
}
