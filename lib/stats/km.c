#include "stats/km.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/radix.h"

/* Shares that are closer than this are one, as in R's quantile.survfit. */
static const double SAME_SHARE = 1.5e-8;

struct observation {
	double time;
	bool is_event;
};

struct km {
	struct observation *observations;
	size_t n, capacity, n_events;
	bool is_sorted;
};

static void sort(struct km *km)
{
	struct radix_item *items;

	if (km->is_sorted)
		return;
	items = mem_alloc((km->n + 1) * sizeof *items);
	for (size_t i = 0; i < km->n; i++)
		items[i] = (struct radix_item){
			radix_key(km->observations[i].time), km->observations[i].is_event};
	radix_sort(items, km->n);
	for (size_t i = 0; i < km->n; i++)
		km->observations[i] =
			(struct observation){radix_number(items[i].key), items[i].value != 0};
	free(items);
	km->is_sorted = true;
}

struct km *km_new(void)
{
	return mem_zalloc(sizeof(struct km));
}

void km_free(struct km *km)
{
	if (!km)
		return;
	free(km->observations);
	free(km);
}

void km_add(struct km *km, double time, bool is_event)
{
	km->observations =
		mem_grow(km->observations, km->n, &km->capacity, sizeof *km->observations);
	km->observations[km->n++] = (struct observation){time, is_event};
	km->n_events += is_event;
	km->is_sorted = false;
}

size_t km_count(const struct km *km)
{
	return km->n;
}

size_t km_events(const struct km *km)
{
	return km->n_events;
}

/* Passes all observations of one time; S and its variance take the step of the events there. */
static size_t take_time(const struct km *km, size_t i, struct km_point *point)
{
	double time = km->observations[i].time;
	double at_risk = (double)(km->n - i);
	double events = 0;

	for (; i < km->n && km->observations[i].time == time; i++)
		events += km->observations[i].is_event;
	point->survival *= 1 - events / at_risk;
	if (events > 0)
		point->log_variance += events / (at_risk * (at_risk - events));
	point->n_events += (size_t)events;
	return i;
}

struct km_point km_at(struct km *km, double time)
{
	struct km_point point = {.survival = 1};
	size_t i = 0;

	sort(km);
	if (km->n == 0 || !(time <= km->observations[km->n - 1].time))
		return (struct km_point){NAN, NAN, 0, 0};
	while (i < km->n && km->observations[i].time < time)
		i = take_time(km, i, &point);
	point.n_at_risk = km->n - i;
	if (i < km->n && km->observations[i].time == time)
		take_time(km, i, &point);
	return point;
}

/* log(-log S) is taken as normal: its limits never leave 0..1. */
static double log_log_limit(struct km_point point, double z)
{
	double log_survival = log(point.survival);

	if (point.survival == 1) /* no event yet: R's survfit leaves no width either */
		return 0;
	if (!(point.survival > 0 && point.survival < 1))
		return NAN;
	return 1 - exp(log_survival * exp(z * sqrt(point.log_variance) / log_survival));
}

double km_event_low(struct km_point point, double z)
{
	return log_log_limit(point, z);
}

double km_event_high(struct km_point point, double z)
{
	return log_log_limit(point, -z);
}

static double event_share(struct km_point point, double z)
{
	(void)z;
	return 1 - point.survival;
}

static double first_time(
	struct km *km, double p, double (*share)(struct km_point point, double z), double z)
{
	struct km_point point = {.survival = 1};
	double reached = NAN; /* where the curve came to p exactly */

	sort(km);
	for (size_t i = 0; i < km->n;) {
		double time = km->observations[i].time;
		double now;

		i = take_time(km, i, &point);
		now = share(point, z);
		if (now > p + SAME_SHARE)
			return isnan(reached) ? time : (reached + time) / 2;
		if (isnan(reached) && now >= p - SAME_SHARE)
			reached = time;
	}
	return km->n ? (reached + km->observations[km->n - 1].time) / 2 : NAN;
}

double km_time(struct km *km, double p)
{
	return first_time(km, p, event_share, 0);
}

double km_time_low(struct km *km, double p, double z)
{
	return first_time(km, p, km_event_high, z);
}

double km_time_high(struct km *km, double p, double z)
{
	return first_time(km, p, km_event_low, z);
}
