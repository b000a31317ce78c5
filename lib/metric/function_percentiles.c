/* Several percentiles of a column as one JSON object, sorted once.
 *
 *	percentiles('interpolated', hours, 50, 90) AS hours
 *	hours ->> 'n', hours ->> 'p50', hours ->> 'p90' */
#include "metric/functions.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "stats/percentile.h"
#include "table/number.h"

static const struct {
	const char *name;
	enum percentile_type type;
} TYPES[] = {
	{"interpolated", PERCENTILE_TYPE_7},
	{"nearest", PERCENTILE_NEAREST},
	{"exclusive", PERCENTILE_TYPE_6},
};
enum { N_TYPES = sizeof TYPES / sizeof *TYPES };

struct percentiles {
	bool has_begun;
	enum percentile_type type;
	double *percents; /* asked for; from the first row */
	int n_percents;
	double *values;
	size_t n, capacity;
};

static size_t find_type(const struct sql_value *name)
{
	const char *text = value_type(name) == SQL_TEXT ? value_text(name, NULL) : "";
	size_t i = 0;

	while (i < N_TYPES && strcmp(TYPES[i].name, text) != 0)
		i++;
	return i;
}

/* The type and the percents are the same on every row. */
static bool begin(struct percentiles *p, int n, struct sql_value **arguments)
{
	size_t type = n < 2 ? N_TYPES : find_type(arguments[0]);

	if (type == N_TYPES)
		return false;
	p->has_begun = true;
	p->type = TYPES[type].type;
	p->percents = mem_alloc((size_t)n * sizeof *p->percents);
	for (int i = 2; i < n; i++)
		if (arguments_read(1, &arguments[i], &p->percents[p->n_percents]))
			p->n_percents++;
	return true;
}

static void add(void *state, struct sql_result *result, int n, struct sql_value **arguments)
{
	struct percentiles *p = state;
	double value;

	if (!p->has_begun && !begin(p, n, arguments)) {
		result_error(result, "percentiles() takes interpolated, nearest or exclusive, a "
				     "value, and percents to report");
		return;
	}
	if (!arguments_read(1, &arguments[1], &value))
		return;
	p->values = mem_grow(p->values, p->n, &p->capacity, sizeof *p->values);
	p->values[p->n++] = value;
}

static void finish(void *state, struct sql_result *result)
{
	struct percentiles *p = state;
	struct buf out = {0};

	if (!p || p->n == 0)
		return;
	values_sort(p->values, p->n);
	buf_format(&out, "{\"n\":%zu", p->n);
	for (int i = 0; i < p->n_percents; i++) {
		double percent = p->percents[i];

		if (!(percent >= 0 && percent <= 100))
			continue;
		buf_add_text(&out, ",\"p");
		number_shortest(percent, &out);
		buf_add_text(&out, "\":");
		number_shortest(percentile(p->values, p->n, percent / 100, p->type), &out);
	}
	buf_add_char(&out, '}');
	result_text(result, out.data, out.len);
	buf_release(&out);
}

static void release(void *state)
{
	struct percentiles *p = state;

	free(p->percents);
	free(p->values);
}

const struct metric_function PERCENTILE_FUNCTIONS[] = {
	{{"percentiles", -1, NULL, sizeof(struct percentiles), add, NULL, finish, release},
		"type, x, P...",
		"JSON: n, and the value pP of each percent P; type interpolated, nearest or "
		"exclusive, as percentile(), percentile_nearest() and percentile_6()",
		"Hyndman & Fan 1996; METRICS 6.1"},
	{{0}},
};
