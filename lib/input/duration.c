#include "input/duration.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"

enum { MOST = 63 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const struct unit {
	const char *word;
	int seconds;
} UNITS[] = {
	{"个小时", 3600},
	{"小时", 3600},
	{"小時", 3600},
	{"hours", 3600},
	{"hour", 3600},
	{"hrs", 3600},
	{"hr", 3600},
	{"h", 3600},
	{"时", 3600},
	{"分钟", 60},
	{"分鐘", 60},
	{"minutes", 60},
	{"minute", 60},
	{"mins", 60},
	{"min", 60},
	{"m", 60},
	{"分", 60},
	{"天", DAY_SECONDS},
	{"日", DAY_SECONDS},
	{"days", DAY_SECONDS},
	{"day", DAY_SECONDS},
	{"d", DAY_SECONDS},
	{"seconds", 1},
	{"secs", 1},
	{"sec", 1},
	{"s", 1},
	{"秒", 1},
};

static bool take_unit(const char **p, const char *end, int *seconds)
{
	for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++) {
		size_t n = strlen(UNITS[i].word);

		if ((size_t)(end - *p) >= n && !strncasecmp(*p, UNITS[i].word, n)) {
			*p += n;
			*seconds = UNITS[i].seconds;
			return true;
		}
	}
	return false;
}

/* "h:mm" or "h:mm:ss" */
static bool read_clock(const char *text, int64_t *seconds)
{
	long part[3] = {0};
	char *end = (char *)text;
	int n = 0;

	for (; n < 3; n++) {
		if (!is_digit(*end))
			return false;
		part[n] = strtol(end, &end, 10);
		if (*end != ':')
			break;
		end++;
	}
	if (n < 1 || *end || part[1] > 59 || part[2] > 59 || part[0] > 1000000)
		return false;
	*seconds = part[0] * 3600 + part[1] * 60 + part[2];
	return true;
}

static bool read_written(const char *p, const char *end, int64_t *seconds)
{
	double total = 0;

	while (p < end) {
		char *after;
		double number = strtod(p, &after);
		int unit;

		if (after == p || !is_digit(*p))
			return false;
		p = after + strspn(after, " ");
		if (!take_unit(&p, end, &unit))
			return false;
		total += number * unit;
		p += strspn(p, " ,");
	}
	*seconds = (int64_t)floor(total + 0.5);
	return total < 1e10;
}

bool duration_read(const char *text, size_t n, enum duration_unit unit, int64_t *seconds)
{
	static const int SIZES[] = {0, 1, 60, 3600};
	char copy[MOST + 1];
	double number;
	char *end;

	if (!n || n > MOST || !is_digit(text[0]))
		return false;
	memcpy(copy, text, n);
	copy[n] = '\0';
	if (strchr(copy, ':'))
		return read_clock(copy, seconds);
	number = strtod(copy, &end);
	if (*end || unit == DURATION_WRITTEN)
		return read_written(copy, copy + n, seconds);
	*seconds = (int64_t)floor(number * SIZES[unit] + 0.5);
	return number >= 0 && number < 1e9;
}
