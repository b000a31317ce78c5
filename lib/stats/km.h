#pragma once
/* Kaplan-Meier: how many have had an event by a time, when some are not followed to the end
 * (METRICS 4.3, 6.2).
 *
 *	struct km *km = km_new();
 *	km_add(km, 12, true);            // a repeat after 12 days
 *	km_add(km, 40, false);           // none within the 40 days it was followed
 *	struct km_point at = km_at(km, 30);
 *	printf("%g (%g-%g)\n", 1 - at.survival, km_event_low(at, 1.96), km_event_high(at, 1.96));
 *	km_free(km);
 *
 * Events come before censorings of the same time; time 0 counts.
 * Sources: Kaplan & Meier, JASA 53 (1958); Greenwood (1926); log-log interval: Kalbfleisch &
 * Prentice (1980). */
#include <stdbool.h>
#include <stddef.h>

struct km;

struct km_point {
	double survival;     /* S: the share without an event up to and including that time */
	double log_variance; /* of log S, by Greenwood; infinite when S = 0 */
	size_t n_at_risk;    /* followed up to that time, it included */
	size_t n_events;     /* up to and including that time */
};

struct km *km_new(void);
void km_free(struct km *km);
void km_add(struct km *km, double time, bool is_event);
size_t km_count(const struct km *km);
size_t km_events(const struct km *km);

/* All is NAN and 0 after the longest time anybody was followed: nothing is known there. */
struct km_point km_at(struct km *km, double time);

/* Limits of the probability of an event, 1 - S, with normal quantile z; 0 without any event,
 * NAN when nobody is left. */
double km_event_low(struct km_point point, double z);
double km_event_high(struct km_point point, double z);

/* The time by which a share p (0 < p < 1) has had an event, and its limits: where the curve, and
 * the limits of the curve, come to p. In the middle where the curve runs at p for a while; NAN
 * where it never comes to p. As R's quantile.survfit; Brookmeyer & Crowley, Biometrics 38 (1982).
 */
double km_time(struct km *km, double p);
double km_time_low(struct km *km, double p, double z);
double km_time_high(struct km *km, double p, double z);
