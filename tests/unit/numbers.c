/* lib/base/numbers.c: what went in comes out, in as few bytes as the range needs. */
#include "base/numbers.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { MANY = 5000 };

static uint64_t next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 11;
}

static void check_all(const struct numbers *numbers, const int64_t *values, size_t n)
{
	cr_assert_eq(numbers->n, n);
	for (size_t i = 0; i < n; i++) {
		cr_assert_eq(numbers_at(numbers, i), values[i], "%zu", i);
		if (i && values[i - 1] < values[i])
			cr_assert_lt(numbers_cell(numbers, i - 1), numbers_cell(numbers, i));
	}
}

Test(numbers, keeps_what_it_is_given_in_pieces_of_growing_range)
{
	static const int BITS[] = {0, 3, 8, 9, 15, 17, 31, 33, 62};
	uint64_t seed = 5;

	for (int round = 0; round < 200; round++) {
		struct numbers numbers = {0};
		int64_t values[MANY], shift = (int64_t)(next(&seed) % 1000) - 500;
		size_t n = 0;
		int most = 1 + round % 9;

		while (n < MANY) {
			size_t end = n + next(&seed) % 700;
			int bits = BITS[next(&seed) % (uint64_t)most];

			end = end > MANY ? MANY : end;
			for (size_t i = n; i < end; i++)
				values[i] = round % 3 && next(&seed) % 50 == 0
						    ? NUMBERS_NONE
						    : (int64_t)(next(&seed) % (1ull << bits)) *
								      (next(&seed) % 2 ? 1 : -1) +
							      shift;
			numbers_add(&numbers, values + n, end - n);
			n = end;
		}
		check_all(&numbers, values, n);
		numbers_release(&numbers);
	}
}

Test(numbers, takes_as_few_bytes_as_the_range_needs)
{
	static const struct {
		int64_t values[3];
		int width;
	} CASES[] = {
		{{7, 7, 7}, 0},
		{{NUMBERS_NONE, NUMBERS_NONE, NUMBERS_NONE}, 0},
		{{7, NUMBERS_NONE, 7}, 1},
		{{-100, 154, 0}, 1},
		{{-100, 155, 0}, 2},
		{{1000000, 1065534, NUMBERS_NONE}, 2},
		{{1000000, 1065535, 1000000}, 4},
		{{0, (1ll << 32) - 2, 1}, 4},
		{{0, (1ll << 32) - 1, 1}, 8},
		{{INT64_MAX, INT64_MIN + 1, NUMBERS_NONE}, 8},
	};

	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct numbers at_once = {0}, singly = {0};

		numbers_add(&at_once, CASES[i].values, 3);
		for (size_t k = 0; k < 3; k++)
			numbers_add(&singly, &CASES[i].values[k], 1);
		cr_expect_eq(at_once.width, CASES[i].width, "%zu", i);
		cr_expect_eq(singly.width, CASES[i].width, "%zu", i);
		check_all(&at_once, CASES[i].values, 3);
		check_all(&singly, CASES[i].values, 3);
		numbers_release(&at_once);
		numbers_release(&singly);
	}
}
