/* lib/stats as query files see it: called by SQL. */
#include "metric/functions.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

static struct sql *connection(void)
{
	struct err err;
	struct sql *sql = sql_open(":memory:", SQL_CREATE, &err);

	cr_assert(sql && metric_register(sql, &err) == 0, "%s", err.text);
	return sql;
}

/* All rows of the first column joined by blanks, NULL as "-". The caller frees it. */
static char *answer(const char *text)
{
	struct sql *sql = connection();
	struct err err;
	struct stmt *stmt = stmt_prepare(sql, text, &err);
	struct buf out = {0};
	int state;

	cr_assert(stmt, "%s: %s", text, err.text);
	while ((state = stmt_step(stmt, &err)) == 1) {
		size_t n;
		const char *cell = stmt_text(stmt, 0, &n);

		buf_add_text(&out, out.len ? " " : "");
		if (stmt_type(stmt, 0) == SQL_NULL)
			buf_add_char(&out, '-');
		else
			buf_add(&out, cell, n);
	}
	if (state < 0)
		buf_format(&out, "%serror: %s", out.len ? " " : "", err.text);
	stmt_free(stmt);
	sql_close(sql);
	return buf_take(&out);
}

static void expect(const char *text, const char *expected)
{
	char *given = answer(text);

	cr_expect_str_eq(given, expected, "%s\n%s\nis not\n%s", text, given, expected);
	free(given);
}

#define LIST(values) "WITH v(x) AS (VALUES " values ") "

Test(functions, null_text_and_undefined_give_null)
{
	expect("SELECT round(poisson_high(0, 0.95), 6)", "3.688879");
	expect("SELECT poisson_low(NULL, 0.95)", "-");
	expect("SELECT poisson_low('five', 0.95)", "-");
	expect("SELECT poisson_low(0.5, 0.95)", "-");
	expect("SELECT rate_ratio_p(0, 1, 0, 1)", "-");
	expect("SELECT rate_ratio_high(0, 100, 5, 100, 0.95)", "-");
	expect("SELECT rate_ratio(65, 1, 130, 1)", "2.0");
	expect("SELECT wilson_low(1, 0, 0.95)", "-");
	expect("SELECT binomial_low(0, 10, 0.95)", "0.0");
}

Test(functions, percentiles_leave_nulls_out_and_run_in_windows)
{
	expect(LIST("(4), (NULL), (1), (2), (3)") "SELECT median(x) FROM v", "2.5");
	expect(LIST("(4), (1), (2), (3)") "SELECT percentile(x, 0.9) FROM v", "3.7");
	expect(LIST("(4), (1), (2), (3)") "SELECT percentile_6(x, 0.9) FROM v", "4.0");
	expect(LIST("(4), (1), (2), (3)") "SELECT percentile_nearest(x, 0.5) FROM v", "2.0");
	expect(LIST("(NULL)") "SELECT median(x) FROM v", "-");
	expect(LIST("(4), (1), (3)") "SELECT x - median(x) OVER () FROM v", "1.0 -2.0 0.0");
	expect("SELECT median(1) WHERE 0", "-");
}

Test(functions, concentration)
{
	expect(LIST("(5), (5)") "SELECT hhi(x) || ' ' || effective_number(x) || ' ' || gini(x) "
				"FROM v",
		"0.5 2.0 0.0");
	expect(LIST("(5)") "SELECT hhi_normalised(x) FROM v", "-");
	expect(LIST("(2), (4), (9)") "SELECT dispersion(x, 1) FROM v", "2.6");
}

/* METRICS 3.7; the values are R's p.adjust(c(.01, .04, .03, NA, .04), "BH"). */
Test(functions, adjusted_p_values_are_a_window)
{
	expect("WITH v(i, p) AS (VALUES (1, .01), (2, .04), (3, .03), (4, NULL), (5, .04)),"
	       " w AS (SELECT *, count(p) OVER () AS tests FROM v),"
	       " q AS (SELECT i, bh_q(p, tests) OVER (ORDER BY p DESC) AS q FROM w)"
	       "SELECT q FROM q ORDER BY i",
		"0.04 0.04 0.04 - 0.04");
	expect("WITH v(p) AS (VALUES (.5), (.6))"
	       "SELECT bh_q(p, 1) OVER (ORDER BY p DESC) FROM v",
		"0.6 error: more p values than tests");
}

Test(functions, kaplan_meier_is_one_json_object)
{
	expect("WITH v(t, e) AS (VALUES (3, 0), (3, 1), (0, 1), (5, 1), (NULL, 1)),"
	       " k AS (SELECT km(t, e, 0, 4, 9) AS km FROM v)"
	       "SELECT key || '=' || coalesce(round(value, 6), '-') FROM k, json_each(km)",
		"n=4.0 events=3.0 p0=0.25 p0_low=0.039451 p0_high=0.872053 "
		"p4=0.5 p4_low=0.155139 p4_high=0.942153 p9=- p9_low=- p9_high=-");
	expect("SELECT km(1, 1, 7) ->> 'p7'", "-");
	expect("SELECT km(1) FROM (SELECT 1)",
		"error: km() and km_times() take a time, whether it ended in an event, and "
		"numbers to report on");
	/* Half at 2, where the curve stays until 3; nobody is followed to nine tenths. */
	expect("WITH v(t, e) AS (VALUES (1, 1), (2, 1), (3, 1), (4, 0), (NULL, 1), (5, NULL)),"
	       " k AS (SELECT km_times(t, e, 50, 75, 90) AS km FROM v)"
	       "SELECT key || '=' || coalesce(round(value, 6), '-') FROM k, json_each(km)",
		"n=4.0 events=3.0 t50=2.5 t50_low=1.0 t50_high=- t75=3.5 t75_low=1.0 t75_high=- "
		"t90=- t90_low=2.0 t90_high=-");
}

Test(functions, percentiles_are_one_json_object)
{
	expect("WITH v(x) AS (VALUES (13), (1), (2), (NULL), (2), (21), (3), (5), (8), ('a'))"
	       "SELECT percentiles('interpolated', x, 5, 50, 97.5) FROM v",
		"{\"n\":8,\"p5\":1.35,\"p50\":4,\"p97.5\":19.6}");
	expect("WITH v(x) AS (VALUES (13), (1), (2), (2), (21), (3), (5), (8))"
	       "SELECT percentiles('nearest', x, 50) || percentiles('exclusive', x, 75) FROM v",
		"{\"n\":8,\"p50\":3}{\"n\":8,\"p75\":11.75}");
	expect("SELECT percentiles('nearest', NULL, 50)", "-");
	expect("SELECT percentiles('nearest', 1, 101, 'x')", "{\"n\":1}");
	expect("SELECT percentiles(7, 1, 50)",
		"error: percentiles() takes interpolated, nearest or exclusive, a value, and "
		"percents to report");
}

Test(functions, printed_shares_follow_the_key)
{
	expect("WITH v(k, n) AS (VALUES ('e', 2), ('d', 2), ('a', 7), ('b', 2), ('c', 2))"
	       "SELECT largest_remainder(k, n, 2) FROM v",
		"[46.67,13.34,13.33,13.33,13.33]");
	expect("WITH v(k, n) AS (VALUES (10, 1), (9, 2), (1, NULL))"
	       "SELECT largest_remainder(k, n, 0) FROM v",
		"[null,67,33]");
	expect("SELECT largest_remainder(1, 1, 9)",
		"error: largest_remainder() rounds to 0..6 decimals");
}

Test(functions, episodes_are_chains_or_begin_anew)
{
	expect("WITH v(i, d) AS (VALUES (1, 1), (2, 25), (3, 50), (4, 200), (5, 200), (6, 231))"
	       "SELECT episode(d, 30, 'previous') OVER (ORDER BY d, i) FROM v",
		"1 2 3 1 2 1");
	expect("WITH v(i, d) AS (VALUES (1, 1), (2, 25), (3, 50), (4, 200), (5, 200), (6, 231))"
	       "SELECT episode(d, 30, 'first') OVER (ORDER BY d, i) FROM v",
		"1 2 1 1 2 1");
	expect("SELECT episode(1, 30, 'last')",
		"error: episode() is anchored at 'previous' or 'first'");
}

/* "n, e, alpha) OVER (PARTITION BY ...": 3; "x, P...": -1 */
static int count_arguments(const char *arguments)
{
	size_t n = strcspn(arguments, ")");
	int commas = 0;

	if (n >= 3 && !strncmp(arguments + n - 3, "...", 3))
		return -1;
	for (size_t i = 0; i < n; i++)
		commas += arguments[i] == ',';
	return commas + 1;
}

Test(functions, arguments_are_as_many_as_documented)
{
	for (size_t i = 0; METRIC_FUNCTIONS[i]; i++)
		for (const struct metric_function *f = METRIC_FUNCTIONS[i]; f->function.name; f++)
			cr_expect_eq(count_arguments(f->arguments), f->function.n_arguments, "%s",
				f->function.name);
}

Test(functions, every_one_is_documented)
{
	for (size_t i = 0; METRIC_FUNCTIONS[i]; i++)
		for (const struct metric_function *f = METRIC_FUNCTIONS[i]; f->function.name; f++)
			cr_expect(f->arguments && *f->arguments && f->meaning && *f->meaning &&
					  f->source && *f->source,
				"%s", f->function.name);
}

Test(functions, every_one_has_an_example_that_answers_so)
{
	for (size_t i = 0; METRIC_FUNCTIONS[i]; i++)
		for (const struct metric_function *f = METRIC_FUNCTIONS[i]; f->function.name; f++)
			cr_expect(metric_example(f->function.name), "%s", f->function.name);
	for (const struct metric_example *e = METRIC_EXAMPLES; e->name; e++) {
		char *text = mem_format("SELECT %s", e->call);

		cr_expect(strstr(e->call, e->name), "%s", e->name);
		expect(text, e->rows);
		free(text);
	}
}

Test(functions, similarity_of_texts)
{
	expect("SELECT jaccard('ＡＢＣ，D', 'bcde')", "0.333333333333333");
	expect("SELECT jaccard('退款没到账', '退款没到账！')", "1.0");
	expect("SELECT jaccard('a', 'b')", "-");
	expect("SELECT jaccard(NULL, 'abc')", "-");
	expect("SELECT jaccard('abc', 5)", "-");
	expect("SELECT jaccard(CAST(x'616263FF64' AS TEXT), 'abc')", "1.0");
}

/* golden series_weekly.csv: the first weeks of all complaints and of the orders */
#define WEEKS                                                                                      \
	"WITH v(t, n) AS (VALUES (1, 16), (2, 9), (3, 9), (4, 15), (5, 13), (6, 8), (7, 8), (8, "  \
	"6), (9, 9), (10, 10), (11, 13), (12, 10), (13, 14), (14, 7), (15, 5), (16, 12)) "

Test(functions, weeks_are_judged_by_those_before)
{
	expect(WEEKS
		", w AS (SELECT t, weekly_limit(n, NULL, iif(t > 12, 0.005, 0)) OVER (ORDER BY t)"
		" AS w FROM v) SELECT w ->> 'model' || (w ->> 'n_ref') || '<' || (w ->> 'limit')"
		" FROM w WHERE t > 11",
		"- pooled10<20 pooled11<20 rolling12<20 rolling13<20");
	expect("SELECT weekly_limit(5, NULL, 0.005) OVER ()", "-");
	expect("SELECT weekly_limit(5, NULL, -1) OVER ()", "-");
	expect(WEEKS ", w AS (SELECT t, weekly_limit(n, NULL, -1) OVER (ORDER BY t) AS w FROM v)"
		     " SELECT w FROM w WHERE t > 14",
		"{\"n_ref\":12} {\"n_ref\":13}");
	expect("SELECT farrington(5) OVER ()", "-");
	expect(LIST("(1), (5), (2), (8)") "SELECT round(ears_c1(x, 2, 0.5) OVER (ROWS UNBOUNDED "
					  "PRECEDING), 6) FROM v",
		"- - -0.353553 2.12132");
	expect(LIST("(1), (NULL), (2), (8)") "SELECT ears_c1(x, 2, 0.5) OVER (ROWS UNBOUNDED "
					     "PRECEDING) FROM v",
		"- - - -");
	expect("SELECT ears_c2(1, 1e9, 0) OVER ()", "-");
}

Test(functions, sums_in_time)
{
	expect(LIST("(3), (1), (NULL), (4)") "SELECT cusum(x, 2) OVER (ROWS UNBOUNDED PRECEDING) "
					     "FROM v",
		"1.0 0.0 0.0 2.0");
	expect(LIST("(NULL), (4), (8)") "SELECT ewma(x, 0.25) OVER (ROWS UNBOUNDED PRECEDING) FROM "
					"v",
		"0.0 4.0 5.0");
	expect("WITH v(n, e) AS (VALUES (2, 4), (9, 4), (1, 0), (NULL, 4), (4, 4))"
	       "SELECT u ->> 'centre' || ' ' || round(u ->> 'sigma', 6) FROM"
	       " (SELECT uchart(n, e) AS u FROM v)",
		"1.25 2.378796");
	expect("SELECT uchart(5, 0)", "-");
}

Test(functions, signals)
{
	expect("SELECT round(prr(188, 215, 121, 391), 6) || ' ' || round(ror(188, 215, 121, 391), "
	       "6)"
	       " || ' ' || round(yates(188, 215, 121, 391), 6)",
		"1.973956 2.825601 52.392185");
	expect("SELECT round(ic(188, 136.095081967), 6) || ' ' || "
	       "round(ic_quantile(188, 136.095081967, 0.025), 6)",
		"0.464659 0.250977");
	expect("SELECT round(ebgm_quantile(188, 136.095081967, 0.05), 5)", "1.20493");
	expect("SELECT prr(3, 115, 0, 797)", "-"); /* infinite */
	expect("SELECT ebgm(3, 0)", "-");
	expect("SELECT negative_binomial_quantile(0.995, 10.5, 1)", "20.0");
	expect("SELECT round(u_high(0.866378491575, 15.329, 1), 10)", "1.579589723");
}

Test(functions, raters_scores_and_curves)
{
	expect("WITH v(a, b) AS (VALUES ('x', 'x'), ('x', 'y'), ('y', 'y'), ('y', 'y'), (NULL, "
	       "'x'))"
	       "SELECT kappa(a, b) FROM v",
		"0.5");
	expect("SELECT kappa('x', 'x')", "-");
	expect("WITH v(p, b) AS (VALUES (0.9, 1), (0.8, 0))"
	       "SELECT round(calibration_error(p, b), 6) || ' ' || round(brier(p, b), 6) FROM v",
		"0.45 0.325");
	expect("SELECT brier(2, 1)", "error: a probability is 0..1");
	/* both events at one time, one of two at risk in each group: no difference */
	expect("WITH v(g, t, e) AS (VALUES ('a', 1, 1), ('b', 1, 1), ('a', 2, 0), ('b', 2, 0))"
	       "SELECT logrank(g, t, e) FROM v",
		"{\"groups\":2,\"chi_square\":0,\"p\":1}");
	expect("SELECT logrank('a', 1, 1)", "-");
}

Test(functions, incomplete_gamma_and_beta)
{
	expect("SELECT round(gamma_lower(2.5, 3), 10) || ' ' || round(gamma_upper(2.5, 3), 10)",
		"0.6937810816 0.3062189184");
	/* chi-square of one degree at 3.84 */
	expect("SELECT round(gamma_upper(0.5, 3.841458820694124 / 2), 10)", "0.05");
	expect("SELECT round(2 * gamma_quantile(0.95, 0.5), 8)", "3.84145882");
	/* at least 3 of 5 where half is due: 16 of 32 */
	expect("SELECT beta_lower(3, 3, 0.5) || ' ' || beta_upper(3, 3, 0.5)", "0.5 0.5");
	expect("SELECT round(beta_lower(2, 5, 0.2), 5)", "0.34464");
	expect("SELECT round(beta_quantile(0.34464, 2, 5), 6)", "0.2");
	expect("SELECT gamma_lower(-1, 3)", "-");
	expect("SELECT beta_lower(1, 1, 2)", "-");
}

/* The example of R's ?glm (Dobson 1990), with its printed results. Standard errors of the
 * Poisson model: b0's variance is 1/63 + 1/50 - 1/150, b1's 1/63 + 1/40, from the margins. */
#define DOBSON                                                                                     \
	"WITH v(y, o2, o3, t2, t3) AS (VALUES (18,0,0,0,0), (17,1,0,0,0), (15,0,1,0,0), "          \
	"(20,0,0,1,0), (10,1,0,1,0), (20,0,1,1,0), (25,0,0,0,1), (13,1,0,0,1), (12,0,1,0,1)), "    \
	"f(j) AS (SELECT loglinear(y, 1, 1, o2, o3, t2, t3) FROM v) "

Test(functions, log_linear_fit_is_one_json_object)
{
	expect(DOBSON "SELECT round(j ->> 'b0', 6) || ' ' || round(j ->> 'b1', 7) || ' ' || "
		      "round(j ->> 'b2', 7) || ' ' || abs(round(j ->> 'b3', 7)) FROM f",
		"3.044522 -0.4542553 -0.2929871 0.0");
	expect(DOBSON "SELECT round((j ->> 'b0_error') / sqrt(j ->> 'dispersion'), 7) || ' ' || "
		      "round((j ->> 'b1_error') / sqrt(j ->> 'dispersion'), 7) || ' ' || "
		      "round(4 * (j ->> 'dispersion'), 4) || ' ' || (j ->> 'n') FROM f",
		"0.1708987 0.2021708 5.1732 9");
	/* twice the days, the same rate; a row that weighs two is two rows */
	expect("WITH v(y, e, w) AS (VALUES (4, 1, 2), (10, 2, 1)) "
	       "SELECT round(exp(loglinear(y, e, w) ->> 'b0'), 10) FROM v",
		"4.5");
	expect("SELECT loglinear(3, 1, 1, 1)", "-");
	expect("SELECT loglinear(3, 1) ", "error: loglinear() takes a count, its exposure, its "
					  "weight, and up to 15 numbers to explain it by");
	expect("WITH v(y) AS (VALUES (5), (5), (NULL)) SELECT json_array_length(j) || ' ' || "
	       "round(j ->> '$[0]', 9) FROM (SELECT anscombe(y, 1, 1) AS j FROM v)",
		"2 0.0");
	expect("WITH v(y) AS (VALUES (4), (6), (5), (30)) "
	       "SELECT j ->> '$[3]' > 1 AND j ->> '$[0]' < 0 FROM (SELECT anscombe(y, 1, 1) AS j "
	       "FROM v)",
		"1");
}

Test(functions, minhash_finds_what_is_alike)
{
	expect("SELECT minhash_similarity('快递三天没有更新', '快递三天没有更新！')", "1.0");
	expect("SELECT minhash_similarity('快递三天没有更新', '空调不制冷了怎么办') < 0.1", "1");
	expect("SELECT minhash_similarity('!', '?')", "-");
	expect("SELECT minhash_band('快递三天没有更新', 0) = minhash_band('快递，三天没有更新', 0)",
		"1");
	expect("SELECT minhash_band('快递三天没有更新', 0) = minhash_band('空调不制冷了怎么办', 0)",
		"0");
	expect("SELECT minhash_band('快递三天没有更新', 32)",
		"error: minhash_band() takes a text and a band, 0..31");
	expect("SELECT minhash_band('!', 0)", "-");
}
