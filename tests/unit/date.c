#include "base/date.h"
#include "input/moment_number.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

Test(date, every_day_goes_there_and_back)
{
	for (int32_t day = date_day(1, 1, 1); day <= date_day(9999, 12, 31); day++) {
		struct civil c = date_civil(day);

		cr_assert(date_is_valid(c.year, c.month, c.day));
		cr_assert(eq(int, date_day(c.year, c.month, c.day), day));
	}
	cr_assert(eq(int, date_day(1970, 1, 1), 0));
	cr_assert(eq(int, date_day(2026, 10, 31), 20757));
	cr_assert(eq(int, date_day(2026, 13, 1), date_day(2027, 1, 1)));
	cr_assert(eq(int, date_day(2026, -11, 1), date_day(2025, 1, 1)));
	cr_assert(eq(int, date_day(2026, 3, 0), date_day(2026, 2, 28)));
	cr_assert(eq(int, date_day(MOMENT_FIRST_YEAR, 1, 1), MOMENT_FIRST_DAY));
	cr_assert_not(date_is_valid(2026, 2, 29));
	cr_assert(date_is_valid(2024, 2, 29));
	cr_assert_not(date_is_valid(1900, 2, 29));
}

Test(date, iso_weeks_at_year_ends)
{
	static const struct {
		int y, m, d, iso_year, week, weekday;
	} known[] = {
		{2024, 12, 30, 2025, 1, 1},
		{2026, 12, 31, 2026, 53, 4},
		{2027, 1, 3, 2026, 53, 7},
		{2023, 1, 1, 2022, 52, 7},
		{1970, 1, 1, 1970, 1, 4},
		{1969, 12, 28, 1969, 52, 7},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		int32_t day = date_day(known[i].y, known[i].m, known[i].d);
		int year, week;

		date_iso_week(day, &year, &week);
		cr_assert(eq(int, year, known[i].iso_year));
		cr_assert(eq(int, week, known[i].week));
		cr_assert(eq(int, date_weekday(day), known[i].weekday));
	}
}

Test(date, instants_before_the_epoch)
{
	char out[DATE_TEXT];

	cr_assert(eq(str, instant_write(out, -1, true), "1969-12-31 23:59:59"));
	cr_assert(eq(int, instant_day(-1), -1));
	cr_assert(eq(str, instant_write(out, 0, false), "1970-01-01"));
}

Test(date, reads_only_the_canonical_form)
{
	static const char *const wrong[] = {"2026-2-01", "2026-02-30", "2026/02/01",
		"2026-02-01T00:00:00", "2026-02-01 24:00:00", "2026-02-01 00:60:00", "",
		"2026-02-01 "};
	int64_t seconds;
	bool has_time;

	cr_assert(instant_read("2026-02-01 08:30:05", 19, &seconds, &has_time));
	cr_assert(has_time);
	cr_assert(eq(i64, seconds, (int64_t)date_day(2026, 2, 1) * DAY_SECONDS + 8 * 3600 + 1805));
	cr_assert(instant_read("2026-02-01", 10, &seconds, &has_time));
	cr_assert_not(has_time);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		cr_assert_not(instant_read(wrong[i], strlen(wrong[i]), &seconds, &has_time));
}

Test(period, labels_and_days)
{
	static const struct {
		enum period period;
		char *label, *first, *last;
	} known[] = {
		{PERIOD_DAY, "2026-10-31", "2026-10-31", "2026-10-31"},
		{PERIOD_WEEK, "2026-W53", "2026-12-28", "2027-01-03"},
		{PERIOD_WEEK, "2025-W01", "2024-12-30", "2025-01-05"},
		{PERIOD_MONTH, "2024-02", "2024-02-01", "2024-02-29"},
		{PERIOD_QUARTER, "2026-Q4", "2026-10-01", "2026-12-31"},
		{PERIOD_YEAR, "1970", "1970-01-01", "1970-12-31"},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		enum period period;
		int32_t number;
		struct err err;
		char out[DATE_TEXT];

		cr_assert(zero(int, period_parse(known[i].label, &period, &number, &err)));
		cr_assert(eq(int, (int)period, (int)known[i].period));
		cr_assert(
			eq(str, date_write(out, period_first_day(period, number)), known[i].first));
		cr_assert(eq(str, date_write(out, period_last_day(period, number)), known[i].last));
		cr_assert(eq(int, period_number(period, period_first_day(period, number)), number));
		cr_assert(eq(int, period_number(period, period_last_day(period, number)), number));
		cr_assert(eq(str, period_write(out, period, number), known[i].label));
	}
}

Test(period, refuses_what_is_none)
{
	static const char *const wrong[] = {"2026-13", "2026-W54", "2025-W53", "2026-Q5", "26-10",
		"", "2026-1", "2026-02-30", "0000"};

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		enum period period;
		int32_t number;
		struct err err;

		cr_assert(eq(int, period_parse(wrong[i], &period, &number, &err), -1), "%s",
			wrong[i]);
	}
}
