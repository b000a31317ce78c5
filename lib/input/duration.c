#include "input/duration.h"

#include <string.h>

#include "base/date.h"
#include "input/amount.h"

static const int64_t LONGEST = 10000000000; /* seconds; 317 years */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A longer word before one that it begins with. Working days are none of them: they are no span of
 * time. */
static const struct unit {
	const char *word;
	int seconds;
} UNITS[] = {
	{"个小时", 3600},
	{"個小時", 3600},
	{"个钟头", 3600},
	{"小时", 3600},
	{"小時", 3600},
	{"钟头", 3600},
	{"hours", 3600},
	{"hour", 3600},
	{"hrs", 3600},
	{"hr", 3600},
	{"h", 3600},
	{"时", 3600},
	{"時", 3600},
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
	{"second", 1},
	{"secs", 1},
	{"sec", 1},
	{"s", 1},
	{"秒钟", 1},
	{"秒", 1},
	{"weeks", 7 * DAY_SECONDS},
	{"week", 7 * DAY_SECONDS},
	{"周", 7 * DAY_SECONDS},
};

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

static int take_unit(const char **p)
{
	for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++) {
		size_t n = strlen(UNITS[i].word);

		if (!strncmp(*p, UNITS[i].word, n) && !(is_letter(**p) && is_letter((*p)[n]))) {
			*p += n;
			return UNITS[i].seconds;
		}
	}
	return 0;
}

int duration_unit_seconds(const char *word, size_t n)
{
	for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++)
		if (strlen(UNITS[i].word) == n && !memcmp(UNITS[i].word, word, n))
			return UNITS[i].seconds;
	return 0;
}

/* "h:mm" or "h:mm:ss", with parts of seconds. */
static bool read_clock(const char *p, int64_t *seconds)
{
	struct amount part[3] = {{0}};
	int n = 0;

	for (; n < 3; n++) {
		p = amount_take_plain(p, &part[n]);
		if (!p || (*p == ':' && part[n].decimals))
			return false;
		if (*p != ':')
			break;
		p++;
	}
	if (n < 1 || n > 2 || *p || (n == 1 && part[1].decimals) || part[1].digits > 59 ||
		amount_times(&part[2], 1) > 60 || part[0].digits > 1000000)
		return false;
	*seconds = part[0].digits * 3600 + part[1].digits * 60 + amount_times(&part[2], 1);
	return true;
}

/* "2小时", "1个半小时", "半小时" at *p, which it passes. */
static bool take_part(const char **p, int64_t *seconds)
{
	struct amount amount = {.digits = 5, .decimals = 1};
	const char *after = strncmp(*p, "半", 3) ? amount_take_plain(*p, &amount) : *p + 3;
	bool has_half;
	int unit;

	if (!after)
		return false;
	after += strspn(after, " ");
	has_half = !strncmp(after, "个半", 6) || !strncmp(after, "個半", 6);
	after += has_half ? 6 : 0;
	unit = take_unit(&after);
	*seconds += amount_times(&amount, unit) + (has_half ? unit / 2 : 0);
	*p = after + strspn(after, " ,");
	return unit && *seconds <= LONGEST;
}

/* "1天2小时3分", "1 day, 2:03:04" */
static bool read_written(const char *p, int64_t *seconds)
{
	*seconds = 0;
	for (bool is_first = true; *p; is_first = false) {
		int64_t clock;

		if (!is_first && read_clock(p, &clock)) {
			*seconds += clock;
			return true;
		}
		if (!take_part(&p, seconds))
			return false;
	}
	return true;
}

/* "p1dt2h3m": as written spans, but for the T; months and years have no length. */
static bool read_iso(const char *p, int64_t *seconds)
{
	char plain[AMOUNT_TEXT];
	size_t date = strcspn(++p, "t");
	size_t n = strlen(p);

	if (memchr(p, 'm', date) || memchr(p, 'y', date) || !n)
		return false;
	memcpy(plain, p, date);
	strcpy(plain + date, p[date] ? p + date + 1 : "");
	return read_written(plain, seconds);
}

bool duration_read(const char *text, size_t n, enum duration_unit unit, int64_t *seconds)
{
	static const int SIZES[] = {0, 1, 60, 3600, DAY_SECONDS};
	char copy[AMOUNT_TEXT];
	struct amount amount;
	const char *after;

	if (!n || !amount_copy(copy, text, n))
		return false;
	if (copy[0] == 'p')
		return read_iso(copy, seconds);
	if (!is_digit(copy[0]) && strncmp(copy, "半", 3) != 0)
		return false;
	if (read_clock(copy, seconds))
		return true;
	after = unit == DURATION_WRITTEN ? NULL : amount_take(copy, &amount);
	if (!after || *after)
		return read_written(copy, seconds);
	*seconds = amount_times(&amount, SIZES[unit]);
	return *seconds <= LONGEST;
}
