/* Kaplan-Meier as an aggregate: several values as one JSON object.
 *
 *	km(days, is_event, 7, 30, 90) AS curve
 *	curve ->> 'n', curve ->> 'events', curve ->> 'p30', curve ->> 'p30_low', curve ->>
 *'p30_high'
 *	km_times(hours, is_closed, 50, 90) ->> 't50' */
#include "metric/functions.h"

#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "stats/km.h"
#include "stats/normal.h"
#include "table/number.h"

struct survival {
	struct km *km;
	double *asked; /* times of km(), percents of km_times(); from the first row */
	int n_asked;
};

/* What is asked for is the same on every row. */
static void keep_asked(struct survival *s, int n, struct sql_value **arguments)
{
	s->km = km_new();
	s->asked = mem_alloc((size_t)n * sizeof *s->asked);
	for (int i = 2; i < n; i++)
		if (arguments_read(1, &arguments[i], &s->asked[s->n_asked]))
			s->n_asked++;
}

static void add(void *state, struct sql_result *result, int n, struct sql_value **arguments)
{
	struct survival *s = state;
	double a[2];

	if (n < 2) {
		result_error(result, "km() and km_times() take a time, whether it ended in an "
				     "event, and numbers to report on");
		return;
	}
	if (!s->km)
		keep_asked(s, n, arguments);
	if (arguments_read(2, arguments, a))
		km_add(s->km, a[0], a[1] != 0);
}

static void add_member(
	struct buf *out, const char *name, double at, const char *suffix, double value)
{
	buf_format(out, ",\"%s", name);
	number_shortest(at, out);
	buf_format(out, "%s\":", suffix);
	if (isfinite(value))
		number_shortest(value, out);
	else
		buf_add_text(out, "null");
}

static void add_share(struct buf *out, struct km *km, double time, double z)
{
	struct km_point at = km_at(km, time);

	add_member(out, "p", time, "", 1 - at.survival);
	add_member(out, "p", time, "_low", km_event_low(at, z));
	add_member(out, "p", time, "_high", km_event_high(at, z));
}

static void add_time(struct buf *out, struct km *km, double percent, double z)
{
	add_member(out, "t", percent, "", km_time(km, percent / 100));
	add_member(out, "t", percent, "_low", km_time_low(km, percent / 100, z));
	add_member(out, "t", percent, "_high", km_time_high(km, percent / 100, z));
}

static void answer(struct survival *s, struct sql_result *result,
	void (*add_answer)(struct buf *out, struct km *km, double asked, double z))
{
	double z = normal_two_sided(0.95);
	struct buf out = {0};

	if (!s || !s->km || km_count(s->km) == 0)
		return;
	buf_format(&out, "{\"n\":%zu,\"events\":%zu", km_count(s->km), km_events(s->km));
	for (int i = 0; i < s->n_asked; i++)
		add_answer(&out, s->km, s->asked[i], z);
	buf_add_char(&out, '}');
	result_text(result, out.data, out.len);
	buf_release(&out);
}

static void finish_shares(void *state, struct sql_result *result)
{
	answer(state, result, add_share);
}

static void finish_times(void *state, struct sql_result *result)
{
	answer(state, result, add_time);
}

static void release(void *state)
{
	struct survival *s = state;

	km_free(s->km);
	free(s->asked);
}

const struct metric_function SURVIVAL_FUNCTIONS[] = {
	{{"km", -1, NULL, sizeof(struct survival), add, NULL, finish_shares, release},
		"time, is_event, T...",
		"JSON: n, events, and for each T the share pT with an event by then, pT_low, "
		"pT_high (95 %)",
		"Kaplan & Meier 1958, Greenwood 1926, log-log interval; METRICS 4.3"},
	{{"km_times", -1, NULL, sizeof(struct survival), add, NULL, finish_times, release},
		"time, is_event, P...",
		"JSON: n, events, and for each P the time tP by which P percent had an event, "
		"tP_low, tP_high (95 %)",
		"Kaplan & Meier 1958, Brookmeyer & Crowley 1982; METRICS 6.2"},
	{{0}},
};
