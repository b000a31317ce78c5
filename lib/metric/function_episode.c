/* Episodes of complaints with one key (METRICS 4.1, 4.5), as a window in order of receipt.
 *
 *	episode(day, 30, 'previous') OVER (PARTITION BY customer, product ORDER BY received, id)
 *
 * is the complaint's place in its episode: over 1 is a repeat. */
#include "metric/functions.h"

#include "base/text.h"

struct episode {
	int64_t anchor; /* the day that the next one is measured from */
	int64_t place;  /* 0: nothing yet */
};

static void add(void *state, struct sql_result *result, int n, struct sql_value **arguments)
{
	struct episode *e = state;
	size_t length;
	double a[2]; /* day, window */
	const char *anchor = value_text(arguments[2], &length);
	bool from_first = text_is(anchor, length, "first");

	(void)n;
	if (!from_first && !text_is(anchor, length, "previous")) {
		result_error(result, "episode() is anchored at 'previous' or 'first'");
		return;
	}
	if (!arguments_read(2, arguments, a)) {
		result_error(result, "episode() takes a day and a number of days");
		return;
	}
	if (a[0] - (double)e->anchor > a[1])
		e->place = 0;
	if (e->place++ == 0 || !from_first)
		e->anchor = (int64_t)a[0];
}

static void finish(void *state, struct sql_result *result)
{
	const struct episode *e = state;

	if (e && e->place)
		result_integer(result, e->place);
}

const struct metric_function EPISODE_FUNCTIONS[] = {
	{{"episode", 3, NULL, sizeof(struct episode), add, NULL, finish, NULL},
		"day, window, anchor) OVER (PARTITION BY key ORDER BY received, id",
		"place in an episode: 1 unless at most window days after the 'previous' or 'first' "
		"of it",
		"METRICS 4.1, 4.5"},
	{{0}},
};
