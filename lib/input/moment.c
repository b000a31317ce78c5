#include "input/moment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "record/batch.h"

enum { MOST = 63, EXCEL_EPOCH = -25569, YEAR_LOW = 1900 };

/* What is left to read; `text` is ASCII, lower case, ended by NUL. */
struct reader {
	char text[MOST + 1];
	const char *p;
};

/* Characters of dates, and what they mean in ASCII. */
static const struct sign {
	const char *from, *to;
} SIGNS[] = {
	{"年", "-"},
	{"月", "-"},
	{"日", " "},
	{"号", " "},
	{"號", " "},
	{"时", ":"},
	{"時", ":"},
	{"点", ":"},
	{"點", ":"},
	{"分", ":"},
	{"秒", " "},
	{"上午", " am "},
	{"早上", " am "},
	{"凌晨", " am "},
	{"下午", " pm "},
	{"晚上", " pm "},
	{"中午", " pm "},
	{"\xe3\x80\x80", " "},
	{"\xc2\xa0", " "},
	{"\xe2\x80\xaf", " "},
	{"－", "-"},
	{"．", "."},
	{"／", "/"},
	{"：", ":"},
	{"星期一", " "},
	{"星期二", " "},
	{"星期三", " "},
	{"星期四", " "},
	{"星期五", " "},
	{"星期六", " "},
	{"星期日", " "},
	{"星期天", " "},
};

/* Bytes of the sign at p, 0 when it is none; what it means is added. */
static size_t take_sign(const char *p, size_t n, char *out, size_t *length)
{
	if (n >= 3 && p[0] == '\xef' && p[1] == '\xbc' && p[2] >= '\x90' && p[2] <= '\x99') {
		out[(*length)++] = (char)('0' + (p[2] - '\x90'));
		return 3;
	}
	for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++) {
		size_t size = strlen(SIGNS[i].from);

		if (n >= size && !memcmp(p, SIGNS[i].from, size)) {
			strcpy(out + *length, SIGNS[i].to);
			*length += strlen(SIGNS[i].to);
			return size;
		}
	}
	return 0;
}

static bool to_ascii(struct reader *reader, const char *text, size_t n)
{
	size_t length = 0;

	for (size_t i = 0; i < n;) {
		if (length + 4 >= MOST)
			return false;
		if (text[i] > 0) {
			char c = text[i++];

			reader->text[length++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
			continue;
		}
		size_t taken = take_sign(text + i, n - i, reader->text, &length);

		if (!taken)
			return false;
		i += taken;
	}
	reader->text[length] = '\0';
	reader->p = reader->text;
	return true;
}

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

static enum moment_result set_date(struct moment *moment, int year, int month, int day)
{
	if (year < YEAR_LOW || year > 9999 || !date_is_valid(year, month, day))
		return MOMENT_NONE;
	moment->seconds = (int64_t)date_day(year, month, day) * DAY_SECONDS;
	moment->has_date = true;
	return MOMENT_READ;
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
		return set_date(moment, full_year(part[2], c_digits), part[1], part[0]);
	case ORDER_MDY:
		return set_date(moment, full_year(part[2], c_digits), part[0], part[1]);
	case ORDER_YMD:
		return set_date(moment, full_year(part[0], 2), part[1], part[2]);
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
	return set_date(moment, full_year(year, digits), month, day);
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
	return set_date(moment, full_year(year, digits), month, day);
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
		return set_date(moment, moment->part[0], moment->part[1], moment->part[2]);
	if (digits[0] > 2 || digits[2] == 3 || digits[2] == 1)
		return MOMENT_NONE;
	return set_ordered(moment, orders, separator, digits[2]);
}

/* -1: none; 0: am; 1: pm */
static int take_half(struct reader *reader)
{
	skip(reader, " ");
	if (take_word(reader, "am") || take_word(reader, "a.m."))
		return 0;
	if (take_word(reader, "pm") || take_word(reader, "p.m."))
		return 1;
	return -1;
}

static bool take_clock(struct reader *reader, struct moment *moment)
{
	int half = take_half(reader);
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
	} else if (half < 0 && (half = take_half(reader)) < 0) {
		return false; /* a lone number is no time */
	}
	if (half < 0)
		half = take_half(reader);
	if (half >= 0 && hour > 12 && half == 0)
		return false;
	if (half == 1 && hour < 12)
		hour += 12;
	if (half == 0 && hour == 12)
		hour = 0;
	if (hour > 23 || minute > 59 || second > 59)
		return false;
	moment->seconds += hour * 3600 + minute * 60 + second;
	moment->has_time = true;
	return true;
}

/* Instants in UTC become civil time of the process. */
static void to_local(struct moment *moment, int64_t utc)
{
	time_t instant = (time_t)utc;
	struct tm tm;

	if (!localtime_r(&instant, &tm))
		return;
	moment->seconds =
		(int64_t)date_day(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) * DAY_SECONDS +
		tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec;
}

/* "Z", "UTC", "+08:00", "+0800", or nothing. */
static bool take_zone(struct reader *reader, struct moment *moment)
{
	int hours, minutes = 0, sign;
	size_t digits;

	skip(reader, " ");
	if (take_word(reader, "z") || take_word(reader, "utc") || take_word(reader, "gmt")) {
		if (*reader->p != '+' && *reader->p != '-') {
			to_local(moment, moment->seconds);
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
	to_local(moment, moment->seconds - sign * (hours * 3600 + minutes * 60));
	return true;
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

	if (set_date(moment, digits_at(p, 4), digits_at(p + 4, 2), digits_at(p + 6, 2)) !=
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
	moment->has_date = true;
	moment->has_time = has_time;
	return MOMENT_READ;
}

static enum moment_result read_epoch(int64_t seconds, struct moment *moment)
{
	to_local(moment, seconds);
	moment->has_date = moment->has_time = true;
	return MOMENT_READ;
}

static enum moment_result read_number(
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

static bool is_number(const char *text, size_t n, size_t *digits)
{
	*digits = strspn(text, "0123456789");
	return *digits == n || (*digits && text[*digits] == '.' &&
				       *digits + 1 + strspn(text + *digits + 1, "0123456789") == n);
}

static enum moment_result read_text(
	struct reader *reader, const struct date_orders *orders, struct moment *moment)
{
	enum moment_result result;
	size_t digits;

	skip(reader, " ");
	skip_weekday(reader);
	if (is_number(reader->p, strlen(reader->p), &digits))
		return read_number(reader->p, strlen(reader->p), digits, moment);
	if (is_digit(reader->p[0]) && (reader->p[1] == ':' || reader->p[2] == ':'))
		result = MOMENT_READ; /* a time alone */
	else if (!strncmp(reader->p, "am ", 3) || !strncmp(reader->p, "pm ", 3))
		result = MOMENT_READ;
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
		return moment->seconds >= (int64_t)date_day(YEAR_LOW, 1, 1) * DAY_SECONDS
			       ? MOMENT_READ
			       : MOMENT_NONE;
	}
	if (!n || !to_ascii(&reader, text, n))
		return MOMENT_NONE;
	return read_text(&reader, orders, moment);
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
