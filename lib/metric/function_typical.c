/* Texts that stand for many, and such as are like no other, as an aggregate.
 *
 *	json_each(exemplars(id, text, 3, 3, 0.5)), in order of time */
#include "metric/functions.h"

#include "base/buf.h"
#include "metric/typical.h"
#include "table/number.h"

enum { MOST_PICKS = 1000 };

struct exemplars {
	struct typical *typical;
	double n_typical, n_unlike, limit;
};

static void add(void *state, struct sql_result *result, int n, struct sql_value **arguments)
{
	struct exemplars *e = state;
	double a[3];
	const char *text;
	size_t length;

	if (!arguments_read(n - 2, arguments + 2, a) || !(a[0] >= 0 && a[0] <= MOST_PICKS) ||
		!(a[1] >= 0 && a[1] <= MOST_PICKS)) {
		result_error(result, "exemplars() takes an id, a text, two numbers of texts up to "
				     "1000, and a similarity");
		return;
	}
	if (!e->typical)
		e->typical = typical_new();
	e->n_typical = a[0];
	e->n_unlike = a[1];
	e->limit = a[2];
	if (value_type(arguments[1]) != SQL_TEXT)
		return;
	text = value_text(arguments[1], &length);
	typical_add(e->typical, value_integer(arguments[0]), text, length);
}

static void write_picks(const struct pick *picks, size_t n, const char *kind, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		buf_format(out, "%s{\"id\":%lld,\"kind\":\"%s\",\"rank\":%zu,\"similarity\":",
			out->len > 1 ? "," : "", (long long)picks[i].id, kind, i + 1);
		number_shortest(picks[i].similarity, out);
		buf_add_char(out, '}');
	}
}

static void finish(void *state, struct sql_result *result)
{
	struct exemplars *e = state;
	struct pick picks[MOST_PICKS];
	struct buf out = {0};
	size_t n;

	if (!e || !e->typical)
		return;
	buf_add_char(&out, '[');
	n = typical_pick(e->typical, (size_t)e->n_typical, picks);
	write_picks(picks, n, "typical", &out);
	n = typical_unlike(e->typical, (size_t)e->n_unlike, e->limit, picks);
	write_picks(picks, n, "unlike", &out);
	buf_add_char(&out, ']');
	result_text(result, out.data, out.len);
	buf_release(&out);
}

static void release(void *state)
{
	typical_free(((struct exemplars *)state)->typical);
}

const struct metric_function TYPICAL_FUNCTIONS[] = {
	{{"exemplars", 5, NULL, sizeof(struct exemplars), add, NULL, finish, release},
		"id, text, n_typical, n_unlike, limit",
		"JSON array of {id, kind, rank, similarity}: the texts nearest to the mean of all, "
		"and "
		"the newest (last) of which no other has a similarity over the limit",
		"cosine of n-grams; METRICS 10.2"},
	{{0}},
};
