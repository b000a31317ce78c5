/* Disproportion and the log-rank test against tests/golden, which R and openEBGM computed. */
#include "stats/ebgm.h"
#include "stats/logrank.h"
#include "stats/normal.h"
#include "stats/signal.h"
#include "tests/unit/rows.h"

static double golden_or_nan(const struct csv_rows *rows, size_t i, const char *column)
{
	const char *text = text_of(rows, i, column);

	return !strcmp(text, "Inf") || !strcmp(text, "inf") ? INFINITY : number_of(rows, i, column);
}

Test(signals, disproportionality)
{
	struct csv_rows *rows = rows_of("tests/golden/disproportionality.csv");
	double z = normal_two_sided(0.95);

	for (size_t i = 1; i < rows->n; i++) {
		struct two_by_two n = {number_of(rows, i, "a"), number_of(rows, i, "b"),
			number_of(rows, i, "c"), number_of(rows, i, "d")};
		double e = signal_expected(n);

		GOLDEN(i, e, number_of(rows, i, "expected"));
		GOLDEN(i, signal_prr(n), golden_or_nan(rows, i, "prr"));
		GOLDEN(i, signal_prr_low(n, z), golden_or_nan(rows, i, "prr_lo"));
		GOLDEN(i, signal_prr_high(n, z), golden_or_nan(rows, i, "prr_hi"));
		GOLDEN(i, signal_ror(n), golden_or_nan(rows, i, "ror"));
		GOLDEN(i, signal_ror_low(n, z), golden_or_nan(rows, i, "ror_lo"));
		GOLDEN(i, signal_ror_high(n, z), golden_or_nan(rows, i, "ror_hi"));
		GOLDEN(i, signal_chi_square(n), number_of(rows, i, "chisq_yates"));
		GOLDEN(i, signal_ic(n.a, e), number_of(rows, i, "ic"));
		GOLDEN(i, signal_ic_quantile(n.a, e, .025), number_of(rows, i, "ic025"));
		GOLDEN(i, signal_ic_quantile(n.a, e, .975), number_of(rows, i, "ic975"));
		CLOSE(i, ebgm(&EBGM_PRIOR, n.a, e), number_of(rows, i, "ebgm_fixed"), 0, 2e-6);
		CLOSE(i, ebgm_quantile(&EBGM_PRIOR, n.a, e, .05), number_of(rows, i, "eb05_fixed"),
			0, 2e-6);
	}
	csv_rows_free(rows);
}

Test(signals, ebgm_with_a_fitted_prior)
{
	struct ebgm_prior fitted = {9.08801206543, 2.28283499955, 9.49375194574, 10.9816112603,
		0.0484548494124}; /* golden ebgm_big_hyperparameters.json */
	struct csv_rows *rows = rows_of("tests/golden/ebgm_big.csv");

	for (size_t i = 1; i < rows->n; i++) {
		double n = number_of(rows, i, "N"), e = number_of(rows, i, "E");

		CLOSE(i, ebgm(&fitted, n, e), number_of(rows, i, "ebgm"), 0, 2e-6);
		CLOSE(i, ebgm_quantile(&fitted, n, e, .05), number_of(rows, i, "eb05"), 0, 2e-6);
		CLOSE(i, ebgm(&EBGM_PRIOR, n, e), number_of(rows, i, "ebgm_fixed"), 0, 2e-6);
		CLOSE(i, ebgm_quantile(&EBGM_PRIOR, n, e, .05), number_of(rows, i, "eb05_fixed"), 0,
			2e-6);
	}
	csv_rows_free(rows);
	cr_expect(isnan(ebgm(&EBGM_PRIOR, 1, 0)) && isnan(ebgm_quantile(&EBGM_PRIOR, -1, 1, .05)));
	CLOSE(0, ebgm(&EBGM_PRIOR, 1e7, 1e7), 1, 1e-6, 0);
}

Test(signals, empty_sides_have_no_signal)
{
	struct two_by_two none = {0, 0, 0, 0}, only = {5, 0, 0, 0};

	cr_expect(isnan(signal_expected(none)) && isnan(signal_prr(none)) &&
		  isnan(signal_chi_square(only)) && isnan(signal_ror_low(only, 2)));
	cr_expect_eq(signal_expected(only), 5);
	cr_expect_eq(signal_ic(0, 0), 0);
}

/* golden logrank.json; the departments in the order there. */
Test(signals, logrank_of_repeats_by_department)
{
	static const char *const departments[] = {"品质部", "客服部", "物流部", "财务部"};
	static const double observed[] = {55, 22, 153, 114};
	static const double expected[] = {
		67.9452077486, 38.2150943604, 138.272826395, 99.5668714963};
	struct csv_rows *rows = rows_of("tests/golden/km_repeat_inputs.csv");
	struct logrank *test = logrank_new();
	struct logrank_result result;

	for (size_t i = 1; i < rows->n; i++)
		for (size_t g = 0; g < 4; g++)
			if (!strcmp(departments[g], text_of(rows, i, "department")))
				logrank_add(test, g, number_of(rows, i, "time_days"),
					number_of(rows, i, "event") == 1);
	result = logrank_result(test);
	GOLDEN(0, result.chi_square, 13.035877353);
	GOLDEN(0, result.p, 0.00455965749811);
	cr_expect_eq(result.degrees, 3);
	for (size_t g = 0; g < 4; g++) {
		GOLDEN(g, result.observed[g], observed[g]);
		GOLDEN(g, result.expected[g], expected[g]);
	}
	logrank_free(test);
	csv_rows_free(rows);
}

Test(signals, logrank_without_an_answer)
{
	struct logrank *test = logrank_new();

	cr_expect(isnan(logrank_result(test).p));
	logrank_add(test, 0, 1, true);
	cr_expect(isnan(logrank_result(test).p)); /* one group */
	logrank_add(test, 1, 2, false);
	cr_expect_eq(logrank_result(test).degrees, 1);
	logrank_add(test, LOGRANK_MOST, 2, false);
	cr_expect(isnan(logrank_result(test).p)); /* too many */
	logrank_free(test);
}
