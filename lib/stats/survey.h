#pragma once
/* Shares and means of a whole of which rows were drawn with unequal chances, with their limits.
 *
 * A row of weight w was drawn with the chance 1 / w and speaks for w of the whole; rows of one
 *weight are taken as one stratum, drawn from it at random without return. Sums are those of Horvitz
 *& Thompson (JASA 47, 1952), ratios of sums have the linearised variance, by stratum and with its
 * finite correction (Saerndal, Swensson & Wretman, Model Assisted Survey Sampling, 1992, 3.7, 5.6).
 * Rows without weights are a simple sample of an endless whole.
 *
 *	struct survey *survey = survey_new(weight, n);
 *	struct survey_share right = survey_share(survey, is_right, ones); */
#include <stddef.h>

struct survey;

/* Weights, of at least 1, are borrowed; NULL for rows that all count 1 of an endless whole. */
struct survey *survey_new(const double *weight, size_t n);
void survey_free(struct survey *survey);

/* The sum of w y. */
double survey_sum(const struct survey *survey, const double *y);
/* The sum of w y / the sum of w x, and, for 0 <= y <= x, limits of 95 %. Each stratum has Wilson's
 * (JASA 22, 1927) for the number of plain rows that would have the same variance, also where all of
 * its rows are alike, and their distances are joined (Zou, Huang & Zhang, Computational
 * Statistics & Data Analysis 53, 2009: MOVER), with the variance of the strata's parts of x. Where
 * x stands only in strata of which all was drawn, Wilson's for the number of Kish (Survey Sampling,
 * 1965, 11.7); both equal the share where all of the whole was drawn. */
struct survey_share {
	double share, low, high; /* NAN where the sum of x is 0 */
};
struct survey_share survey_share(const struct survey *survey, const double *y, const double *x);

/* Adds `part` of what each row contributes to the error of the ratio of y to x. */
void survey_influence(const struct survey *survey, const double *y, const double *x, double part,
	double *influence);
/* Of the figure whose influence was gathered. */
double survey_variance(const struct survey *survey, const double *influence);
