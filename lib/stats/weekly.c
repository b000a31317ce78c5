#include "stats/weekly.h"

#include <math.h>
#include <stdbool.h>

#include "stats/binomial.h"
#include "stats/loglinear.h"
#include "stats/negative_binomial.h"

enum {
	SEASONAL_WEEKS = 156,
	SEASONAL_GUARD = 4,
	SEASONAL_LEAST = 104,
	ROLLING_WEEKS = 52,
	GUARD = 2,
	ROLLING_LEAST = 12,
	N_TERMS = 4,
};
static const double YEAR = 365.25 / 7;
static const double OUTLIER = 2.58;
static const double TWO_PI = 6.283185307179586476925286766559;

/* The weeks that are learned from. */
struct reference {
	double counts[SEASONAL_WEEKS], exposures[SEASONAL_WEEKS];
	double ages[SEASONAL_WEEKS]; /* in weeks, of week k */
	size_t n;
	double count, exposure; /* sums */
};

static struct reference reference_read(
	const double *counts, const double *exposures, size_t k, size_t n_weeks, size_t guard)
{
	struct reference r = {.n = 0};

	for (size_t age = guard + 1; age <= guard + n_weeks && age <= k; age++) {
		double e = exposures ? exposures[k - age] : 1;

		if (!(e > 0) || !(counts[k - age] >= 0))
			continue;
		r.counts[r.n] = counts[k - age];
		r.exposures[r.n] = e;
		r.ages[r.n++] = (double)age;
		r.count += counts[k - age];
		r.exposure += e;
	}
	return r;
}

static void write_terms(double age, size_t n_terms, double *x)
{
	const double terms[N_TERMS] = {
		1, -age / YEAR, sin(TWO_PI * age / YEAR), cos(TWO_PI * age / YEAR)};

	for (size_t i = 0; i < n_terms; i++)
		x[i] = terms[i];
}

/* The first `n_terms` of them: 1 is a constant mean. False where the counts are too few for that.
 */
static bool judge_model(const struct reference *r, size_t n_terms, double exposure, double alpha,
	struct weekly_limit *limit)
{
	double x[SEASONAL_WEEKS * N_TERMS], now[N_TERMS], weights[SEASONAL_WEEKS];
	struct loglinear data = {.n = r->n,
		.n_terms = n_terms,
		.terms = x,
		.counts = r->counts,
		.exposures = r->exposures};
	struct loglinear_fit fit;

	for (size_t i = 0; i < r->n; i++)
		write_terms(r->ages[i], n_terms, &x[i * n_terms]);
	write_terms(0, n_terms, now);
	if (!loglinear_fit(&data, &fit))
		return false;
	loglinear_residuals(&data, &fit, weights);
	loglinear_reweight(weights, r->n, OUTLIER, weights);
	data.weights = weights;
	if (!loglinear_fit(&data, &fit))
		return false;
	limit->expected = loglinear_mean(&fit, now, exposure);
	limit->dispersion = fit.dispersion;
	limit->limit = negative_binomial_quantile(1 - alpha, limit->expected, fit.dispersion);
	return isfinite(limit->limit);
}

/* Where nothing was ever counted, nothing is expected. */
static void judge_rolling(
	const struct reference *r, double exposure, double alpha, struct weekly_limit *limit)
{
	if (r->count == 0 || !judge_model(r, 1, exposure, alpha, limit)) {
		limit->expected = exposure * (r->count / r->exposure);
		limit->dispersion = 1;
		limit->limit = negative_binomial_quantile(1 - alpha, limit->expected, 1);
	}
}

/* The largest y whose tail, given all y + count complaints, is not yet under alpha. */
static void judge_pooled(
	const struct reference *r, double exposure, double alpha, struct weekly_limit *limit)
{
	double share = exposure / (exposure + r->exposure);
	double y = floor(exposure * (r->count / r->exposure)), step = 1;

	limit->expected = exposure * (r->count / r->exposure);
	limit->dispersion = 1;
	while (binomial_upper(y + step, y + step + r->count, share) >= alpha) {
		y += step;
		step *= 2;
	}
	while (step > 1) {
		step /= 2;
		if (binomial_upper(y + step, y + step + r->count, share) >= alpha)
			y += step;
	}
	limit->limit = y;
}

static const double *usable(const double *exposures, size_t k)
{
	return exposures && exposures[k] > 0 ? exposures : NULL;
}

struct weekly_limit weekly_limit(const double *counts, const double *exposures, size_t k,
	double alpha, enum weekly_model most)
{
	struct weekly_limit limit = {WEEKLY_NONE, 0, NAN, NAN, NAN};
	double exposure;
	struct reference r;

	exposures = usable(exposures, k);
	exposure = exposures ? exposures[k] : 1;
	r = reference_read(counts, exposures, k, SEASONAL_WEEKS - SEASONAL_GUARD, SEASONAL_GUARD);
	limit.n_reference = r.n;
	limit.model = WEEKLY_SEASONAL;
	if (most == WEEKLY_SEASONAL && r.n >= SEASONAL_LEAST &&
		judge_model(&r, N_TERMS, exposure, alpha, &limit))
		return limit;
	r = reference_read(counts, exposures, k, ROLLING_WEEKS, GUARD);
	limit.n_reference = r.n;
	limit.model = !r.n ? WEEKLY_NONE : r.n < ROLLING_LEAST ? WEEKLY_POOLED : WEEKLY_ROLLING;
	if (limit.model == WEEKLY_ROLLING)
		judge_rolling(&r, exposure, alpha, &limit);
	else if (limit.model == WEEKLY_POOLED)
		judge_pooled(&r, exposure, alpha, &limit);
	return limit;
}

size_t weekly_reference(const double *counts, const double *exposures, size_t k)
{
	return reference_read(counts, usable(exposures, k), k, ROLLING_WEEKS, GUARD).n;
}
