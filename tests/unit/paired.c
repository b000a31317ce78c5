#include "stats/paired.h"

#include <criterion/criterion.h>
#include <math.h>

/* Classes 0, 1 and 2 = none. The first has rows 0-2 right, the second rows 0 and 3-7. */
static const size_t TRUTH[] = {0, 0, 1, 1, 1, 0, 2, 1};
static const size_t FIRST[] = {0, 0, 1, 0, 0, 1, 0, 2};
static const size_t SECOND[] = {0, 1, 0, 1, 1, 0, 2, 1};
static const struct paired PAIR = {8, 2, TRUTH, FIRST, SECOND};

Test(paired, figures)
{
	cr_assert_float_eq(paired_accuracy(&PAIR, FIRST), 3.0 / 8, 1e-12);
	cr_assert_float_eq(paired_accuracy(&PAIR, SECOND), 6.0 / 8, 1e-12);
	/* class 0: 2 x 2 / (3 + 5), class 1: 2 x 1 / (4 + 2) */
	cr_assert_float_eq(paired_macro_f1(&PAIR, FIRST), (0.5 + 1.0 / 3) / 2, 1e-12);
}

Test(paired, mcnemar_is_exact)
{
	size_t n_first, n_second;

	/* 2 against 5: 2 x P(X <= 2), X ~ Binomial(7, 1/2) = 2 x 29 / 128 */
	cr_assert_float_eq(paired_mcnemar(&PAIR, &n_first, &n_second), 58.0 / 128, 1e-12);
	cr_assert_eq(n_first, 2);
	cr_assert_eq(n_second, 5);
	cr_assert_float_eq(paired_mcnemar(&(struct paired){0}, &n_first, &n_second), 1, 0);
}

Test(paired, limits_hold_the_difference_and_are_always_the_same)
{
	double low, high, again_low, again_high;

	paired_limits(&PAIR, paired_accuracy, 500, 1, &low, &high);
	paired_limits(&PAIR, paired_accuracy, 500, 1, &again_low, &again_high);
	cr_assert(low < 3.0 / 8 && high > 3.0 / 8 && low >= -1 && high <= 1);
	cr_assert(low == again_low && high == again_high);
	paired_limits(&(struct paired){0}, paired_accuracy, 500, 1, &low, &high);
	cr_assert(isnan(low) && isnan(high));
}
