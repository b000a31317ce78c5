/* Periods and what they are compared with. */
#include "metric/timeline.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct extent EXTENT;
static struct calendar *CALENDAR;

/* A store that covers 2024-01-01 to 2026-06-18, and no calendar. */
static void set_up(void)
{
	const char *const nowhere[] = {NULL};
	struct share *share = share_new(NULL, nowhere);
	struct err err;

	EXTENT = (struct extent){.first = date_day(2024, 1, 1), .as_of = date_day(2026, 6, 18)};
	CALENDAR = calendar_load(share, &err);
	cr_assert(CALENDAR, "%s", err.text);
	share_free(share);
}

static void tear_down(void)
{
	calendar_free(CALENDAR);
}

TestSuite(timeline, .init = set_up, .fini = tear_down);

/* "FIRST..LAST" of the days before that --from and --to of one whole are compared with. */
static void expect_all(int32_t from, int32_t to, enum partner partner, int32_t first, int32_t last)
{
	struct timeline timeline;
	struct comparison c = {0};
	struct err err;
	char a[DATE_TEXT], b[DATE_TEXT];
	bool found;

	cr_assert_eq(
		timeline_build(&timeline, PERIOD_ALL, &EXTENT, CALENDAR, from, to, true, &err), 0);
	found = timeline_compare(&timeline, CALENDAR, &timeline.slots[timeline.n - 1], partner, &c);
	cr_assert_eq(found, first != 0);
	if (found)
		cr_expect(c.first0 == first && c.last0 == last, "%s..%s", date_write(a, c.first0),
			date_write(b, c.last0));
	timeline_release(&timeline);
}

Test(timeline, a_whole_is_compared_with_as_many_months_or_days)
{
	expect_all(date_day(2026, 3, 1), date_day(2026, 3, 31), PARTNER_PREVIOUS,
		date_day(2026, 2, 1), date_day(2026, 2, 28));
	expect_all(date_day(2025, 6, 1), date_day(2026, 5, 31), PARTNER_PREVIOUS,
		date_day(2024, 6, 1), date_day(2025, 5, 31));
	/* June is cut by the as-of date: the same dates of May */
	expect_all(date_day(2026, 6, 1), date_day(2026, 6, 30), PARTNER_PREVIOUS,
		date_day(2026, 5, 1), date_day(2026, 5, 18));
	expect_all(date_day(2026, 3, 9), date_day(2026, 3, 15), PARTNER_PREVIOUS,
		date_day(2026, 3, 2), date_day(2026, 3, 8));
	expect_all(date_day(2025, 2, 1), date_day(2025, 2, 28), PARTNER_YEAR, date_day(2024, 2, 1),
		date_day(2024, 2, 29));
}

Test(timeline, nothing_is_compared_with_days_that_are_not_covered)
{
	expect_all(date_day(2024, 1, 1), date_day(2024, 1, 31), PARTNER_PREVIOUS, 0, 0);
	expect_all(INT32_MIN, INT32_MIN, PARTNER_PREVIOUS, 0, 0);
}

Test(timeline, what_is_older_than_a_whole_is_not_shown)
{
	struct timeline timeline;
	struct err err;
	int32_t from = date_day(2026, 3, 1);

	cr_assert_eq(timeline_build(
			     &timeline, PERIOD_ALL, &EXTENT, CALENDAR, from, from + 30, true, &err),
		0);
	cr_assert_eq(timeline.n, 2);
	cr_expect(!timeline.slots[0].is_shown && timeline.slots[1].is_shown);
	cr_expect_eq(timeline.slots[0].last, from - 1);
	cr_expect_eq(timeline.slots[1].first, from);
	cr_expect_eq(timeline.slots[1].days, 31);
	timeline_release(&timeline);
}

/* The "2026-01"s that some source covers. */
static void expect_covered(struct source *sources, size_t n, const char *expected)
{
	struct timeline timeline;
	struct err err;
	struct extent extent = {.sources = sources,
		.n = n,
		.first = sources[0].first,
		.as_of = date_day(2026, 6, 18)};
	char found[16] = "";

	cr_assert_eq(timeline_build(&timeline, PERIOD_MONTH, &extent, CALENDAR, INT32_MIN,
			     INT32_MIN, false, &err),
		0);
	for (size_t i = 0; i < timeline.n; i++)
		strcat(found, timeline.slots[i].is_covered ? "1" : "0");
	cr_expect_str_eq(found, expected);
	timeline_release(&timeline);
}

Test(timeline, a_period_is_covered_where_a_source_has_one_of_its_days)
{
	struct source sources[] = {{.first = date_day(2026, 1, 5), .last = date_day(2026, 2, 27)},
		{.first = date_day(2026, 5, 4), .last = date_day(2026, 6, 18)}};

	expect_covered(sources, 2, "110011");
	/* The quiet workday that a source covers beyond its data is no April, */
	sources[0].last = date_day(2026, 3, 31);
	expect_covered(sources, 2, "111011");
	/* and one day is. */
	sources[0].last = date_day(2026, 4, 1);
	expect_covered(sources, 2, "111111");
}
