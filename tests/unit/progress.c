#include "base/progress.h"

#include <criterion/criterion.h>

static void check(
	struct progress_at from, struct progress_at now, size_t width, const char *expected)
{
	struct buf out = {0};

	progress_line("march.csv", &from, &now, width, &out);
	cr_assert_str_eq(buf_text(&out), expected);
	buf_release(&out);
}

Test(progress, rate_and_remaining_time)
{
	check((struct progress_at){10, 0, 0}, (struct progress_at){14, 1234000, 0.4}, 80,
		"march.csv: 1,234,000 rows, 308,500/s, 40 %, 0:06 left");
	check((struct progress_at){0, 0, 0}, (struct progress_at){36, 5000, 0.005}, 80,
		"march.csv: 5,000 rows, 138/s, 0 %, 1:59:24 left");
}

/* A workbook's sheet begins anywhere in the file: the rate since then counts. */
Test(progress, starts_in_the_middle)
{
	check((struct progress_at){5, 0, 0.5}, (struct progress_at){6, 1000, 0.75}, 80,
		"march.csv: 1,000 rows, 1,000/s, 75 %, 0:01 left");
}

Test(progress, what_is_unknown_is_left_out)
{
	check((struct progress_at){5, 0, 0}, (struct progress_at){5, 0, 0}, 80,
		"march.csv: 0 rows");
	check((struct progress_at){5, 0, 0}, (struct progress_at){6, 999, 0}, 80,
		"march.csv: 999 rows, 999/s");
	check((struct progress_at){5, 0, 0}, (struct progress_at){6, 999, 1}, 80,
		"march.csv: 999 rows, 999/s");
}

Test(progress, is_cut_to_the_terminal)
{
	check((struct progress_at){0}, (struct progress_at){1, 1000, 0.5}, 16, "march.csv: 1,000");
}
