#include "stats/survey.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdbool.h>

#include "stats/binomial.h"
#include "stats/normal.h"

/* All 3 rows of a first stratum, 4 of the 16 of a second one. */
static const double WEIGHT[] = {1, 4, 1, 4, 4, 1, 4};
static const double RIGHT[] = {0, 1, 0, 0, 1, 1, 1};
static const double ONES[] = {1, 1, 1, 1, 1, 1, 1};

Test(survey, a_share_has_the_stratified_variance)
{
	struct survey *survey = survey_new(WEIGHT, 7);
	struct survey_share share = survey_share(survey, RIGHT, ONES);
	double influence[7] = {0}, z = normal_two_sided(0.95);

	cr_assert_float_eq(survey_sum(survey, ONES), 19, 1e-12);
	cr_assert_float_eq(share.share, 13.0 / 19, 1e-12);
	/* N^2 (1 - n/N) s^2 / n = 256 x 0.75 x 0.25 / 4 = 12 for the sum, none from the first */
	survey_influence(survey, RIGHT, ONES, 1, influence);
	cr_assert_float_eq(survey_variance(survey, influence), 12.0 / (19 * 19), 1e-12);
	/* Of 3 of 4 in the second: 0.75 x 0.25 / (0.25 / 4 x 0.75) = 4 plain rows */
	cr_assert_float_eq(share.low, (13 - 16 * (0.75 - wilson_low(3, 4, z))) / 19, 1e-9);
	cr_assert_float_eq(share.high, (13 + 16 * (wilson_high(3, 4, z) - 0.75)) / 19, 1e-9);
	survey_free(survey);
}

Test(survey, shares_at_the_ends_have_limits_too)
{
	struct survey *survey = survey_new(WEIGHT, 7);
	const double none[7] = {0}, first[] = {1, 0, 1, 0, 0, 1, 0};
	struct survey_share share = survey_share(survey, ONES, ONES);

	/* 4 / (1 - 1 / 4) plain rows of the second stratum, none of them wrong */
	cr_assert_float_eq(share.share, 1, 1e-12);
	cr_assert_float_eq(share.low,
		1 - 16.0 / 19 * (1 - wilson_low(16.0 / 3, 16.0 / 3, normal_two_sided(0.95))), 1e-9);
	cr_assert_float_eq(share.high, 1, 1e-12);
	/* All rows of the first stratum are there, but the second may hold more of their kind. */
	share = survey_share(survey, none, first);
	cr_assert_float_eq(share.low, 0, 1e-12);
	cr_assert_float_eq(share.high, wilson_high(0, 3, normal_two_sided(0.95)), 1e-9);
	share = survey_share(survey, none, none);
	cr_assert(isnan(share.share) && isnan(share.low) && isnan(share.high));
	survey_free(survey);
	/* The whole was drawn. */
	survey = survey_new(ONES, 7);
	share = survey_share(survey, RIGHT, ONES);
	cr_assert_float_eq(share.low, 4.0 / 7, 1e-12);
	cr_assert_float_eq(share.high, 4.0 / 7, 1e-12);
	survey_free(survey);
}

Test(survey, rows_without_weights_are_of_an_endless_whole)
{
	struct survey *survey = survey_new(NULL, 7), *none = survey_new(NULL, 0);
	double influence[7] = {0};

	/* p (1 - p) / (n - 1) */
	survey_influence(survey, RIGHT, ONES, 1, influence);
	cr_assert_float_eq(survey_variance(survey, influence), 4.0 / 7 * 3 / 7 / 6, 1e-12);
	cr_assert_float_eq(survey_sum(none, ONES), 0, 0);
	cr_assert(survey_variance(none, influence) == 0);
	cr_assert(isnan(survey_share(none, RIGHT, ONES).low));
	survey_free(survey);
	survey_free(none);
	survey_free(NULL);
}

/* A part of the whole, of which `right` are right and the others are not. */
struct pool {
	unsigned n, right, drawn;
};

static unsigned chance;

static unsigned next(unsigned below)
{
	chance = chance * 1664525u + 1013904223u;
	return (chance >> 8) % below;
}

enum { MOST_DRAWN = 200, MOST_POOL = 2000 };

/* Rows drawn without return; those with an even number are of the kind that is asked for. */
static size_t draw(
	const struct pool *pool, double *weight, double *right, double *asked, bool is_half)
{
	bool taken[MOST_POOL] = {false};

	for (unsigned i = 0; i < pool->drawn; i++) {
		unsigned who;

		do
			who = next(pool->n);
		while (taken[who]);
		taken[who] = true;
		weight[i] = (double)pool->n / pool->drawn;
		asked[i] = !is_half || who % 2 == 0;
		right[i] = asked[i] > 0 && who < pool->right;
	}
	return pool->drawn;
}

/* How often, of 2000 samples, the limits hold the share of the whole, or of half of each pool. */
static double held(const struct pool *pools, size_t n, bool is_half)
{
	enum { SAMPLES = 2000 };
	double weight[MOST_DRAWN], right[MOST_DRAWN], asked[MOST_DRAWN], sum = 0, whole = 0;
	unsigned n_held = 0;

	for (size_t i = 0; i < n; i++) {
		sum += pools[i].right;
		whole += pools[i].n;
	}
	chance = 1;
	for (size_t sample = 0; sample < SAMPLES; sample++) {
		struct survey_share share;
		struct survey *survey;
		size_t rows = 0;

		for (size_t i = 0; i < n; i++)
			rows += draw(&pools[i], weight + rows, right + rows, asked + rows, is_half);
		survey = survey_new(weight, rows);
		share = survey_share(survey, right, asked);
		n_held += share.low <= sum / whole && sum / whole <= share.high;
		survey_free(survey);
	}
	return (double)n_held / SAMPLES;
}

/* Samples of a whole whose share is known: the limits must hold it about as often as they say. */
Test(survey, limits_hold_the_truth_95_of_100_times)
{
	const struct pool sure[] = {{10, 4, 10}, {400, 320, 40}};
	/* Half of its samples have no wrong row of the first pool, whose weight is by far the most.
	 */
	const struct pool alike[] = {{1844, 1812, 50}, {76, 60, 75}, {300, 150, 75}};
	const struct pool apart[] = {{600, 560, 60}, {500, 100, 80}};
	double share;

	share = held(sure, 2, false);
	cr_expect(share > 0.93 && share < 0.97, "%.4f", share);
	share = held(alike, 3, false);
	cr_expect(share > 0.93 && share < 0.98, "%.4f", share);
	share = held(apart, 2, false);
	cr_expect(share > 0.93 && share < 0.97, "%.4f", share);
	/* Of those asked for it is not known either how many there are in each pool. */
	share = held(apart, 2, true);
	cr_expect(share > 0.93 && share < 0.97, "%.4f", share);
}
