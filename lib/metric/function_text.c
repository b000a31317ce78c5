/* What two texts have in common, as a scalar.
 *
 *	jaccard(a.text, b.text) >= 0.4     -- as `kesu duplicates` compares them */
#include "metric/functions.h"

#include "base/text.h"
#include "stats/shingle.h"

static bool read_text(struct sql_value *argument, struct shingles *shingles)
{
	const char *text;
	size_t n;

	if (value_type(argument) != SQL_TEXT)
		return false;
	text = value_text(argument, &n);
	shingles_read(shingles, text, text_valid(text, n));
	return true;
}

static void jaccard(struct sql_result *result, int n, struct sql_value **arguments)
{
	struct shingles a = {0}, b = {0};

	(void)n;
	if (read_text(arguments[0], &a) && read_text(arguments[1], &b))
		result_real(result, shingles_jaccard(&a, &b));
	shingles_release(&a);
	shingles_release(&b);
}

const struct metric_function TEXT_FUNCTIONS[] = {
	{{"jaccard", 2, jaccard}, "text, text",
		"similarity of two texts by their sets of three characters, 0 to 1",
		"Broder 1997; METRICS 5.2"},
	{{0}},
};
