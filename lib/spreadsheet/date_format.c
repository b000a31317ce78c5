#include "spreadsheet/date_format.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"

enum {
	FIRST_SERIAL_1904 = 1462, /* 1904-01-01 in the 1900 system */
	LAST_SERIAL = 2958465,    /* 9999-12-31 */
	MAX_FORMATS = 65536,      /* Excel numbers them in two bytes */
	FALSE_LEAP_DAY = 60,      /* 1900-02-29, which Lotus believed in */
};

/* 27-36 and 50-58 are those of Chinese Excel; Japanese and Taiwanese ones show the same parts,
 * but for 34, 35, 55 and 56, where the number itself tells (see date_serial_write). */
static const struct {
	unsigned char first, last;
	const char *code;
} BUILT_IN[] = {
	{14, 17, "yyyy-m-d"},
	{18, 21, "h:mm:ss"},
	{22, 22, "yyyy-m-d h:mm"},
	{27, 31, "yyyy-m-d"},
	{32, 35, "h:mm:ss"},
	{36, 36, "yyyy-m-d"},
	{45, 45, "mm:ss"},
	{46, 46, "[h]:mm:ss"},
	{47, 47, "mm:ss.0"},
	{50, 54, "yyyy-m-d"},
	{55, 56, "h:mm:ss"},
	{57, 58, "yyyy-m-d"},
};

/* The format code of a built-in number, or NULL: no date. */
static const char *built_in(unsigned long id)
{
	for (size_t i = 0; i < sizeof BUILT_IN / sizeof *BUILT_IN; i++)
		if (id >= BUILT_IN[i].first && id <= BUILT_IN[i].last)
			return BUILT_IN[i].code;
	return NULL;
}

/* --- format codes --- */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool starts_with(const char *p, const char *word)
{
	while (*word && lower(*p) == *word)
		p++, word++;
	return !*word;
}

/* What is in [brackets]: a colour, a condition, a locale, or elapsed hours, minutes, seconds. */
static const char *skip_brackets(const char *p, struct date_format *format)
{
	const char *end = strchr(p, ']');
	size_t n = end ? (size_t)(end - p) - 1 : 0;

	if (!end)
		return p + strlen(p);
	if (n > 0 && strchr("hms", lower(p[1])) && strspn(p + 1, "hHmMsS") == n)
		format->has_time = format->is_elapsed = true;
	return end + 1;
}

/* Past what is shown as it stands, or p when something else is there. */
static const char *skip_literal(const char *p)
{
	static const char *const WORDS[] = {"general", "am/pm", "a/p", NULL};
	const char *end;

	if (*p == '"') {
		end = strchr(p + 1, '"');
		return end ? end + 1 : p + strlen(p);
	}
	if ((*p == '\\' || *p == '_' || *p == '*') && p[1])
		return p + 2;
	for (size_t i = 0; WORDS[i]; i++)
		if (starts_with(p, WORDS[i]))
			return p + strlen(WORDS[i]);
	return p;
}

struct date_format date_format_read(const char *code)
{
	struct date_format format = {0};
	bool has_month = false;
	const char *p = code;

	while (*p && *p != ';') {
		const char *after = *p == '[' ? skip_brackets(p, &format) : skip_literal(p);

		if (after != p) {
			p = after;
			continue;
		}
		switch (lower(*p++)) {
		case 'y':
		case 'd':
			format.has_date = true;
			break;
		case 'h':
		case 's':
			format.has_time = true;
			break;
		case 'm':
			has_month = true;
			break;
		}
	}
	if (has_month && !format.has_time) /* beside h or s, m is minutes */
		format.has_date = true;
	return format;
}

/* --- numbers --- */

static void write_time(int64_t seconds, struct buf *out)
{
	buf_format(out, "%02lld:%02d:%02d", (long long)(seconds / 3600), (int)(seconds / 60 % 60),
		(int)(seconds % 60));
}

bool date_serial_write(struct date_format format, double serial, bool is_1904, struct buf *out)
{
	char text[DATE_TEXT];
	int64_t seconds, day, of_day;

	if (!(serial >= 0 && serial < LAST_SERIAL + 1))
		return false;
	seconds = llround(serial * DAY_SECONDS);
	day = seconds / DAY_SECONDS;
	of_day = seconds % DAY_SECONDS;
	if (seconds == 0 && format.has_date && !is_1904) {
		buf_add_text(out, "1900-01-00"); /* as Excel shows it: a blank that was computed */
		return true;
	}
	if (format.is_elapsed || (day == 0 && format.has_time && !(format.has_date && is_1904))) {
		write_time(seconds, out);
		return true;
	}
	if (is_1904)
		day += FIRST_SERIAL_1904;
	if (day == 0 || day == FALSE_LEAP_DAY || day > LAST_SERIAL)
		return false;
	day += date_day(1899, 12, day < FALSE_LEAP_DAY ? 31 : 30);
	/* A time alone of a whole day is a date whose format differs between countries. */
	instant_write(
		text, day * DAY_SECONDS + of_day, of_day || (format.has_date && format.has_time));
	buf_add_text(out, text);
	return true;
}

/* --- formats by number --- */

void number_formats_add(struct number_formats *formats, unsigned long id, const char *code)
{
	if (id >= MAX_FORMATS)
		return;
	if (!formats->customs) {
		formats->customs = mem_zalloc(MAX_FORMATS * sizeof *formats->customs);
		formats->is_custom = mem_zalloc(MAX_FORMATS);
	}
	formats->is_custom[id] = true;
	formats->customs[id] = date_format_read(code);
}

struct date_format number_formats_find(const struct number_formats *formats, unsigned long id)
{
	const char *code;

	if (formats->is_custom && id < MAX_FORMATS && formats->is_custom[id])
		return formats->customs[id];
	code = built_in(id);
	return date_format_read(code ? code : "General");
}

void number_formats_release(struct number_formats *formats)
{
	free(formats->customs);
	free(formats->is_custom);
	*formats = (struct number_formats){0};
}

/* --- styles --- */

void styles_add(struct styles *styles, struct date_format format)
{
	styles->formats =
		mem_grow(styles->formats, styles->n, &styles->capacity, sizeof *styles->formats);
	styles->formats[styles->n++] = format;
}

struct date_format styles_find(const struct styles *styles, size_t style)
{
	return style < styles->n ? styles->formats[style] : (struct date_format){0};
}

void styles_release(struct styles *styles)
{
	free(styles->formats);
	*styles = (struct styles){0};
}
