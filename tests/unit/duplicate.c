#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "stats/minhash.h"

static struct shingles read_shingles(const char *text)
{
	struct shingles shingles = {0};

	shingles_read(&shingles, text, strlen(text));
	return shingles;
}

static double similarity(const char *a, const char *b)
{
	struct shingles x = read_shingles(a), y = read_shingles(b);
	double jaccard = shingles_jaccard(&x, &y);

	shingles_release(&x);
	shingles_release(&y);
	return jaccard;
}

Test(duplicate, texts_are_compared_by_their_letters_and_digits)
{
	cr_expect_eq(similarity("ＡＢＣ－１２！", "a b c12"), 1);
	cr_expect_eq(similarity("abcd", "bcde"), 1.0 / 3);
	cr_expect_eq(similarity("aaaaaa", "aaa"), 1);
	cr_expect_eq(similarity("ab", "abc"), 0);
	cr_expect(isnan(similarity("ab", "，。！")));
	cr_expect_eq(shingle_fold(0x4E00), 0x4E00);
	cr_expect_eq(shingle_fold(0x9FFF), 0x9FFF);
	cr_expect_eq(shingle_fold(0x4DFF), 0);
	cr_expect_eq(shingle_fold(0xA000), 0);
	cr_expect_eq(shingle_fold(0xFF21), 'a');
	cr_expect_eq(shingle_fold(0x20BB7), 0);
	cr_expect_eq(shingle_fold(0xE9), 0);
}

Test(duplicate, hashes_are_the_published_ones)
{
	cr_expect_eq(hash_fnv1a("", 0), 0xcbf29ce484222325);
	cr_expect_eq(hash_fnv1a("a", 1), 0xaf63dc4c8601ec8c);
	cr_expect_eq(hash_fnv1a("投诉", 6), 0x1867e01b9052c0b8);
	cr_expect_eq(hash_splitmix(0), 0xe220a8397b1dcdaf);
}

static const char *text(const struct csv_rows *csv, size_t row, const char *column)
{
	return csv_cell(csv, row, csv_column(csv, column));
}

static void check_row(const struct csv_rows *csv, size_t row)
{
	static const char *const FIRST[] = {"minhash1_1", "minhash1_2", "minhash1_3", "minhash1_4"};
	uint64_t a[MINHASH_SIZE], b[MINHASH_SIZE];
	struct shingles x = read_shingles(text(csv, row, "text1"));
	struct shingles y = read_shingles(text(csv, row, "text2"));
	struct shingles normal = read_shingles(text(csv, row, "norm1"));

	cr_expect_eq(x.n, strtoul(text(csv, row, "shingles1"), NULL, 10));
	cr_expect_eq(y.n, strtoul(text(csv, row, "shingles2"), NULL, 10));
	cr_expect_eq(shingles_jaccard(&x, &normal), 1);
	cr_expect_float_eq(
		shingles_jaccard(&x, &y), strtod(text(csv, row, "jaccard"), NULL), 1e-12);
	minhash_sign(&x, a);
	minhash_sign(&y, b);
	for (int i = 0; i < 4; i++)
		cr_expect_eq(a[i], strtoull(text(csv, row, FIRST[i]), NULL, 16));
	cr_expect_eq(minhash_similarity(a, b), strtod(text(csv, row, "minhash_est128"), NULL));
	shingles_release(&x);
	shingles_release(&y);
	shingles_release(&normal);
}

Test(duplicate, signatures_are_those_of_golden)
{
	struct err err;
	struct csv_rows *csv = csv_rows_read("tests/golden/dup_hash_vectors.csv", &err);

	cr_assert(csv, "%s", err.text);
	cr_assert_eq(csv->n, 11);
	for (size_t row = 1; row < csv->n; row++)
		check_row(csv, row);
	csv_rows_free(csv);
}

Test(duplicate, bands_differ_though_their_rows_are_equal)
{
	uint64_t signature[MINHASH_SIZE];
	struct shingles none = {0};

	minhash_sign(&none, signature);
	cr_expect_eq(signature[MINHASH_SIZE - 1], UINT64_MAX);
	cr_expect_neq(minhash_band(signature, 0), minhash_band(signature, 1));
}
