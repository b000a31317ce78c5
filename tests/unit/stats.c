/* lib/stats against numbers computed by R, scipy and published ones: tests/golden, METRICS.md. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "stats/beta.h"
#include "stats/binomial.h"
#include "stats/concentration.h"
#include "stats/fdr.h"
#include "stats/gamma.h"
#include "stats/km.h"
#include "stats/normal.h"
#include "stats/percentile.h"
#include "stats/poisson.h"
#include "stats/rate_ratio.h"
#include "stats/shares.h"

static struct csv_rows *golden(const char *path)
{
	struct err err;
	struct csv_rows *rows = csv_rows_read(path, &err);

	cr_assert(rows, "%s", err.text);
	cr_assert_gt(rows->n, 1);
	return rows;
}

/* A cell as a number; NAN where it is empty or NA. */
static double cell(const struct csv_rows *rows, size_t row, const char *column)
{
	const char *text = csv_cell(rows, row, csv_column(rows, column));

	cr_assert_neq(csv_column(rows, column), SIZE_MAX, "no column %s", column);
	return *text == '\0' || strcmp(text, "NA") == 0 ? NAN : strtod(text, NULL);
}

static bool is_near(double a, double b, double relative)
{
	return (isnan(a) && isnan(b)) || a == b || fabs(a - b) <= relative * fmax(fabs(a), fabs(b));
}

#define NEAR(a, b) cr_expect(is_near(a, b, 1e-9), "%.17g is not %.17g", (double)(a), (double)(b))
#define NEAR_ROW(row, a, b)                                                                        \
	cr_expect(is_near(a, b, 1e-9), "row %zu: %.17g is not %.17g", row, (double)(a), (double)(b))
#define EXACT(a, b) cr_expect(is_near(a, b, 1e-12), "%.17g is not %.17g", (double)(a), (double)(b))

Test(stats, incomplete_gamma_keeps_its_digits)
{
	/* 30-digit arithmetic: mpmath, and a direct sum of a million Poisson terms. */
	EXACT(gamma_upper(1e6, 1002999.9999999999), 0.00136174064621811051120905346856);
	EXACT(gamma_upper(1e6, 1e6), 0.499867019239127408755672410617);
	EXACT(gamma_lower(1, 2), 1 - exp(-2));
	EXACT(gamma_upper(1, 700), exp(-700));
	EXACT(gamma_lower(0.5, 2), erf(sqrt(2)));
	cr_expect(isnan(gamma_lower(-1, 2)) && isnan(gamma_lower(1, NAN)));
}

Test(stats, quantiles_invert_their_tails)
{
	static const double shapes[] = {0.5, 1, 3, 70, 5000, 1e6};
	static const double ps[] = {1e-10, 0.005, 0.025, 0.5, 0.8, 0.975, 0.9999};

	for (size_t i = 0; i < 6; i++)
		for (size_t k = 0; k < 7; k++) {
			NEAR(gamma_lower(shapes[i], gamma_quantile(ps[k], shapes[i])), ps[k]);
			for (size_t j = 0; j < 6; j++) {
				double odds = beta_quantile_odds(ps[k], shapes[i], shapes[j]);

				/* asked of the smaller side, whose digits are all there */
				if (odds < 1)
					NEAR(beta_lower(shapes[i], shapes[j], odds / (1 + odds)),
						ps[k]);
				else
					NEAR(beta_upper(shapes[j], shapes[i], 1 / (1 + odds)),
						ps[k]);
			}
		}
}

Test(stats, normal_quantile)
{
	EXACT(normal_two_sided(0.95), 1.95996398454005423552);
	EXACT(normal_quantile(0.001), -3.09023230616781354154);
	cr_expect_eq(normal_quantile(0.5), 0);
	cr_expect(isnan(normal_quantile(0)) && isnan(normal_quantile(1)));
}

Test(stats, poisson_limits)
{
	struct csv_rows *rows = golden("tests/golden/poisson_ci_table.csv");

	for (size_t i = 1; i < rows->n; i++) {
		double n = cell(rows, i, "n");

		NEAR_ROW(i, poisson_low(n, 0.95), cell(rows, i, "lo95"));
		NEAR_ROW(i, poisson_high(n, 0.95), cell(rows, i, "hi95"));
		NEAR_ROW(i, poisson_low(n, 0.99), cell(rows, i, "lo99"));
		NEAR_ROW(i, poisson_high(n, 0.99), cell(rows, i, "hi99"));
	}
	cr_expect(isnan(poisson_low(1.5, 0.95)) && isnan(poisson_high(-1, 0.95)));
	cr_expect(isnan(poisson_high(3, 1)));
	csv_rows_free(rows);
}

Test(stats, rate_ratio_of_every_product_and_cause)
{
	struct csv_rows *rows = golden("tests/golden/rate_tests.csv");

	for (size_t i = 1; i < rows->n; i++) {
		struct counts c = {cell(rows, i, "n0"), cell(rows, i, "orders0"),
			cell(rows, i, "n1"), cell(rows, i, "orders1")};
		double p = rate_ratio_p(c);

		NEAR_ROW(i, p, cell(rows, i, "p_central"));
		cr_expect_eq(isnan(p), cell(rows, i, "testable") == 0);
		if (isnan(p))
			continue;
		if (c.n0 > 0)
			NEAR_ROW(i, rate_ratio(c), cell(rows, i, "rr"));
		NEAR_ROW(i, rate_ratio_low(c, 0.95), cell(rows, i, "rr_lo"));
		if (c.n0 > 0)
			NEAR_ROW(i, rate_ratio_high(c, 0.95), cell(rows, i, "rr_hi"));
	}
	csv_rows_free(rows);
}

Test(stats, published_rate_ratios)
{
	/* rateratio.test's vignette: 2/17877 against 9/16660 */
	struct counts fay = {9, 16660, 2, 17877};
	struct counts none = {0, 100, 5, 100};
	struct counts gone = {5, 100, 0, 100};
	struct counts same_rate = {2800, 28, 3100, 31}; /* METRICS 3.6 */
	struct counts doubled = {65, 1, 132, 1};

	NEAR(rate_ratio(fay), 0.207094155743);
	NEAR(rate_ratio_low(fay, 0.95), 0.0217740627591);
	NEAR(rate_ratio_high(fay, 0.95), 1.00054910449);
	NEAR(rate_ratio_p(fay), 0.0501064956141);
	NEAR(rate_ratio_low(none, 0.95), 0.916355857315);
	cr_expect(isinf(rate_ratio_high(none, 0.95)));
	NEAR(rate_ratio_p(none), 0.0625);
	cr_expect_eq(rate_ratio_low(gone, 0.95), 0);
	NEAR(rate_ratio_high(gone, 0.95), 1.09127910518);
	cr_expect_eq(rate_ratio_p(same_rate), 1);
	cr_expect_float_eq(100 * (rate_ratio(doubled) - 1), 103.08, 0.005);
	cr_expect_float_eq(100 * (rate_ratio_low(doubled, 0.95) - 1), 49.8, 0.05);
	cr_expect_float_eq(100 * (rate_ratio_high(doubled, 0.95) - 1), 177.7, 0.05);
	cr_expect(isnan(rate_ratio_p((struct counts){0, 1, 0, 1})));
	cr_expect(isnan(rate_ratio_p((struct counts){1.5, 1, 2, 1})));
}

Test(stats, overdispersion_widens_and_agrees_with_its_interval)
{
	struct counts c = {40, 1, 60, 1};
	double plain = rate_ratio_quasi_p(c, 1);

	/* (60 - 50) / sqrt(100 / 4) = 2 */
	NEAR(rate_ratio_quasi_z(c, 1), 2);
	NEAR(plain, 0.0455002638963584);
	NEAR(rate_ratio_quasi_z(c, 4), 1);
	cr_expect_gt(rate_ratio_quasi_p(c, 4), plain);
	cr_expect_gt(rate_ratio_quasi_low(c, 1, 0.95), 1);
	cr_expect_lt(rate_ratio_quasi_low(c, 4, 0.95), 1);
	/* the limit at level 1 - p touches no difference */
	NEAR(rate_ratio_quasi_low(c, 1, 1 - plain), 1);
	cr_expect(isfinite(rate_ratio_quasi_p((struct counts){0, 1, 5, 1}, 2)));
}

Test(stats, adjusted_p_values)
{
	struct csv_rows *rows = golden("tests/golden/rate_tests.csv");
	double *p = calloc(rows->n, sizeof *p), *bh = calloc(rows->n, sizeof *bh);
	double *by = calloc(rows->n, sizeof *by);
	size_t from = 1;

	/* one family per pair of months */
	for (size_t i = 1; i <= rows->n; i++) {
		if (i == rows->n || strcmp(csv_cell(rows, i, 1), csv_cell(rows, from, 1)) != 0 ||
			strcmp(csv_cell(rows, i, 0), csv_cell(rows, from, 0)) != 0) {
			fdr_bh(p + from, i - from, bh + from);
			fdr_by(p + from, i - from, by + from);
			from = i;
		}
		if (i < rows->n)
			p[i] = cell(rows, i, "p_central");
	}
	for (size_t i = 1; i < rows->n; i++) {
		NEAR_ROW(i, bh[i], cell(rows, i, "q_bh"));
		NEAR_ROW(i, by[i], cell(rows, i, "q_by"));
	}
	free(p);
	free(bh);
	free(by);
	csv_rows_free(rows);
}

Test(stats, percentiles_of_three_types)
{
	static const double x[] = {1, 2, 2, 3, 5, 8, 13, 21};
	static const double p[] = {0.05, 0.25, 0.5, 0.75, 0.9, 0.95};
	static const double type_1[] = {1, 2, 3, 8, 21, 21};
	static const double type_6[] = {1, 2, 4, 11.75, 21, 21};
	static const double type_7[] = {1.35, 2, 4, 9.25, 15.4, 18.2};
	double hundred[100];

	for (size_t i = 0; i < 6; i++) {
		/* R rounds the middle of an even number down by type 1; the vectors say 3 */
		NEAR(percentile(x, 8, p[i], PERCENTILE_NEAREST), type_1[i]);
		NEAR(percentile(x, 8, p[i], PERCENTILE_TYPE_6), type_6[i]);
		NEAR(percentile(x, 8, p[i], PERCENTILE_TYPE_7), type_7[i]);
	}
	for (size_t i = 0; i < 100; i++)
		hundred[i] = (double)(100 - i);
	values_sort(hundred, 100);
	/* 100 x 0.07 is 7.000000000000001 */
	cr_expect_eq(percentile(hundred, 100, 0.07, PERCENTILE_NEAREST), 7);
	cr_expect_eq(percentile(hundred, 100, 1, PERCENTILE_TYPE_7), 100);
	cr_expect(isnan(percentile(hundred, 0, 0.5, PERCENTILE_TYPE_7)));
}

static struct km *km_of(const struct csv_rows *rows, const char *department)
{
	struct km *km = km_new();

	for (size_t i = 1; i < rows->n; i++)
		if (!department || strcmp(csv_cell(rows, i, 2), department) == 0)
			km_add(km, cell(rows, i, "time_days"), cell(rows, i, "event") == 1);
	return km;
}

Test(stats, kaplan_meier_curve)
{
	struct csv_rows *inputs = golden("tests/golden/km_repeat_inputs.csv");
	struct csv_rows *curve = golden("tests/golden/km_repeat_primary_curve.csv");
	struct km *km = km_of(inputs, NULL);

	for (size_t i = 1; i < curve->n; i++) {
		struct km_point at = km_at(km, cell(curve, i, "time"));

		cr_expect_eq((double)at.n_at_risk, cell(curve, i, "n_risk"));
		NEAR_ROW(i, at.survival, cell(curve, i, "surv"));
		NEAR_ROW(i, sqrt(at.log_variance), cell(curve, i, "std_err_logS"));
	}
	cr_expect(isnan(km_at(km, 100000).survival));
	km_free(km);
	csv_rows_free(inputs);
	csv_rows_free(curve);
}

Test(stats, kaplan_meier_of_departments_with_limits)
{
	struct csv_rows *inputs = golden("tests/golden/km_repeat_inputs.csv");
	struct csv_rows *points = golden("tests/golden/km_repeat.csv");
	size_t n = 0;

	for (size_t i = 1; i < points->n; i++) {
		const char *stratum = csv_cell(points, i, 1);
		struct km *km;
		struct km_point at;

		if (strcmp(csv_cell(points, i, 0), "customer_product_cause") != 0)
			continue;
		km = km_of(inputs, strcmp(stratum, "ALL") == 0 ? NULL : stratum);
		at = km_at(km, cell(points, i, "time"));
		cr_expect_eq((double)km_count(km), cell(points, i, "n"));
		cr_expect_eq((double)km_events(km), cell(points, i, "events"));
		NEAR_ROW(i, 1 - at.survival, cell(points, i, "p_repeat"));
		NEAR_ROW(i, at.survival * sqrt(at.log_variance), cell(points, i, "se"));
		NEAR_ROW(i, km_event_low(at, normal_two_sided(0.95)),
			cell(points, i, "p_lo_loglog"));
		NEAR_ROW(i, km_event_high(at, normal_two_sided(0.95)),
			cell(points, i, "p_hi_loglog"));
		km_free(km);
		n++;
	}
	cr_expect_eq(n, 40);
	csv_rows_free(inputs);
	csv_rows_free(points);
}

Test(stats, kaplan_meier_takes_events_before_censorings)
{
	struct km *km = km_new();
	struct km_point at;

	km_add(km, 3, false);
	km_add(km, 3, true);
	km_add(km, 0, true);
	km_add(km, 5, true);
	at = km_at(km, 0);
	cr_expect_eq(at.survival, 0.75);
	cr_expect_eq(at.n_at_risk, 4);
	at = km_at(km, 4);
	NEAR(at.survival, 0.5);
	cr_expect_eq(at.n_at_risk, 1);
	cr_expect_eq(at.n_events, 2);
	at = km_at(km, 5);
	cr_expect_eq(at.survival, 0);
	cr_expect(isnan(km_event_low(at, 1.96)));
	km_free(km);
}

Test(stats, wilson_limits_of_met_rates)
{
	struct csv_rows *rows = golden("tests/golden/handling_by_department.csv");
	double z = normal_two_sided(0.95);

	for (size_t i = 1; i < rows->n; i++) {
		double met = cell(rows, i, "sla7d_met");
		double n = met + cell(rows, i, "sla7d_missed");

		NEAR_ROW(i, wilson_low(met, n, z), cell(rows, i, "sla7d_wilson_lo"));
		NEAR_ROW(i, wilson_high(met, n, z), cell(rows, i, "sla7d_wilson_hi"));
	}
	cr_expect_eq(wilson_low(0, 5, z), 0);
	cr_expect_eq(wilson_high(5, 5, z), 1);
	cr_expect(isnan(wilson_low(0, 0, z)));
	csv_rows_free(rows);
}

Test(stats, clopper_pearson)
{
	/* none of 10: 1 - 0.025^(1/10) */
	EXACT(binomial_high(0, 10, 0.95), 1 - pow(0.025, 0.1));
	EXACT(binomial_low(10, 10, 0.95), pow(0.025, 0.1));
	cr_expect_eq(binomial_low(0, 10, 0.95), 0);
	cr_expect_eq(binomial_high(10, 10, 0.95), 1);
	/* the limit's own tail is half of what the level leaves */
	EXACT(binomial_upper(3, 20, binomial_low(3, 20, 0.9)), 0.05);
	EXACT(binomial_lower(3, 20, binomial_high(3, 20, 0.9)), 0.05);
	cr_expect(isnan(binomial_low(3, 2, 0.95)) && isnan(binomial_low(0.5, 2, 0.95)));
}

Test(stats, printed_shares_sum_to_100)
{
	/* METRICS, published figures: 15 complaints in parts 7, 2, 2, 2, 2 */
	double parts[] = {7, 2, 2, 2, 2};
	double telecom[] = {4081, 5940, 6034};
	double gap[] = {1, NAN, 1};
	double zero[] = {0, 0};

	shares_round(parts, 5, 2, parts);
	NEAR(parts[0], 46.67);
	NEAR(parts[1], 13.34); /* the first of equals */
	NEAR(parts[4], 13.33);
	NEAR(parts[0] + parts[1] + parts[2] + parts[3] + parts[4], 100);
	shares_round(telecom, 3, 1, telecom);
	NEAR(telecom[0], 25.4);
	NEAR(telecom[1], 37.0);
	NEAR(telecom[2], 37.6);
	shares_round(gap, 3, 0, gap);
	cr_expect(gap[0] == 50 && isnan(gap[1]) && gap[2] == 50);
	shares_round(zero, 2, 0, zero);
	cr_expect(isnan(zero[0]));
}

Test(stats, concentration_of_causes)
{
	double n[] = {310, 200, 130, 129, 92, 57, 3}; /* golden concentration.json, cause */
	double one[] = {5};

	NEAR(concentration_hhi(n, 7), 0.2138106976672903);
	NEAR(concentration_hhi_normalised(n, 7), 0.08277914727850536);
	NEAR(concentration_effective_number(n, 7), 4.677034455759995);
	NEAR(concentration_gini(n, 7), 0.3862261516984644);
	cr_expect(isnan(concentration_hhi_normalised(one, 1)));
	cr_expect(isnan(concentration_hhi(one, 0)));
}

Test(stats, dispersion_of_a_series)
{
	static const double n[] = {2, 4, 9};
	static const double e[] = {1, 1, 1};
	static const double none[] = {0, 0, 1};

	/* mean 5: (9 + 1 + 16) / 5 / 2 */
	NEAR(poisson_dispersion(n, e, 3), 2.6);
	cr_expect(isnan(poisson_dispersion(n, none, 3)));
}
