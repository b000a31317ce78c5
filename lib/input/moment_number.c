/* Dates that are one number: 20240301, serials of sheets, seconds since 1970; and those that stand
 * for nothing. */
#include "input/moment_number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"

enum { EXCEL_EPOCH = -25569 };

enum moment_result moment_set_date(struct moment *moment, int year, int month, int day)
{
	if (year < MOMENT_FIRST_YEAR || year > 9999 || !date_is_valid(year, month, day))
		return MOMENT_NONE;
	moment->seconds = (int64_t)date_day(year, month, day) * DAY_SECONDS;
	moment->has_date = true;
	return MOMENT_READ;
}

static int digits_at(const char *p, int n)
{
	int number = 0;

	for (int i = 0; i < n; i++)
		number = number * 10 + (p[i] - '0');
	return number;
}

/* 20240301, 202403011530, 20240301153000 */
static enum moment_result read_compact(const char *p, size_t n, struct moment *moment)
{
	int hour = n > 8 ? digits_at(p + 8, 2) : 0;
	int minute = n > 8 ? digits_at(p + 10, 2) : 0;
	int second = n > 12 ? digits_at(p + 12, 2) : 0;

	if (moment_set_date(moment, digits_at(p, 4), digits_at(p + 4, 2), digits_at(p + 6, 2)) !=
			MOMENT_READ ||
		hour > 23 || minute > 59 || second > 59)
		return MOMENT_NONE;
	moment->seconds += hour * 3600 + minute * 60 + second;
	moment->has_time = n > 8;
	return MOMENT_READ;
}

/* Days since 1899-12-30, as sheets count; 1954..2119. */
static enum moment_result read_serial(double serial, bool has_time, struct moment *moment)
{
	if (!(serial >= 20000 && serial < 80500))
		return MOMENT_NONE;
	moment->seconds =
		(int64_t)floor(serial * DAY_SECONDS + 0.5) + (int64_t)EXCEL_EPOCH * DAY_SECONDS;
	moment->has_date = moment->is_serial = true;
	moment->has_time = has_time;
	return MOMENT_READ;
}

static enum moment_result read_epoch(int64_t seconds, struct moment *moment)
{
	moment->seconds = seconds;
	moment->is_utc = true;
	moment->has_date = moment->has_time = true;
	return MOMENT_READ;
}

static enum moment_result read_digits(
	const char *text, size_t n, size_t digits, struct moment *moment)
{
	if (digits == 5)
		return read_serial(strtod(text, NULL), n > 5, moment);
	if (n != digits && !(n == digits + 2 && !strcmp(text + digits, ".0")))
		return MOMENT_NONE;
	if (digits == 8 || digits == 12 || digits == 14)
		return read_compact(text, digits, moment);
	if (digits == 10 && text[0] == '1')
		return read_epoch(strtoll(text, NULL, 10), moment);
	if (digits == 13 && text[0] == '1')
		return read_epoch(strtoll(text, NULL, 10) / 1000, moment);
	return MOMENT_NONE;
}

bool moment_is_number(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n &&
	       (!text[n] || (text[n] == '.' && !text[n + 1 + strspn(text + n + 1, "0123456789")]));
}

enum moment_result moment_read_number(const char *text, struct moment *moment)
{
	return read_digits(text, strlen(text), strspn(text, "0123456789"), moment);
}

bool moment_is_placeholder(const char *text, size_t n)
{
	static const char *const PLACEHOLDERS[] = {"1970-01-01", "1970/1/1", "1970/01/01",
		"1000-01-01", "0000-00-00", "0000/00/00", "1900-01-00", "1900/1/0", "0001-01-01",
		"0001/1/1", "1899-12-30", "1899-12-31", "9999-12-31", "0", "00:00:00"};

	if (!n || (text[0] != '1' && text[0] != '0' && text[0] != '9'))
		return false;
	for (size_t i = 0; i < sizeof PLACEHOLDERS / sizeof *PLACEHOLDERS; i++) {
		size_t length = strlen(PLACEHOLDERS[i]);

		if (n >= length && !memcmp(text, PLACEHOLDERS[i], length) &&
			(n == length || text[length] == ' ' || text[length] == 'T'))
			return true;
	}
	return false;
}
