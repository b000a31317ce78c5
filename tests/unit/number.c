#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "table/number.h"

static void check(struct buf *out, const char *want)
{
	cr_expect_str_eq(buf_text(out), want);
	buf_release(out);
}

static void shortest(double value, const char *want)
{
	struct buf out = {0};

	number_shortest(value, &out);
	check(&out, want);
}

static void fixed(double value, int decimals, bool grouped, bool is_signed, const char *want)
{
	struct buf out = {0};

	number_fixed(value, decimals, grouped, is_signed, &out);
	check(&out, want);
}

Test(number, shortest_has_no_digit_too_many)
{
	shortest(0.1, "0.1");
	shortest(12, "12");
	shortest(-3.25, "-3.25");
	shortest(0.0, "0");
	shortest(-0.0, "0");
	shortest(1e20, "1e+20");
	shortest(99999999999999984.0, "99999999999999980");
	shortest(1e17, "1e+17");
	shortest(1e-5, "0.00001");
	shortest(1.5e-6, "1.5e-06");
	shortest(5e-324, "5e-324");
	shortest(1.0 / 3, "0.3333333333333333");
	shortest(0.1 + 0.2, "0.30000000000000004");
	shortest(NAN, "");
	shortest(INFINITY, "");
}

Test(number, shortest_reads_back)
{
	double value = 0.7;
	struct buf out = {0};

	for (int i = 0; i < 2000; i++) {
		value = fmod(value * 3.7 + 1.0 / (i + 1), 10) * (i % 7 ? 1 : 1e-8);
		buf_clear(&out);
		number_shortest(value, &out);
		cr_assert_eq(strtod(buf_text(&out), NULL), value, "%s", buf_text(&out));
	}
	buf_release(&out);
}

Test(number, fixed_rounds_half_away_from_zero)
{
	fixed(2.675, 2, false, false, "2.68");
	fixed(-2.675, 2, false, false, "−2.68");
	fixed(0.5, 0, false, false, "1");
	fixed(1.5, 0, false, false, "2");
	fixed(2.5, 0, false, false, "3");
	fixed(0.05, 1, false, false, "0.1");
	fixed(0.04999, 1, false, false, "0.0");
	fixed(9.995, 2, false, false, "10.00");
	fixed(99.96, 1, false, false, "100.0");
	fixed(0.004, 2, false, false, "0.00");
	fixed(1e-12, 2, false, false, "0.00");
	fixed(0.001, 5, false, false, "0.00100");
}

Test(number, fixed_groups_and_signs)
{
	fixed(1284, 0, true, false, "1,284");
	fixed(999, 0, true, false, "999");
	fixed(1234567.891, 1, true, false, "1,234,567.9");
	fixed(-0.031 * 100, 1, false, true, "−3.1");
	fixed(12.4, 1, false, true, "+12.4");
	fixed(0, 1, false, true, "0.0");
	fixed(-0.01, 1, false, true, "0.0");
	fixed(1e15, 0, true, false, "1,000,000,000,000,000");
	fixed(NAN, 1, false, true, "");
}
