#include "input/moment.h"

#include <string.h>

#include "base/date.h"
#include "input/date_ascii.h"
#include "input/moment_number.h"

enum { ROC_YEARS = 1911 };

/* What is left to read; `text` is ASCII, lower case, ended by NUL. */
struct reader {
	char text[DATE_ASCII];
	const char *p;
};

static void skip(struct reader *reader, const char *signs)
{
	reader->p += strspn(reader->p, signs);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool take_number(struct reader *reader, size_t most, int *number, size_t *digits)
{
	const char *start = reader->p;

	*number = 0;
	while (is_digit(*reader->p) && (size_t)(reader->p - start) < most)
		*number = *number * 10 + (*reader->p++ - '0');
	*digits = (size_t)(reader->p - start);
	return *digits && !is_digit(*reader->p);
}

static bool take_word(struct reader *reader, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(reader->p, word, n) != 0 || (reader->p[n] >= 'a' && reader->p[n] <= 'z'))
		return false;
	reader->p += n;
	return true;
}

/* 1..12 for an English month's name, whole or its first three letters. */
static int take_month(struct reader *reader)
{
	static const char *const MONTHS[] = {"january", "february", "march", "april", "may", "june",
		"july", "august", "september", "october", "november", "december"};

	if (take_word(reader, "sept"))
		return 9;
	for (int i = 0; i < 12; i++) {
		char brief[4] = {MONTHS[i][0], MONTHS[i][1], MONTHS[i][2], '\0'};

		if (take_word(reader, MONTHS[i]) || take_word(reader, brief))
			return i + 1;
	}
	return 0;
}

static void skip_weekday(struct reader *reader)
{
	static const char *const DAYS[] = {"monday", "tuesday", "wednesday", "thursday", "friday",
		"saturday", "sunday", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri",
		"sat", "sun"};

	for (size_t i = 0; i < sizeof DAYS / sizeof *DAYS; i++)
		if (take_word(reader, DAYS[i])) {
			skip(reader, " ,.");
			return;
		}
}

static int full_year(int year, size_t digits)
{
	if (digits > 2)
		return year;
	return year < 69 ? 2000 + year : 1900 + year;
}

static int find_shape(char separator, size_t year_digits)
{
	const char *signs = "-/. ";
	const char *at = strchr(signs, separator);

	return at && *at ? (int)(at - signs) * 2 + (year_digits > 2) : -1;
}

/* a/b/c with the year last, or with a year of two digits somewhere. */
static enum moment_result set_ordered(
	struct moment *moment, const struct date_orders *orders, char separator, size_t c_digits)
{
	const int *part = moment->part;

	moment->shape = find_shape(separator, c_digits);
	if (moment->shape < 0)
		return MOMENT_NONE;
	switch (orders->of[moment->shape]) {
	case ORDER_DMY:
		return moment_set_date(moment, full_year(part[2], c_digits), part[1], part[0]);
	case ORDER_MDY:
		return moment_set_date(moment, full_year(part[2], c_digits), part[0], part[1]);
	case ORDER_YMD:
		return moment_set_date(moment, full_year(part[0], 2), part[1], part[2]);
	case ORDER_UNKNOWN:
		break;
	}
	return MOMENT_ORDER;
}

/* "22-apr-15", "22 april 2015" after its day. */
static enum moment_result take_named(struct reader *reader, struct moment *moment, int day)
{
	int month = take_month(reader);
	int year;
	size_t digits;

	if (!month)
		return MOMENT_NONE;
	skip(reader, "-/. ,");
	if (!take_number(reader, 4, &year, &digits) || digits == 1 || digits == 3)
		return MOMENT_NONE;
	return moment_set_date(moment, full_year(year, digits), month, day);
}

/* "apr 22, 2015" */
static enum moment_result take_month_first(struct reader *reader, struct moment *moment)
{
	int month = take_month(reader);
	int day, year;
	size_t digits;

	skip(reader, "-/. ");
	if (!month || !take_number(reader, 2, &day, &digits))
		return MOMENT_NONE;
	skip(reader, "-/. ,");
	if (!take_number(reader, 4, &year, &digits) || digits == 1 || digits == 3)
		return MOMENT_NONE;
	return moment_set_date(moment, full_year(year, digits), month, day);
}

static enum moment_result take_date(
	struct reader *reader, const struct date_orders *orders, struct moment *moment)
{
	size_t digits[3];
	char separator;

	if (!is_digit(*reader->p))
		return take_month_first(reader, moment);
	if (!take_number(reader, 4, &moment->part[0], &digits[0]))
		return MOMENT_NONE;
	separator = *reader->p;
	skip(reader, " ");
	if (separator != ' ' || (*reader->p && strchr("-/.", *reader->p)))
		separator = *reader->p ? *reader->p++ : ' ';
	skip(reader, " ");
	if (*reader->p >= 'a' && *reader->p <= 'z')
		return take_named(reader, moment, moment->part[0]);
	if (!strchr("-/. ", separator) || !take_number(reader, 2, &moment->part[1], &digits[1]))
		return MOMENT_NONE;
	skip(reader, " ");
	if (*reader->p == separator)
		reader->p++;
	else if (separator != ' ')
		return MOMENT_NONE;
	skip(reader, " ");
	if (!take_number(reader, 4, &moment->part[2], &digits[2]))
		return MOMENT_NONE;
	if (digits[0] == 4 && digits[2] <= 2)
		return moment_set_date(moment, moment->part[0], moment->part[1], moment->part[2]);
	if (digits[0] == 3 && digits[2] <= 2) /* 113/03/01: years of the Republic of China */
		return moment_set_date(
			moment, ROC_YEARS + moment->part[0], moment->part[1], moment->part[2]);
	if (digits[0] > 2 || digits[2] == 3 || digits[2] == 1)
		return MOMENT_NONE;
	return set_ordered(moment, orders, separator, digits[2]);
}

/* The words of a twelve-hour clock, and the hours that they are said of. */
static const struct half {
	const char *words[2];
	int first, last, added; /* hours first..last get `added` */
} HALVES[] = {
	{{"am", "a.m."}, 12, 12, -12}, {{"pm", "p.m."}, 0, 11, 12},
	{{"noon", "noon"}, 1, 3, 12},    /* 中午 11:50, 12:30, 1:00 */
	{{"night", "night"}, 5, 12, 12}, /* 晚上 6:00; 12:00 is midnight, the end of the day */
};

static const struct half *take_half(struct reader *reader)
{
	skip(reader, " ");
	for (size_t i = 0; i < sizeof HALVES / sizeof *HALVES; i++)
		if (take_word(reader, HALVES[i].words[0]) || take_word(reader, HALVES[i].words[1]))
			return &HALVES[i];
	return NULL;
}

/* False for an hour that the word is not said of: 14:00 am, 晚上 2:00, 中午 9:00. */
static bool apply_half(const struct half *half, int *hour)
{
	if (*hour >= half->first && *hour <= half->last) {
		*hour += half->added;
		return true;
	}
	if (half == &HALVES[2])
		return *hour >= 11 && *hour < 16;
	return half == &HALVES[0] ? *hour < 12 : *hour > 11;
}

/* Seconds of the day from its parts; 24:00 is its end. */
static bool set_clock(struct moment *moment, int hour, int minute, int second)
{
	if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && (minute || second)))
		return false;
	moment->seconds += hour * 3600 + minute * 60 + second;
	moment->has_time = true;
	return true;
}

static bool take_clock(struct reader *reader, struct moment *moment)
{
	const struct half *half = take_half(reader);
	int hour, minute = 0, second = 0;
	size_t digits;

	skip(reader, " ");
	if (!take_number(reader, 2, &hour, &digits))
		return false;
	if (*reader->p == ':') {
		reader->p++;
		if (is_digit(*reader->p) && !take_number(reader, 2, &minute, &digits))
			return false;
		if (*reader->p == ':')
			reader->p++;
		if (is_digit(*reader->p) && !take_number(reader, 2, &second, &digits))
			return false;
		if (*reader->p == '.' || *reader->p == ',') {
			reader->p++;
			skip(reader, "0123456789");
		}
	} else if (!half && !(half = take_half(reader))) {
		return false; /* a lone number is no time */
	}
	if (!half)
		half = take_half(reader);
	if (half && !apply_half(half, &hour))
		return false;
	return set_clock(moment, hour, minute, second);
}

/* "Z", "UTC", "+08:00", "+0800", or nothing. */
static bool take_zone(struct reader *reader, struct moment *moment)
{
	int hours, minutes = 0, sign;
	size_t digits;

	skip(reader, " ");
	if (take_word(reader, "z") || take_word(reader, "utc") || take_word(reader, "gmt")) {
		if (*reader->p != '+' && *reader->p != '-') {
			moment->is_utc = true;
			return true;
		}
	}
	if (*reader->p != '+' && *reader->p != '-')
		return true;
	sign = *reader->p++ == '-' ? -1 : 1;
	hours = 0;
	for (digits = 0; digits < 2 && is_digit(*reader->p); digits++)
		hours = hours * 10 + (*reader->p++ - '0');
	if (*reader->p == ':')
		reader->p++;
	if (!digits || (is_digit(*reader->p) && !take_number(reader, 2, &minutes, &digits)))
		return false;
	if (hours > 15 || minutes > 59)
		return false;
	moment->seconds -= sign * (hours * 3600 + minutes * 60);
	moment->is_utc = true;
	return true;
}

static enum moment_result read_text(
	struct reader *reader, const struct date_orders *orders, struct moment *moment)
{
	enum moment_result result;

	skip(reader, " ");
	skip_weekday(reader);
	if (moment_is_number(reader->p))
		return moment_read_number(reader->p, moment);
	if ((is_digit(reader->p[0]) && (reader->p[1] == ':' || reader->p[2] == ':')) ||
		!strncmp(reader->p, "am ", 3) || !strncmp(reader->p, "pm ", 3) ||
		!strncmp(reader->p, "noon ", 5) || !strncmp(reader->p, "night ", 6))
		result = MOMENT_READ; /* a time alone */
	else
		result = take_date(reader, orders, moment);
	if (result == MOMENT_NONE)
		return result;
	skip(reader, " ,t-");
	skip_weekday(reader);
	if (*reader->p && (!take_clock(reader, moment) || !take_zone(reader, moment)))
		return MOMENT_NONE;
	skip(reader, " ");
	skip_weekday(reader);
	return *reader->p ? MOMENT_NONE : result;
}

enum moment_result moment_read(
	const char *text, size_t n, const struct date_orders *orders, struct moment *moment)
{
	struct reader reader;

	*moment = (struct moment){.shape = -1};
	if (instant_read(text, n, &moment->seconds, &moment->has_time)) {
		moment->has_date = true;
		return moment->seconds >= (int64_t)MOMENT_FIRST_DAY * DAY_SECONDS ? MOMENT_READ
										  : MOMENT_NONE;
	}
	if (!n || !date_ascii(reader.text, text, n))
		return MOMENT_NONE;
	reader.p = reader.text;
	return read_text(&reader, orders, moment);
}
