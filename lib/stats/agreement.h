#pragma once
/* How well predicted classes agree with the true ones (METRICS 11).
 *
 * Sets of classes are rows of booleans: row i, class c is cell [i * n_classes + c]. A confusion
 * matrix has a row for each true class and a column for each predicted one. What is 0/0 is NAN.
 *
 *	struct class_counts *counts = mem_zalloc(n_classes * sizeof *counts);
 *	class_counts(actual, predicted, NULL, n, n_classes, counts);
 *	struct class_scores micro = scores_micro(counts, n_classes); */
#include <stdbool.h>
#include <stddef.h>

struct class_counts {
	double hits;      /* rows where it is both true and predicted */
	double predicted; /* rows where it is predicted */
	double actual;    /* rows where it is true: the support */
};

struct class_scores {
	double precision; /* hits / predicted */
	double recall;    /* hits / actual */
	double f1;        /* 2 hits / (predicted + actual) */
};

/* Adds the rows to `counts`, one for each class. A row counts its weight; NULL: 1. */
void class_counts(const bool *actual, const bool *predicted, const double *weight, size_t n,
	size_t n_classes, struct class_counts *counts);

struct class_scores scores_of(struct class_counts counts);

/* Averages over the classes: of their pooled counts; plain; by support. Plain and weighted ones
 * leave out a class where the figure is undefined. */
struct class_scores scores_micro(const struct class_counts *counts, size_t n_classes);
struct class_scores scores_macro(const struct class_counts *counts, size_t n_classes);
struct class_scores scores_weighted(const struct class_counts *counts, size_t n_classes);

/* Figures of whole rows. A row with no class on either side is 0/0 and left out of the means over
 * rows; with no class on one side it scores 0. */
struct set_scores {
	struct class_scores samples; /* means over rows */
	double jaccard;              /* mean of shared classes / classes of either */
	double exact;                /* share of rows with equal sets, empty ones too */
	double hamming;              /* share of cells that differ */
};
struct set_scores set_scores(const bool *actual, const bool *predicted, const double *weight,
	size_t n, size_t n_classes);

/* Agreement beyond chance. NAN when both know one class only. Sources: Cohen, Educ. Psychol.
 * Meas. 20 (1960); Gorodkin, Comput. Biol. Chem. 28 (2004), for the correlation. */
double confusion_kappa(const double *matrix, size_t n_classes);
double confusion_mcc(const double *matrix, size_t n_classes);
