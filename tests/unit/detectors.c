/* Detectors of lib/stats against tests/golden, which R's surveillance and statsmodels computed. */
#include "stats/cusum.h"
#include "stats/ears.h"
#include "stats/farrington.h"
#include "stats/loglinear.h"
#include "stats/negative_binomial.h"
#include "stats/normal.h"
#include "stats/uchart.h"
#include "stats/weekly.h"
#include "tests/unit/rows.h"

/* The series "weekly_PA", "daily_all" or "series_weekly_6y"; the caller frees it. */
static double *series(const char *name)
{
	bool is_weekly = !strncmp(name, "weekly_", 7);
	bool is_long = !strcmp(name, "series_weekly_6y");
	struct csv_rows *rows = rows_of(is_long     ? "tests/golden/series_weekly_6y.csv"
					: is_weekly ? "tests/golden/series_weekly.csv"
						    : "tests/golden/series_daily.csv");
	char column[32];
	double *values;

	snprintf(column, sizeof column, "n_%s", strchr(name, '_') + 1);
	values = column_of(rows, is_long ? "count" : column);
	csv_rows_free(rows);
	return values;
}

Test(detectors, default_of_every_week)
{
	static const char *const models[] = {"NONE", "POOLED", "ROLL52", "HARM"};
	struct csv_rows *weeks = rows_of("tests/golden/series_weekly.csv");
	struct csv_rows *rows = rows_of("tests/golden/default_detector.csv");

	for (size_t i = 1; i < rows->n; i++) {
		double *y = column_of(weeks, text_of(rows, i, "series"));
		const char *offset = text_of(rows, i, "offset");
		double *e = strcmp(offset, "none") ? column_of(weeks, offset) : NULL;
		bool is_rolling = !strcmp(text_of(rows, i, "model"), "ROLL52");
		struct weekly_limit at = weekly_limit(y, e, (size_t)number_of(rows, i, "index") - 1,
			0.005, is_rolling ? WEEKLY_ROLLING : WEEKLY_SEASONAL);

		cr_expect_str_eq(models[at.model], text_of(rows, i, "model"));
		cr_expect_eq(at.n_reference, (size_t)number_of(rows, i, "n_ref"));
		GOLDEN(i, at.expected, number_of(rows, i, "expected"));
		GOLDEN(i, at.dispersion, number_of(rows, i, "phi"));
		cr_expect_eq(at.limit, number_of(rows, i, "upper"), "row %zu", i);
		free(y);
		free(e);
	}
	csv_rows_free(weeks);
	csv_rows_free(rows);
}

Test(detectors, default_with_little_to_learn_from)
{
	double few[] = {2, 1, 3, 2, 0, 9, 9, 9}, none[160] = {0};
	double e[] = {0, 0, 0, 0, 0, 0, 0, 5};
	struct weekly_limit at = weekly_limit(few, NULL, 7, 0.005, WEEKLY_SEASONAL);

	cr_expect_eq(at.model, WEEKLY_POOLED);
	cr_expect_eq(at.n_reference, 5); /* two guard weeks */
	GOLDEN(0, at.expected, 8. / 5);
	/* P(X >= 7 | 15, 1/6) = 0.0066 and P(X >= 8 | 16, 1/6) = 0.0021 (binomial) */
	cr_expect_eq(at.limit, 7);
	cr_expect_eq(weekly_limit(few, NULL, 2, 0.005, WEEKLY_SEASONAL).model, WEEKLY_NONE);
	cr_expect(isnan(weekly_limit(few, NULL, 2, 0.005, WEEKLY_SEASONAL).limit));
	/* no week with exposure to learn from */
	cr_expect_eq(weekly_limit(few, e, 7, 0.005, WEEKLY_SEASONAL).model, WEEKLY_NONE);
	/* nothing ever: no trend can be fitted, and one complaint is more than expected */
	at = weekly_limit(none, NULL, 159, 0.005, WEEKLY_SEASONAL);
	cr_expect_eq(at.model, WEEKLY_ROLLING);
	cr_expect_eq(at.expected, 0);
	cr_expect_eq(at.limit, 0);
}

Test(detectors, large_counts)
{
	double y[60];
	struct weekly_limit at;

	for (size_t i = 0; i < 60; i++)
		y[i] = 1e7 + (double)(i * 7919 % 101) * 60;
	at = weekly_limit(y, NULL, 59, 0.005, WEEKLY_SEASONAL);
	cr_expect(at.limit > 1e7 && at.limit < 1.002e7, "%g", at.limit);
	cr_expect(at.limit == floor(at.limit));
}

/* METRICS 8.2: B, D, S1 and S2 are the textbook form. */
static struct farrington configuration(const char *name)
{
	struct farrington how = FARRINGTON_NOUFAILY;

	if (*name == 'D')
		return (struct farrington){3, 3, 1, 3, true, 0.05, false, 0.01, FARRINGTON_DELTA};
	if (!strcmp(name, "S1_b1w3"))
		return (struct farrington){1, 3, 1, 3, false, 1, true, 0.01, FARRINGTON_PLUG_IN};
	if (!strcmp(name, "S2_b2w3p6"))
		return (struct farrington){2, 3, 6, 8, false, 1, true, 0.01, FARRINGTON_PLUG_IN};
	cr_assert_str_eq(name, "B_noufaily_b5");
	return how;
}

/* expected: R's own fit stops 6.7e-8 short of the optimum (golden crosscheck.json). */
Test(detectors, farrington)
{
	struct csv_rows *rows = rows_of("tests/golden/farrington.csv");

	for (size_t i = 1; i < rows->n; i++) {
		double *y = series(text_of(rows, i, "series"));
		struct farrington how = configuration(text_of(rows, i, "config"));
		struct farrington_limit at =
			farrington_limit(&how, y, (size_t)number_of(rows, i, "index") - 1);

		/* R gives nothing at all where too few complaints would make the limit moot */
		if (isnan(number_of(rows, i, "expected"))) {
			cr_expect(isnan(at.limit), "row %zu", i);
			free(y);
			continue;
		}
		CLOSE(i, at.expected, number_of(rows, i, "expected"), 1e-7, 1e-10);
		CLOSE(i, at.dispersion, number_of(rows, i, "phi"), 0, 5e-4);
		cr_expect_eq(at.has_trend, number_of(rows, i, "trend") == 1, "row %zu", i);
		if (how.kind == FARRINGTON_DELTA)
			CLOSE(i, at.limit, number_of(rows, i, "upperbound"), 0, 1e-3);
		else
			GOLDEN(i, at.limit, number_of(rows, i, "upperbound"));
		free(y);
	}
	csv_rows_free(rows);
}

/* golden farrington_trace.json, configuration A at week 297: 35 weeks and a trend. */
Test(detectors, residuals_of_a_fit)
{
	double y[] = {11, 5, 17, 4, 15, 6, 15, 10, 7, 10, 3, 19, 5, 8, 10, 13, 3, 3, 11, 15, 13, 17,
		18, 6, 7, 15, 7, 11, 8, 8, 10, 7, 9, 17, 15};
	double x[2 * 35], residuals[35], now[] = {1, 297};
	struct loglinear data = {.n = 35, .n_terms = 2, .terms = x, .counts = y};
	struct loglinear_fit fit;

	for (size_t i = 0; i < 35; i++) {
		x[2 * i] = 1;
		x[2 * i + 1] = 34 + (double)(i / 7 * 52 + i % 7);
	}
	cr_assert(loglinear_fit(&data, &fit));
	CLOSE(0, fit.coefficients[0], 2.24192164435, 1e-8, 0);
	CLOSE(0, fit.coefficients[1], 0.000583976189679, 1e-7, 0);
	CLOSE(0, fit.dispersion, 2.22250534553, 0, 5e-4);
	CLOSE(0, log(loglinear_mean(&fit, now, 1)), 2.41536257268, 1e-8, 0);
	CLOSE(0, loglinear_error(&fit, now), 0.181759773749, 2e-5, 0);
	CLOSE(0, loglinear_p(&fit, 1), 0.589467786422, 2e-5, 0);
	loglinear_residuals(&data, &fit, residuals);
	CLOSE(0, residuals[0], 0.309925245793, 0, 5e-5);
	CLOSE(17, residuals[17], -1.82195104384, 0, 5e-5);
	CLOSE(34, residuals[34], 0.831436664744, 0, 5e-5);
}

Test(detectors, what_cannot_be_fitted)
{
	double same[] = {1, 1, 1, 1, 1, 1}, apart[] = {1, 0, 1, 0, 1, 1}, y[] = {3, 4, 5};
	double one[] = {1, 1, 1}, none[] = {0, 0, 0};
	struct loglinear data = {.n = 3, .n_terms = 2, .terms = same, .counts = y};
	struct loglinear_fit fit;

	cr_expect_not(loglinear_fit(&data, &fit)); /* terms that depend on each other */
	data.terms = apart;
	cr_expect(loglinear_fit(&data, &fit));
	data.n = 1;
	cr_expect_not(loglinear_fit(&data, &fit));
	data = (struct loglinear){.n = 3, .n_terms = 1, .terms = one, .counts = none};
	cr_expect_not(loglinear_fit(&data, &fit)); /* the mean is 0: its logarithm is not finite */
}

/* R: qnbinom(p, mu = m, size = m / (phi - 1)), qpois(p, m). */
Test(detectors, negative_binomial)
{
	cr_expect_eq(negative_binomial_quantile(0.995, 10.5, 1), 20);
	cr_expect_eq(negative_binomial_quantile(0.995, 0, 1), 0);
	cr_expect_eq(negative_binomial_quantile(0.001, 2, 3), 0);
	GOLDEN(0, negative_binomial_lower(2, 4, 2), (1 + 2 + 2.5) / 16);
	cr_expect_eq(negative_binomial_quantile(0.34375, 4, 2), 2);
	cr_expect_eq(negative_binomial_quantile(0.344, 4, 2), 3);
	cr_expect_eq(negative_binomial_lower(-1, 4, 2), 0);
	cr_expect(isnan(negative_binomial_quantile(0.5, -1, 2)));
	cr_expect(isnan(negative_binomial_quantile(0.5, 1, 0.5)));
	cr_expect(isnan(negative_binomial_quantile(1, 1, 1)));
}

static void check_ears(const struct csv_rows *rows, size_t i)
{
	static const struct {
		const char *name;
		double (*limit)(const struct ears *ears, size_t k, double z);
		double alpha;
	} METHODS[] = {{"C1", ears_c1_limit, .001}, {"C2", ears_c2_limit, .001},
		{"C3", ears_c3_limit, .025}};
	double *y = series(text_of(rows, i, "series"));
	struct ears ears = {
		y, (size_t)number_of(rows, i, "baseline"), number_of(rows, i, "min_sigma")};
	size_t k = (size_t)number_of(rows, i, "index") - 1;

	for (size_t m = 0; m < 3; m++) {
		double z = -normal_quantile(METHODS[m].alpha), limit;

		if (strcmp(METHODS[m].name, text_of(rows, i, "method")) != 0)
			continue;
		limit = METHODS[m].limit(&ears, k, z);
		/* surveillance 1.20.3 has the count itself where C3 takes the baseline's mean and
		 * the deviation by which an excess begins */
		if (m == 2)
			limit = fmax(0, limit + y[k] - ears_c2_limit(&ears, k, 1));
		GOLDEN(i, limit, number_of(rows, i, "upperbound"));
	}
	free(y);
}

Test(detectors, ears_limits)
{
	struct csv_rows *rows = rows_of("tests/golden/ears_surveillance.csv");

	for (size_t i = 1; i < rows->n; i++)
		check_ears(rows, i);
	csv_rows_free(rows);
}

Test(detectors, ears_statistics)
{
	struct csv_rows *rows = rows_of("tests/golden/ears_classic_statistics.csv");

	for (size_t i = 1; i < rows->n; i++) {
		double *y = series(text_of(rows, i, "series"));
		struct ears ears = {
			y, (size_t)number_of(rows, i, "baseline"), number_of(rows, i, "min_sigma")};
		size_t k = (size_t)number_of(rows, i, "index") - 1;

		GOLDEN(i, ears_c1(&ears, k), number_of(rows, i, "C1"));
		GOLDEN(i, ears_c2(&ears, k), number_of(rows, i, "C2"));
		GOLDEN(i, ears_c3(&ears, k), number_of(rows, i, "C3"));
		free(y);
	}
	csv_rows_free(rows);
}

Test(detectors, cusum)
{
	static const struct {
		const char *name;
		double (*x)(double y, double mean);
	} SCALES[] = {
		{"standard", cusum_standard}, {"rossi", cusum_rossi}, {"anscombe", cusum_anscombe}};
	struct csv_rows *rows = rows_of("tests/golden/cusum_surveillance.csv");
	double sum = 0;

	for (size_t i = 1; i < rows->n; i++) {
		const char *scale = text_of(rows, i, "trans");
		double y = number_of(rows, i, "observed"), m = number_of(rows, i, "m");

		if (i == 1 || strcmp(scale, text_of(rows, i - 1, "trans")) != 0)
			sum = 0;
		for (size_t s = 0; s < 3; s++)
			if (!strcmp(scale, SCALES[s].name))
				sum = cusum_next(sum, SCALES[s].x(y, m), 1.04);
		GOLDEN(i, sum, number_of(rows, i, "cusum"));
		cr_expect_eq(sum >= 2.26, number_of(rows, i, "alarm") == 1, "row %zu", i);
	}
	csv_rows_free(rows);
}

Test(detectors, poisson_cusum_and_ewma)
{
	struct csv_rows *rows = rows_of("tests/golden/cusum_ewma_weekly_all.csv");
	double sum = 0, ewma = number_of(rows, 1, "lambda0");

	for (size_t i = 1; i < rows->n; i++) {
		double y = number_of(rows, i, "observed"), m = number_of(rows, i, "lambda0");
		double k = cusum_poisson_reference(m, 1.5 * m);

		sum = cusum_next(sum, y, k);
		ewma = ewma_next(ewma, y, 0.2);
		GOLDEN(i, k, number_of(rows, i, "k"));
		GOLDEN(i, sum, number_of(rows, i, "poisson_cusum"));
		GOLDEN(i, ewma, number_of(rows, i, "ewma"));
		GOLDEN(i, ewma_limit(m, 0.2, (double)i, 3), number_of(rows, i, "ewma_ucl"));
	}
	csv_rows_free(rows);
}

/* One series and phase: rows first .. end - 1, limits from the first n_limits of them. */
static void check_uchart(const struct csv_rows *rows, size_t first, size_t end)
{
	bool is_phase_1 = !strcmp(text_of(rows, first, "phase"), "phase1_78w");
	size_t n = is_phase_1 ? 78 : end - first;
	double *counts = column_of(rows, "n"), *exposures = column_of(rows, "exposure_k");
	double centre = uchart_centre(&counts[first - 1], &exposures[first - 1], n);
	double sigma = uchart_sigma(&counts[first - 1], &exposures[first - 1], n, centre);

	for (size_t i = first; i < end; i++) {
		double e = exposures[i - 1];

		GOLDEN(i, centre, number_of(rows, i, "cl"));
		GOLDEN(i, uchart_z(counts[i - 1], e, centre), number_of(rows, i, "z"));
		GOLDEN(i, uchart_low(centre, e, 1), number_of(rows, i, "u_lcl"));
		GOLDEN(i, uchart_high(centre, e, 1), number_of(rows, i, "u_ucl"));
		GOLDEN(i, uchart_low(centre, e, sigma), number_of(rows, i, "laney_lcl"));
		GOLDEN(i, uchart_high(centre, e, sigma), number_of(rows, i, "laney_ucl"));
	}
	free(counts);
	free(exposures);
}

Test(detectors, uchart)
{
	struct csv_rows *rows = rows_of("tests/golden/uchart_weekly.csv");

	for (size_t i = 1, end; i < rows->n; i = end) {
		for (end = i + 1;
			end < rows->n &&
			!strcmp(text_of(rows, i, "series"), text_of(rows, end, "series")) &&
			!strcmp(text_of(rows, i, "phase"), text_of(rows, end, "phase"));)
			end++;
		check_uchart(rows, i, end);
	}
	cr_expect(isnan(uchart_high(0.5, 0, 1)) && isnan(uchart_z(1, 0, 0.5)));
	csv_rows_free(rows);
}
