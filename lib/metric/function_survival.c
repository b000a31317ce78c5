/* Kaplan-Meier as an aggregate: several values as one JSON object.
 *
 *	km(days, is_event, 7, 30, 90) AS curve
 *	curve ->> 'n', curve ->> 'events', curve ->> 'p30', curve ->> 'p30_low', curve ->>
 *'p30_high' */
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
	double *times; /* asked for; from the first row */
	int n_times;
};

/* The times asked for are the same on every row. */
static void keep_times(struct survival *s, int n, struct sql_value **arguments)
{
	s->km = km_new();
	s->times = mem_alloc((size_t)n * sizeof *s->times);
	for (int i = 2; i < n; i++)
		if (arguments_read(1, &arguments[i], &s->times[s->n_times]))
			s->n_times++;
}

static void add(void *state, struct sql_result *result, int n, struct sql_value **arguments)
{
	struct survival *s = state;
	double a[2];

	if (n < 2) {
		result_error(result,
			"km() takes a time, whether it ended in an event, and times to report");
		return;
	}
	if (!s->km)
		keep_times(s, n, arguments);
	if (arguments_read(2, arguments, a))
		km_add(s->km, a[0], a[1] != 0);
}

static void add_member(struct buf *out, double time, const char *suffix, double value)
{
	buf_add_text(out, ",\"p");
	number_shortest(time, out);
	buf_format(out, "%s\":", suffix);
	if (isfinite(value))
		number_shortest(value, out);
	else
		buf_add_text(out, "null");
}

static void finish(void *state, struct sql_result *result)
{
	struct survival *s = state;
	double z = normal_two_sided(0.95);
	struct buf out = {0};

	if (!s || !s->km || km_count(s->km) == 0)
		return;
	buf_format(&out, "{\"n\":%zu,\"events\":%zu", km_count(s->km), km_events(s->km));
	for (int i = 0; i < s->n_times; i++) {
		struct km_point at = km_at(s->km, s->times[i]);

		add_member(&out, s->times[i], "", 1 - at.survival);
		add_member(&out, s->times[i], "_low", km_event_low(at, z));
		add_member(&out, s->times[i], "_high", km_event_high(at, z));
	}
	buf_add_char(&out, '}');
	result_text(result, out.data, out.len);
	buf_release(&out);
}

static void release(void *state)
{
	struct survival *s = state;

	km_free(s->km);
	free(s->times);
}

const struct metric_function SURVIVAL_FUNCTIONS[] = {
	{{"km", -1, NULL, sizeof(struct survival), add, NULL, finish, release},
		"time, is_event, T...",
		"JSON: n, events, and for each T the share pT with an event by then, pT_low, "
		"pT_high (95 %)",
		"Kaplan & Meier 1958, Greenwood 1926, log-log interval; METRICS 4.3"},
	{{0}},
};
