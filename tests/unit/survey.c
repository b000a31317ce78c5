#include "stats/survey.h"

#include <criterion/criterion.h>
#include <math.h>

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
	/* p (1 - p) / variance = 13 x 6 / 12 plain rows */
	cr_assert_float_eq(share.low, wilson_low(13.0 / 19 * 6.5, 6.5, z), 1e-9);
	cr_assert_float_eq(share.high, wilson_high(13.0 / 19 * 6.5, 6.5, z), 1e-9);
	survey_free(survey);
}

Test(survey, shares_at_the_ends_have_limits_too)
{
	struct survey *survey = survey_new(WEIGHT, 7);
	const double none[7] = {0}, first[] = {1, 0, 1, 0, 0, 1, 0};
	struct survey_share share = survey_share(survey, ONES, ONES);

	/* Kish: 19^2 / (3 + 4 x 16) plain rows */
	cr_assert_float_eq(share.share, 1, 1e-12);
	cr_assert_float_eq(
		share.low, wilson_low(361.0 / 67, 361.0 / 67, normal_two_sided(0.95)), 1e-9);
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

/* Samples of a whole whose share is known: the limits must hold it about as often as they say. */
Test(survey, limits_hold_the_truth_95_of_100_times)
{
	enum { SAMPLES = 2000, SURE = 10, DRAWN = 40, POOL = 400 };
	double weight[SURE + DRAWN], right[SURE + DRAWN], ones[SURE + DRAWN];
	unsigned chance = 1, n_held = 0;

	for (size_t sample = 0; sample < SAMPLES; sample++) {
		unsigned char taken[POOL] = {0};
		struct survey *survey;
		struct survey_share share;

		for (size_t i = 0; i < SURE + DRAWN; i++) {
			size_t who;

			do {
				chance = chance * 1664525u + 1013904223u;
				who = (chance >> 8) % POOL;
			} while (i >= SURE && taken[who]);
			taken[who] |= i >= SURE;
			weight[i] = i < SURE ? 1 : (double)POOL / DRAWN;
			right[i] = i < SURE ? i < 3 : who < 320; /* 323 of 410 */
			ones[i] = 1;
		}
		survey = survey_new(weight, SURE + DRAWN);
		share = survey_share(survey, right, ones);
		n_held += share.low <= 323.0 / 410 && 323.0 / 410 <= share.high;
		survey_free(survey);
	}
	cr_assert(n_held > 0.93 * SAMPLES && n_held < 0.97 * SAMPLES, "%u", n_held);
}
