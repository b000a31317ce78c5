/* What two texts have in common, as scalars.
 *
 *	jaccard(a.text, b.text) >= 0.4     -- as `kesu duplicates` compares them */
#include "metric/functions.h"

#include "base/text.h"
#include "stats/minhash.h"
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

static void similarity(struct sql_result *result, int n, struct sql_value **arguments)
{
	struct shingles a = {0}, b = {0};
	uint64_t left[MINHASH_SIZE], right[MINHASH_SIZE];

	(void)n;
	if (read_text(arguments[0], &a) && read_text(arguments[1], &b) && a.n + b.n > 0) {
		minhash_sign(&a, left);
		minhash_sign(&b, right);
		result_real(result, minhash_similarity(left, right));
	}
	shingles_release(&a);
	shingles_release(&b);
}

static void band(struct sql_result *result, int n, struct sql_value **arguments)
{
	uint64_t signature[MINHASH_SIZE];
	struct shingles shingles = {0};
	double place;

	(void)n;
	if (!arguments_read(1, &arguments[1], &place) || !read_text(arguments[0], &shingles))
		return;
	if (!(place >= 0 && place < MINHASH_BANDS)) {
		result_error(result, "minhash_band() takes a text and a band, 0..31");
	} else if (shingles.n) {
		minhash_sign(&shingles, signature);
		result_integer(result, (int64_t)minhash_band(signature, (int)place));
	}
	shingles_release(&shingles);
}

#define BRODER "Broder 1997; METRICS 5.2"

const struct metric_function TEXT_FUNCTIONS[] = {
	{{"jaccard", 2, jaccard}, "text, text",
		"similarity of two texts by their sets of three characters, 0 to 1", BRODER},
	{{"minhash_similarity", 2, similarity}, "text, text",
		"about the same, from 128 hashes of each", BRODER},
	{{"minhash_band", 2, band}, "text, band",
		"a number that texts which are alike share in one at least of the bands 0 to 31 "
		"(by 0.56 "
		"at a similarity of 0.4, by 0.99 at 0.6): join by it and compare only those",
		BRODER},
	{{0}},
};
