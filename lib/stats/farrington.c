#include "stats/farrington.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/loglinear.h"
#include "stats/negative_binomial.h"
#include "stats/normal.h"

enum { YEAR = 52, RECENT_WEEKS = 4, RECENT_LEAST = 5 };
static const double OUTLIER = 2.58;

const struct farrington FARRINGTON_NOUFAILY = {
	.years = 5,
	.half_width = 3,
	.n_seasons = 10,
	.n_left_out = 26,
	.has_trend = true,
	.trend_level = 1.01,
	.is_reweighted = true,
	.alpha = 0.005,
	.kind = FARRINGTON_PLUG_IN,
};

/* The weeks that are learned from: terms are a constant, a factor for each further season and,
 * where asked for, the trend. */
struct history {
	double *terms, *counts, *weights;
	size_t n, n_terms, capacity;
	double most, sum; /* of the counts */
};

static void history_release(struct history *history)
{
	free(history->terms);
	free(history->counts);
	free(history->weights);
}

/* The season of a week that is `age` weeks before the judged one: 0 is the judged week's own. */
static size_t season_of(const struct farrington *how, size_t age)
{
	size_t w = how->half_width, parts = how->n_seasons - 1;
	size_t in_year = age % YEAR; /* weeks back from the same week of some year */
	size_t between = YEAR - 2 * w - 1;
	size_t from_start, length, longer;

	if (in_year <= w || in_year >= YEAR - w)
		return 0;
	if (!parts)
		return SIZE_MAX;
	/* counted forward from the window of the year before; the first parts are a week longer */
	from_start = YEAR - w - 1 - in_year;
	length = between / parts;
	longer = between % parts;
	if (from_start < longer * (length + 1))
		return 1 + from_start / (length + 1);
	return 1 + longer + (from_start - longer * (length + 1)) / length;
}

static void write_terms(double *x, size_t n_seasons, size_t season, size_t age, bool has_trend)
{
	for (size_t i = 0; i < n_seasons; i++)
		x[i] = i == 0 || i == season;
	if (has_trend)
		x[n_seasons] = -(double)age / YEAR;
}

static void history_read(struct history *history, const struct farrington *how,
	const double *counts, size_t k, bool has_trend)
{
	size_t oldest = how->years * YEAR + how->half_width;

	*history = (struct history){.n_terms = how->n_seasons + has_trend};
	history->terms = mem_alloc((oldest + 1) * history->n_terms * sizeof *history->terms);
	history->counts = mem_alloc((oldest + 1) * sizeof *history->counts);
	history->weights = mem_alloc((oldest + 1) * sizeof *history->weights);
	for (size_t age = oldest; age > how->n_left_out; age--) {
		size_t season = season_of(how, age);

		if (season == SIZE_MAX)
			continue;
		write_terms(&history->terms[history->n * history->n_terms], how->n_seasons, season,
			age, has_trend);
		history->most = fmax(history->most, counts[k - age]);
		history->sum += counts[k - age];
		history->counts[history->n++] = counts[k - age];
	}
}

static bool fit_history(
	const struct farrington *how, struct history *history, struct loglinear_fit *fit)
{
	struct loglinear data = {.n = history->n,
		.n_terms = history->n_terms,
		.terms = history->terms,
		.counts = history->counts};

	if (history->sum == 0) { /* the logarithm of 0, which no step comes to */
		*fit = (struct loglinear_fit){.n_terms = history->n_terms, .dispersion = 1};
		fit->coefficients[0] = -INFINITY;
		return true;
	}
	if (!loglinear_fit(&data, fit))
		return false;
	if (!how->is_reweighted)
		return true;
	loglinear_residuals(&data, fit, history->weights);
	loglinear_reweight(history->weights, history->n, OUTLIER, history->weights);
	data.weights = history->weights;
	return loglinear_fit(&data, fit);
}

static bool fit_with(const struct farrington *how, const double *counts, size_t k, bool has_trend,
	struct loglinear_fit *fit)
{
	struct history history;
	bool is_fit;

	history_read(&history, how, counts, k, has_trend);
	is_fit = fit_history(how, &history, fit);
	if (is_fit && has_trend)
		is_fit = loglinear_p(fit, how->n_seasons) < how->trend_level &&
			 exp(fit->coefficients[0]) <= history.most;
	history_release(&history);
	return is_fit;
}

static bool is_rare(const double *counts, size_t k)
{
	double sum = 0;

	for (size_t i = 0; i < RECENT_WEEKS && i <= k; i++)
		sum += counts[k - i];
	return sum < RECENT_LEAST;
}

/* Farrington's power transformation; the error of the mean is part of its width. */
static double delta_limit(double mean, double dispersion, double error, double alpha)
{
	double tau = dispersion + mean * error * error;
	double width = sqrt(4. / 9 * cbrt(mean) * tau);

	return pow(cbrt(mean * mean) + normal_quantile(1 - alpha) * width, 1.5);
}

struct farrington_limit farrington_limit(
	const struct farrington *how, const double *counts, size_t k)
{
	struct farrington_limit at = {false, NAN, NAN, NAN};
	double now[LINEAR_MOST] = {1};
	struct loglinear_fit fit;

	if (k < how->years * YEAR + how->half_width)
		return at;
	at.has_trend = how->has_trend && how->years >= 3 && fit_with(how, counts, k, true, &fit);
	if (!at.has_trend && !fit_with(how, counts, k, false, &fit))
		return at;
	at.expected = loglinear_mean(&fit, now, 1);
	at.dispersion = fit.dispersion;
	if (is_rare(counts, k))
		return at;
	at.limit = how->kind == FARRINGTON_DELTA
			   ? delta_limit(at.expected, at.dispersion, loglinear_error(&fit, now),
				     how->alpha)
			   : negative_binomial_quantile(1 - how->alpha, at.expected, at.dispersion);
	return at;
}
