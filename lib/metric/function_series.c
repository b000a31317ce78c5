/* Detectors as windows in order of time: each row adds a count and is judged by those before it.
 *
 *	ears_c2(n, 28, 0.5) OVER (PARTITION BY g ORDER BY t)
 *	weekly_limit(n, e, 0.005) OVER (PARTITION BY g ORDER BY t) ->> 'limit'
 *	uchart(n, e) OVER (PARTITION BY g ORDER BY t
 *		ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) ->> 'sigma' */
#include "metric/functions.h"

#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "stats/cusum.h"
#include "stats/ears.h"
#include "stats/farrington.h"
#include "stats/uchart.h"
#include "stats/weekly.h"
#include "table/number.h"

struct series {
	double *counts, *exposures; /* NAN where NULL */
	size_t n, count_capacity, exposure_capacity;
	double second, third; /* arguments of the latest row; NAN where NULL */
	double sum;           /* of cusum() and ewma() */
};

static double number(struct sql_value *argument)
{
	double value;

	return arguments_read(1, &argument, &value) ? value : NAN;
}

static void add(void *state, struct sql_result *result, int n, struct sql_value **arguments)
{
	struct series *s = state;

	(void)result;
	s->counts = mem_grow(s->counts, s->n, &s->count_capacity, sizeof *s->counts);
	s->exposures = mem_grow(s->exposures, s->n, &s->exposure_capacity, sizeof *s->exposures);
	s->counts[s->n] = number(arguments[0]);
	s->second = n > 1 ? number(arguments[1]) : NAN;
	s->third = n > 2 ? number(arguments[2]) : NAN;
	s->exposures[s->n++] = s->second;
}

static void release(void *state)
{
	struct series *s = state;

	free(s->counts);
	free(s->exposures);
}

/* --- sums: one step a row; a NULL leaves them where they are --- */

static void add_to_sum(
	struct series *s, struct sql_value **arguments, double (*next)(double, double, double))
{
	double a[2];

	if (arguments_read(2, arguments, a))
		s->sum = next(s->sum, a[0], a[1]);
}

static void add_cusum(void *state, struct sql_result *result, int n, struct sql_value **arguments)
{
	(void)result;
	(void)n;
	add_to_sum(state, arguments, cusum_next);
}

/* The first value begins it. */
static void add_ewma(void *state, struct sql_result *result, int n, struct sql_value **arguments)
{
	struct series *s = state;

	(void)result;
	(void)n;
	if (s->n == 0 && !isnan(number(arguments[0]))) {
		s->n = 1;
		s->sum = number(arguments[0]);
	} else {
		add_to_sum(s, arguments, ewma_next);
	}
}

static void finish_sum(void *state, struct sql_result *result)
{
	const struct series *s = state;

	if (s)
		result_real(result, s->sum);
}

/* --- EARS --- */

static void finish_ears(void *state, struct sql_result *result,
	double (*statistic)(const struct ears *ears, size_t k))
{
	const struct series *s = state;
	struct ears ears;

	if (!s || !(s->second >= 2 && s->second <= 1e6 && s->third >= 0))
		return;
	ears = (struct ears){s->counts, (size_t)s->second, s->third};
	result_real(result, statistic(&ears, s->n - 1));
}

static void finish_c1(void *state, struct sql_result *result)
{
	finish_ears(state, result, ears_c1);
}

static void finish_c2(void *state, struct sql_result *result)
{
	finish_ears(state, result, ears_c2);
}

static void finish_c3(void *state, struct sql_result *result)
{
	finish_ears(state, result, ears_c3);
}

/* --- limits with all that explains them, as JSON --- */

static void add_member(struct buf *out, const char *name, double value)
{
	buf_format(out, ",\"%s\":", name);
	if (isfinite(value))
		number_shortest(value, out);
	else
		buf_add_text(out, "null");
}

/* A week that has too few complaints for an alarm, whatever its limit. */
static void finish_reference(const struct series *s, struct sql_result *result)
{
	size_t n = weekly_reference(s->counts, s->exposures, s->n - 1);
	struct buf out = {0};

	if (!n)
		return;
	buf_format(&out, "{\"n_ref\":%zu}", n);
	result_text(result, out.data, out.len);
	buf_release(&out);
}

static void finish_weekly(void *state, struct sql_result *result)
{
	static const char *const MODELS[] = {[WEEKLY_POOLED] = "pooled",
		[WEEKLY_ROLLING] = "rolling",
		[WEEKLY_SEASONAL] = "seasonal"};
	const struct series *s = state;
	struct weekly_limit at;
	struct buf out = {0};

	if (s && s->third == -1)
		finish_reference(s, result);
	/* alpha 0 or NULL: not asked for in this week */
	if (!s || !(s->third > 0 && s->third < 1))
		return;
	at = weekly_limit(s->counts, s->exposures, s->n - 1, s->third, WEEKLY_SEASONAL);
	if (at.model == WEEKLY_NONE)
		return;
	buf_format(&out, "{\"model\":\"%s\",\"n_ref\":%zu", MODELS[at.model], at.n_reference);
	add_member(&out, "expected", at.expected);
	add_member(&out, "phi", at.dispersion);
	add_member(&out, "limit", at.limit);
	buf_add_char(&out, '}');
	result_text(result, out.data, out.len);
	buf_release(&out);
}

static void finish_farrington(void *state, struct sql_result *result)
{
	const struct series *s = state;
	struct farrington_limit at;
	struct buf out = {0};

	if (!s)
		return;
	at = farrington_limit(&FARRINGTON_NOUFAILY, s->counts, s->n - 1);
	if (isnan(at.expected))
		return;
	buf_format(&out, "{\"trend\":%d", at.has_trend);
	add_member(&out, "expected", at.expected);
	add_member(&out, "phi", at.dispersion);
	add_member(&out, "limit", at.limit);
	buf_add_char(&out, '}');
	result_text(result, out.data, out.len);
	buf_release(&out);
}

static void finish_uchart(void *state, struct sql_result *result)
{
	const struct series *s = state;
	struct buf out = {0};
	double centre;

	if (!s)
		return;
	centre = uchart_centre(s->counts, s->exposures, s->n);
	if (!isfinite(centre))
		return;
	buf_format(&out, "{\"periods\":%zu", s->n);
	add_member(&out, "centre", centre);
	add_member(&out, "sigma", uchart_sigma(s->counts, s->exposures, s->n, centre));
	buf_add_char(&out, '}');
	result_text(result, out.data, out.len);
	buf_release(&out);
}

#define IN_TIME(name, n_arguments, add, finish)                                                    \
	{                                                                                          \
		name, n_arguments, NULL, sizeof(struct series), add, NULL, finish, release         \
	}
#define OVER_TIME ") OVER (PARTITION BY ... ORDER BY t"
#define HUTWAGNER "Hutwagner et al. 2003; METRICS 8.2"

const struct metric_function SERIES_FUNCTIONS[] = {
	{IN_TIME("weekly_limit", 3, add, finish_weekly), "n, e, alpha" OVER_TIME,
		"JSON: model, n_ref, expected, phi and the limit above which a week has too many; "
		"e is exposure or NULL, alpha 0.005, or 0 where no limit is wanted, or -1 for "
		"n_ref alone",
		"METRICS 8.1"},
	{IN_TIME("farrington", 1, add, finish_farrington), "n" OVER_TIME,
		"JSON: trend, expected, phi and limit of a week against five years before it",
		"Farrington et al. 1996, Noufaily et al. 2013; METRICS 8.2"},
	{IN_TIME("ears_c1", 3, add, finish_c1), "n, baseline, least_deviation" OVER_TIME,
		"deviations from the mean of the baseline just before; over 3 is an alarm",
		HUTWAGNER},
	{IN_TIME("ears_c2", 3, add, finish_c2), "n, baseline, least_deviation" OVER_TIME,
		"the same with two steps between; over 3 is an alarm", HUTWAGNER},
	{IN_TIME("ears_c3", 3, add, finish_c3), "n, baseline, least_deviation" OVER_TIME,
		"what the last three ears_c2 were over 1; over 2 is an alarm", HUTWAGNER},
	{IN_TIME("uchart", 2, add, finish_uchart), "n, e" OVER_TIME,
		"JSON: periods, centre, the rate of all; sigma, how much more periods differ than "
		"by "
		"chance",
		"Shewhart 1931, Laney 2002; METRICS 8.3"},
	{IN_TIME("cusum", 2, add_cusum, finish_sum), "x, k" OVER_TIME,
		"what x was over k in a row: max(0, sum + x - k)", "Page 1954; METRICS 8.2"},
	{IN_TIME("ewma", 2, add_ewma, finish_sum), "x, share" OVER_TIME,
		"mean in which the latest x has this share and older ones ever less",
		"Roberts 1959; METRICS 8.2"},
	{{0}},
};
