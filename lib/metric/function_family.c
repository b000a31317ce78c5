/* p values adjusted within a family of tests: windows that run from the largest p to the smallest.
 *
 *	bh_q(p, tests) OVER (PARTITION BY t ORDER BY p DESC)
 *
 * where tests is count(p) OVER (PARTITION BY t), taken in a query below. */
#include "metric/functions.h"

#include "stats/fdr.h"

struct family {
	struct fdr fdr;
	bool is_test; /* the latest p was none when NULL; such rows come last */
};

static void add(struct family *family, struct sql_result *result, struct sql_value **arguments,
	bool any_dependence)
{
	double a[2];

	family->is_test = arguments_read(2, arguments, a);
	if (!family->is_test)
		return;
	if (family->fdr.n_seen == 0) {
		family->fdr.n_tests = (size_t)a[1];
		family->fdr.factor = any_dependence ? fdr_dependence(family->fdr.n_tests) : 1;
	}
	if (family->fdr.n_seen == family->fdr.n_tests)
		result_error(result, "more p values than tests");
	else
		fdr_next(&family->fdr, a[0]);
}

static void add_bh(void *state, struct sql_result *result, int n, struct sql_value **arguments)
{
	(void)n;
	add(state, result, arguments, false);
}

static void add_by(void *state, struct sql_result *result, int n, struct sql_value **arguments)
{
	(void)n;
	add(state, result, arguments, true);
}

static void finish(void *state, struct sql_result *result)
{
	struct family *family = state;

	if (family && family->is_test)
		result_real(result, family->fdr.q);
}

const struct metric_function FAMILY_FUNCTIONS[] = {
	{{"bh_q", 2, NULL, sizeof(struct family), add_bh, NULL, finish, NULL},
		"p, tests) OVER (PARTITION BY ... ORDER BY p DESC",
		"smallest false discovery rate at which this test is significant",
		"Benjamini & Hochberg 1995; METRICS 3.7"},
	{{"by_q", 2, NULL, sizeof(struct family), add_by, NULL, finish, NULL},
		"p, tests) OVER (PARTITION BY ... ORDER BY p DESC",
		"the same for tests that depend on each other in any way",
		"Benjamini & Yekutieli 2001"},
	{{0}},
};
