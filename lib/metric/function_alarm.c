/* Alarms from rows that are too high (METRICS 8.4): one for an episode, again where it doubles.
 *
 *	alarm_place(t, n, n > limit, 4) OVER (PARTITION BY g ORDER BY t) ->> 'alarm' */
#include "metric/functions.h"

#include "base/buf.h"

struct alarm {
	double since;  /* t of the episode's first row */
	double latest; /* t of its latest high row */
	double count;  /* of the latest alarm */
	bool is_episode, is_high, is_alarm;
};

static void add(void *state, struct sql_result *result, int n, struct sql_value **arguments)
{
	struct alarm *alarm = state;
	double a[4]; /* t, count, is_high, quiet */

	alarm->is_high = alarm->is_alarm = false;
	if (!arguments_read(n, arguments, a)) {
		(void)result; /* a row that nothing is known of is quiet */
		return;
	}
	alarm->is_high = a[2] != 0;
	if (alarm->is_episode && a[0] - alarm->latest > a[3])
		alarm->is_episode = false;
	if (!alarm->is_high)
		return;
	alarm->is_alarm = !alarm->is_episode || a[1] >= 2 * alarm->count;
	if (!alarm->is_episode)
		alarm->since = a[0];
	if (alarm->is_alarm)
		alarm->count = a[1];
	alarm->latest = a[0];
	alarm->is_episode = true;
}

static void finish(void *state, struct sql_result *result)
{
	const struct alarm *alarm = state;
	struct buf out = {0};

	if (!alarm)
		return;
	buf_format(&out, "{\"alarm\":%d,\"since\":", alarm->is_alarm);
	if (alarm->is_high)
		buf_format(&out, "%lld}", (long long)alarm->since);
	else
		buf_add_text(&out, "null}");
	result_text(result, out.data, out.len);
	buf_release(&out);
}

const struct metric_function ALARM_FUNCTIONS[] = {
	{{"alarm_place", 4, NULL, sizeof(struct alarm), add, NULL, finish, NULL},
		"t, n, is_high, quiet) OVER (PARTITION BY g ORDER BY t",
		"JSON: alarm 1 for the first high row of an episode and where n doubles; since, "
		"the "
		"t it began; it ends when more than so many t pass without a high row",
		"METRICS 8.4"},
	{{0}},
};
