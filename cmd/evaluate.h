#pragma once
/* kesu evaluate: the truth and the predictions of a table, made comparable, and the tables that say
 * how well they agree. */
#include "base/csv.h"
#include "cause/labelset.h"
#include "cmd/cmd.h"
#include "stats/agreement.h"

enum { CALIBRATION_BINS = 10 };

/* What a second person has not judged; no number of a label. */
#define NOT_JUDGED SIZE_MAX

/* Row i, class c is cell [i * n_classes + c] of the booleans and of `probability`. In `first_*` the
 * number n_classes is "(none)"; those above it are labels that --classes leaves out, each its own.
 */
struct evaluation {
	struct csv_rows *csv;
	struct arena arena;                /* cells that are made here */
	struct labelset *classes, *others; /* what is judged; all other labels of the rows */
	size_t n_classes;
	size_t n, n_left_out; /* rows judged; rows that the options leave out */
	size_t *row;          /* of csv, by judged row */
	double *weight;       /* how many a judged row stands for; NULL: each for itself */
	const char **truth;   /* codes of the true labels, by row of csv; NULL: was not answered */
	const char **said;    /* the predicted labels, by judged row */
	const char **rater;   /* the second person's; NULL: not judged */
	bool *actual, *predicted;
	size_t *first_actual, *first_predicted, *first_rater;
	double *probability; /* NULL without probabilities; NAN where blank */
	double *score;       /* of the first predicted label; NAN where unknown */
	size_t *surest;      /* the class that `score` belongs to, numbered as first_* */
	size_t truth_column, rater_column, text_column, by_column; /* SIZE_MAX: none */
	const char **said_against; /* what the rules or model of --against say, or NULL */
	size_t *first_against;
};

/* By the options of the command. On failure the message is said. */
enum status evaluation_read(struct run *run, struct evaluation *e);
void evaluation_release(struct evaluation *e);

/* Reads the weights of the judged rows, and lets them speak for those of the same weight whose
 * truth is blank. -1 with run->err. */
int evaluation_weigh(struct run *run, struct evaluation *e, size_t column);

/* "product", "(none)", "(other)" */
const char *evaluation_class(const struct evaluation *e, size_t number);

/* The first labels of row i as struct paired numbers them, which has one number for all others: the
 * truth, and what is said so that it is equal to the truth only where the labels are. */
size_t evaluation_paired_truth(const struct evaluation *e, size_t i);
size_t evaluation_paired_said(const struct evaluation *e, const size_t *said, size_t i);

/* Classes, averages and single figures; cells of the confusion matrix; bins of probabilities. */
struct table *evaluation_scores(const struct evaluation *e);
struct table *evaluation_matrix(const struct evaluation *e);
struct table *evaluation_calibration(const struct evaluation *e);
/* k * k numbers: true against said, first labels, by weight. The last row and column have all
 * labels from k - 1 on: "(other)" for k = n_classes + 2, none but the last for
 * evaluation_numbers(). Rows that are not judged are left out. */
double *evaluation_confusion(const struct evaluation *e, const size_t *said, size_t k);
size_t evaluation_numbers(const struct evaluation *e); /* how many first_* may be */
/* The single figures of calibration. */
typedef void evaluation_figure(struct table *table, const char *name, double value);
void evaluation_calibration_figures(
	const struct evaluation *e, struct table *table, evaluation_figure *add);
/* By the cells of by_column. */
struct table *evaluation_by(const struct evaluation *e);
/* With --against: the figures of both, with their difference; the rows that they see otherwise. */
struct table *evaluation_difference(const struct evaluation *e);
struct table *evaluation_changed(const struct evaluation *e);
