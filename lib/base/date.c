#include "base/date.h"

#include <stdio.h>
#include <string.h>

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool date_is_valid(int year, int month, int day)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
		return false;
	return day <= days[month - 1] + (month == 2 && is_leap(year));
}

/* Days from civil, after H. Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
static int32_t any_day(int year, int month, int day)
{
	int64_t months = (int64_t)year * 12 + (month - 1);
	int64_t y = floor_div(months, 12);
	int64_t m = months - y * 12 + 1;
	int64_t era, yoe, doy;

	y -= m <= 2;
	era = floor_div(y, 400);
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return (int32_t)(era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468);
}

/* Of a month that is one, by numbers of 32 bits and years that begin with March: every date of
 * every row comes this way. */
int32_t date_day(int year, int month, int day)
{
	static const uint16_t BEFORE[] = {306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275};
	uint32_t y = (uint32_t)year - (month <= 2);

	if (year < 1 || year > 9999 || month < 1 || month > 12)
		return any_day(year, month, day);
	return (int32_t)(y * 365 + y / 4 - y / 100 + y / 400 + BEFORE[month - 1]) + day - 719469;
}

struct civil date_civil(int32_t day)
{
	int64_t z = (int64_t)day + 719468;
	int64_t era = floor_div(z, 146097);
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	struct civil c = {0};

	c.day = (int)(doy - (153 * mp + 2) / 5 + 1);
	c.month = (int)(mp < 10 ? mp + 3 : mp - 9);
	c.year = (int)(yoe + era * 400 + (c.month <= 2));
	return c;
}

int32_t instant_day(int64_t seconds)
{
	return (int32_t)floor_div(seconds, DAY_SECONDS);
}

struct civil instant_civil(int64_t seconds)
{
	int32_t day = instant_day(seconds);
	int rest = (int)(seconds - (int64_t)day * DAY_SECONDS);
	struct civil c = date_civil(day);

	c.hour = rest / 3600;
	c.minute = rest / 60 % 60;
	c.second = rest % 60;
	return c;
}

int date_weekday(int32_t day)
{
	return (int)(((int64_t)day + 3) - floor_div((int64_t)day + 3, 7) * 7) + 1;
}

/* ISO 8601: the week belongs to the year that holds its Thursday. */
void date_iso_week(int32_t day, int *year, int *week)
{
	int32_t thursday = day - date_weekday(day) + 4;

	*year = date_civil(thursday).year;
	*week = (thursday - date_day(*year, 1, 1)) / 7 + 1;
}

static char *write_digits(char *out, unsigned value, int width)
{
	for (int i = width - 1; i >= 0; i--) {
		out[i] = (char)('0' + value % 10);
		value /= 10;
	}
	return out + width;
}

char *date_write(char *out, int32_t day)
{
	struct civil c = date_civil(day);
	char *p = write_digits(out, (unsigned)c.year, 4);

	*p++ = '-';
	p = write_digits(p, (unsigned)c.month, 2);
	*p++ = '-';
	p = write_digits(p, (unsigned)c.day, 2);
	*p = '\0';
	return out;
}

char *instant_write(char *out, int64_t seconds, bool has_time)
{
	struct civil c = instant_civil(seconds);
	char *p;

	date_write(out, instant_day(seconds));
	if (!has_time)
		return out;
	p = out + 10;
	*p++ = ' ';
	p = write_digits(p, (unsigned)c.hour, 2);
	*p++ = ':';
	p = write_digits(p, (unsigned)c.minute, 2);
	*p++ = ':';
	p = write_digits(p, (unsigned)c.second, 2);
	*p = '\0';
	return out;
}

static bool read_digits(const char *p, int n, int *value)
{
	*value = 0;
	for (int i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return false;
		*value = *value * 10 + (p[i] - '0');
	}
	return true;
}

bool date_read(const char *text, size_t n, int32_t *day)
{
	int y, m, d;

	if (n != 10 || text[4] != '-' || text[7] != '-')
		return false;
	if (!read_digits(text, 4, &y) || !read_digits(text + 5, 2, &m) ||
		!read_digits(text + 8, 2, &d) || !date_is_valid(y, m, d))
		return false;
	*day = date_day(y, m, d);
	return true;
}

bool instant_read(const char *text, size_t n, int64_t *seconds, bool *has_time)
{
	int32_t day;
	int h, m, s;

	if (n == 10 && date_read(text, n, &day)) {
		*seconds = (int64_t)day * DAY_SECONDS;
		*has_time = false;
		return true;
	}
	if (n != 19 || text[10] != ' ' || text[13] != ':' || text[16] != ':' ||
		!date_read(text, 10, &day))
		return false;
	if (!read_digits(text + 11, 2, &h) || !read_digits(text + 14, 2, &m) ||
		!read_digits(text + 17, 2, &s) || h > 23 || m > 59 || s > 59)
		return false;
	*seconds = (int64_t)day * DAY_SECONDS + h * 3600 + m * 60 + s;
	*has_time = true;
	return true;
}

static const char *const WORDS[] = {"all", "day", "week", "month", "quarter", "year"};

bool period_read(const char *word, enum period *period)
{
	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (!strcmp(word, WORDS[i])) {
			*period = (enum period)i;
			return true;
		}
	return false;
}

const char *period_word(enum period period)
{
	return WORDS[period];
}

int32_t period_number(enum period period, int32_t day)
{
	struct civil c = date_civil(day);

	switch (period) {
	case PERIOD_DAY:
		return day;
	case PERIOD_WEEK:
		return (int32_t)floor_div((int64_t)day + 3, 7);
	case PERIOD_MONTH:
		return c.year * 12 + c.month - 1;
	case PERIOD_QUARTER:
		return c.year * 4 + (c.month - 1) / 3;
	case PERIOD_YEAR:
		return c.year;
	case PERIOD_ALL:
		break;
	}
	return 0;
}

int32_t period_first_day(enum period period, int32_t number)
{
	switch (period) {
	case PERIOD_DAY:
		return number;
	case PERIOD_WEEK:
		return number * 7 - 3;
	case PERIOD_MONTH:
		return date_day(0, number + 1, 1);
	case PERIOD_QUARTER:
		return date_day(0, number * 3 + 1, 1);
	case PERIOD_YEAR:
		return date_day(number, 1, 1);
	case PERIOD_ALL:
		break;
	}
	return date_day(1, 1, 1);
}

int32_t period_last_day(enum period period, int32_t number)
{
	return period == PERIOD_ALL ? date_day(9999, 12, 31)
				    : period_first_day(period, number + 1) - 1;
}

char *period_write(char *out, enum period period, int32_t number)
{
	int year, week;

	switch (period) {
	case PERIOD_DAY:
		return date_write(out, number);
	case PERIOD_WEEK:
		date_iso_week(period_first_day(period, number), &year, &week);
		snprintf(out, PERIOD_TEXT, "%04u-W%02u", (unsigned)year % 10000,
			(unsigned)week % 100);
		return out;
	case PERIOD_MONTH:
		snprintf(out, PERIOD_TEXT, "%04u-%02u", (unsigned)(number / 12) % 10000,
			(unsigned)(number % 12 + 1));
		return out;
	case PERIOD_QUARTER:
		snprintf(out, PERIOD_TEXT, "%04u-Q%u", (unsigned)(number / 4) % 10000,
			(unsigned)(number % 4 + 1));
		return out;
	case PERIOD_YEAR:
		snprintf(out, PERIOD_TEXT, "%04u", (unsigned)number % 10000);
		return out;
	case PERIOD_ALL:
		break;
	}
	return strcpy(out, "all");
}

static bool parse_week(const char *text, int year, int32_t *number)
{
	int week, iso_year, iso_week;
	int32_t day;

	if (text[5] != 'W' || !read_digits(text + 6, 2, &week) || week < 1 || week > 53)
		return false;
	day = date_day(year, 1, 4) + (week - 1) * 7; /* 4 January is in week 1 */
	date_iso_week(day, &iso_year, &iso_week);
	*number = period_number(PERIOD_WEEK, day);
	return iso_year == year && iso_week == week;
}

static bool parse_label(const char *text, enum period *period, int32_t *number)
{
	size_t n = strlen(text);
	int year, part;

	if (n < 4 || !read_digits(text, 4, &year) || year < 1 || (n > 4 && text[4] != '-'))
		return false;
	if (n == 4) {
		*period = PERIOD_YEAR;
		*number = year;
		return true;
	}
	if (n == 7 && text[5] == 'Q' && text[6] >= '1' && text[6] <= '4') {
		*period = PERIOD_QUARTER;
		*number = year * 4 + (text[6] - '1');
		return true;
	}
	if (n == 7 && read_digits(text + 5, 2, &part) && part >= 1 && part <= 12) {
		*period = PERIOD_MONTH;
		*number = year * 12 + part - 1;
		return true;
	}
	if (n == 8) {
		*period = PERIOD_WEEK;
		return parse_week(text, year, number);
	}
	*period = PERIOD_DAY;
	return date_read(text, n, number);
}

int period_parse(const char *text, enum period *period, int32_t *number, struct err *err)
{
	if (parse_label(text, period, number))
		return 0;
	return err_set(
		err, "'%s' is no period: 2026, 2026-Q3, 2026-10, 2026-W43 or 2026-10-31", text);
}
