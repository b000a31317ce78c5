#pragma once
/* The flexible Farrington detector: a week against the same weeks of past years (METRICS 8.2).
 *
 * The weeks of `years` past years are cut into seasons: `half_width` weeks on both sides of the
 * same week of each year, and the rest of the year in n_seasons - 1 equal parts (n_seasons 1:
 * only those windows are used). A log-linear model with a factor per season, and a trend where it
 * matters, tells the mean; the limit allows for its overdispersion.
 * Sources: Farrington et al., JRSS A 159 (1996); Noufaily et al., Statistics in Medicine 32 (2013).
 * Textbook form: R surveillance 1.20.3 overwrites the weights before it predicts.
 *
 *	struct farrington how = FARRINGTON_NOUFAILY;
 *	struct farrington_limit at = farrington_limit(&how, counts, 296); */
#include <stdbool.h>
#include <stddef.h>

enum farrington_limit_kind {
	FARRINGTON_PLUG_IN, /* quantile of the negative binomial distribution */
	FARRINGTON_DELTA,   /* normal on the scale of the power 2/3 */
};

struct farrington {
	size_t years, half_width, n_seasons;
	size_t n_left_out;  /* weeks before the judged one, that an outbreak may have reached */
	bool has_trend;     /* may have: at least 3 years, and no mean above all counts */
	double trend_level; /* and p of the trend below this */
	bool is_reweighted; /* past outbreaks count for little */
	double alpha;
	enum farrington_limit_kind kind;
};

/* 5 years, 3 weeks, 10 seasons, 26 weeks left out, trend always, alpha 0.005, plug-in. */
extern const struct farrington FARRINGTON_NOUFAILY;

struct farrington_limit {
	bool has_trend;
	double expected, dispersion; /* NAN: not enough history, or nothing could be fitted */
	double limit;                /* NAN also with fewer than 5 complaints in the last 4 weeks */
};

/* Of week k (from 0) of a series of weekly counts. */
struct farrington_limit farrington_limit(
	const struct farrington *how, const double *counts, size_t k);
