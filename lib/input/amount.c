#include "input/amount.h"

#include <string.h>

#include "record/key.h"

enum { MOST_DIGITS = 15, MOST_DECIMALS = 6, GROUP = 3 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes of the blank at p that is not ASCII, or 0. */
static size_t wide_blank(const char *p, size_t n)
{
	if (n >= 3 && (!memcmp(p, "\xe3\x80\x80", 3) || !memcmp(p, "\xe2\x80\xaf", 3)))
		return 3;
	return n >= 2 && !memcmp(p, "\xc2\xa0", 2) ? 2 : 0;
}

bool amount_copy(char copy[AMOUNT_TEXT], const char *text, size_t n)
{
	size_t length = 0;

	for (size_t i = 0; i < n;) {
		size_t blank = text[i] < 0 ? wide_blank(text + i, n - i) : 0;
		char narrow = text[i] < 0 && !blank ? key_narrow(text + i, n - i) : 0;
		char c = blank ? ' ' : narrow ? narrow : text[i];

		i += blank ? blank : narrow ? 3 : 1;
		if (length + 1 >= AMOUNT_TEXT || !c)
			return false;
		if (c == ' ' && !length)
			continue;
		copy[length++] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
	}
	while (length && copy[length - 1] == ' ')
		length--;
	copy[length] = '\0';
	return true;
}

/* Whether what stands behind a separator is a group of three digits. */
static bool is_group(const char *p)
{
	return is_digit(p[0]) && is_digit(p[1]) && is_digit(p[2]) && !is_digit(p[3]);
}

static const char *take_decimals(const char *p, struct amount *amount)
{
	for (; is_digit(*p); p++)
		if (amount->decimals < MOST_DECIMALS) {
			amount->digits = amount->digits * 10 + (*p - '0');
			amount->decimals++;
		}
	return p;
}

static const char *take(const char *p, bool with_groups, struct amount *amount)
{
	size_t n = 0, in_group = 0;
	char separator = '\0';

	*amount = (struct amount){0};
	for (;;) {
		if (is_digit(*p)) {
			amount->digits = amount->digits * 10 + (*p++ - '0');
			in_group++;
			if (++n > MOST_DIGITS)
				return NULL;
			continue;
		}
		if (!with_groups || !n || in_group > GROUP || (*p != ',' && *p != ' ') ||
			(separator && *p != separator) || !is_group(p + 1))
			break;
		separator = *p++;
		in_group = 0;
	}
	if (!n || (with_groups && *p == ','))
		return NULL;
	if (*p == '.' && is_digit(p[1]))
		p = take_decimals(p + 1, amount);
	return with_groups && (*p == ',' || (*p == '.' && is_digit(p[1]))) ? NULL : p;
}

const char *amount_take(const char *p, struct amount *amount)
{
	return take(p, true, amount);
}

const char *amount_take_plain(const char *p, struct amount *amount)
{
	return take(p, false, amount);
}

int64_t amount_times(const struct amount *amount, int64_t factor)
{
	static const int64_t POWERS[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
	__int128 product = (__int128)amount->digits * factor;
	int64_t power = POWERS[amount->decimals];

	product = (product + power / 2) / power;
	return product > (__int128)1000000000000000 ? INT64_MAX : (int64_t)product;
}
