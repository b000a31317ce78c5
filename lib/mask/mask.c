#include "mask/mask.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "mask/place.h"
#include "mask/said.h"
#include "mask/token.h"

enum {
	MOST_DIGITS = 24,
	MOST_GAPS = 4,
	SHORTEST_ACCOUNT = 5,
	ACCOUNT_MARKS = 7, /* bytes of "号是：" */
	LONGEST_LOCAL = 64 /* of an address, in front of its '@' (RFC 5321) */
};

/* Digits in a row, with single blanks or '-' between them. */
struct number {
	char digits[MOST_DIGITS + 1]; /* ASCII */
	size_t n;
	size_t length; /* bytes of the text */
	bool has_plus; /* "+86 ..." */
};

/* --- what a number is --- */

/* Of a citizen: six digits of a place, a birthday, three digits and a check digit or X. */
static bool is_identity(const struct number *number, const char *before)
{
	int32_t day;

	(void)before;
	if (number->n != 18 || (number->digits[6] != '1' && number->digits[6] != '2'))
		return false;
	for (size_t i = 0; i < 17; i++)
		if (!isdigit((unsigned char)number->digits[i]))
			return false;
	return date_read((const char[]){number->digits[6], number->digits[7], number->digits[8],
				 number->digits[9], '-', number->digits[10], number->digits[11],
				 '-', number->digits[12], number->digits[13]},
		10, &day);
}

/* ISO/IEC 7812-1: Luhn's check digit. */
static bool is_card(const struct number *number, const char *before)
{
	int sum = 0;

	(void)before;
	if (number->n < 15 || number->n > 19 || !strchr("3456", number->digits[0]))
		return false;
	for (size_t i = 0; i < number->n; i++) {
		int digit = number->digits[number->n - 1 - i] - '0';

		if (digit > 9)
			return false; /* X */
		digit *= i % 2 ? 2 : 1;
		sum += digit > 9 ? digit - 9 : digit;
	}
	return sum % 10 == 0;
}

static bool is_mobile_at(const struct number *number, size_t skip)
{
	const char *digits = number->digits + skip;
	size_t n = number->n - skip;

	return (n == 11 && digits[0] == '1' && digits[1] >= '3') ||
	       (n == 10 && digits[0] == '0' && digits[1] == '9');
}

static bool is_mobile(const struct number *number, const char *before)
{
	(void)before;
	return is_mobile_at(number, 0) ||
	       (number->n == 13 && !memcmp(number->digits, "86", 2) && is_mobile_at(number, 2));
}

/* With its area, or behind a word that announces it; so that amounts and dates stay. */
static bool is_landline(const struct number *number, const char *before)
{
	static const char *const words[] = {
		"电话", "電話", "座机", "座機", "号码", "號碼", "tel", "phone", NULL};

	if (number->has_plus)
		return number->n >= 8 && number->n <= 15;
	if (number->digits[0] == '0')
		return number->n >= 9 && number->n <= 12;
	if (number->n < 7 || number->n > 12)
		return false;
	for (const char *const *word = words; *word; word++)
		if (strstr(before, *word))
			return true;
	return false;
}

static const struct kind {
	bool (*is)(const struct number *number, const char *before);
	size_t head, tail; /* digits that stay */
} KINDS[] = {
	{is_identity, 3, 0},
	{is_mobile, 3, 4},
	{is_card, 0, 4},
	{is_landline, 3, 2},
};

/* --- reading --- */

/* A digit at the text's start, ASCII or full-width; *length its bytes, 0: none. */
static char read_digit(const char *text, size_t n, size_t *length)
{
	uint32_t code;

	*length = n ? text_decode(text, n, &code) : 0;
	if (*length && code >= 0xFF10 && code <= 0xFF19)
		return (char)('0' + (code - 0xFF10));
	if (*length && code < 0x80 && isdigit((int)code))
		return (char)code;
	*length = 0;
	return '\0';
}

static bool is_check_x(const struct number *number, const char *text, size_t n)
{
	return number->n == 17 && n && (*text == 'X' || *text == 'x');
}

/* Over so many blanks and '-' at most. */
static void read_number(const char *text, size_t n, int gaps, struct number *number)
{
	size_t at = 0;

	*number = (struct number){.has_plus = n && *text == '+'};
	at += number->has_plus;
	while (number->n < MOST_DIGITS) {
		size_t length, gap = 0;
		char digit;

		if (gaps && number->n && at < n && (text[at] == '-' || text[at] == ' '))
			gap = 1;
		digit = read_digit(text + at + gap, n - at - gap, &length);
		if (!length && !gap && is_check_x(number, text + at, n - at)) {
			digit = 'X';
			length = 1;
		}
		if (!length)
			break;
		gaps -= (int)gap;
		number->digits[number->n++] = digit;
		at += gap + length;
		number->length = at;
	}
	number->digits[number->n] = '\0';
}

/* The last few bytes of what stands before, as a text. */
static void text_before(const char *start, const char *p, char before[32])
{
	size_t n = (size_t)(p - start);

	n = n < 31 ? n : 31;
	for (size_t i = 0; i < n; i++)
		before[i] = (char)tolower((unsigned char)p[(ptrdiff_t)i - (ptrdiff_t)n]);
	before[n] = '\0';
}

static const struct kind *find_kind(const struct number *number, const char *before)
{
	for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
		if (KINDS[i].is(number, before))
			return &KINDS[i];
	return NULL;
}

/* --- writing --- */

static void put_number(
	const char *text, const struct number *number, const struct kind *kind, struct buf *out)
{
	size_t seen = 0;

	for (size_t at = 0; at < number->length;) {
		uint32_t code;
		size_t length = text_decode(text + at, number->length - at, &code);
		bool is_gap = code == '-' || code == ' ' || code == '+';

		if (is_gap || seen < kind->head || seen >= number->n - kind->tail)
			buf_add(out, text + at, length);
		else
			buf_add_char(out, '*');
		seen += !is_gap;
		at += length;
	}
}

/* What follows a number of a house: it is a place where people live. */
static bool is_house(const char *after, size_t n)
{
	static const char *const words[] = {
		"号楼", "號樓", "栋", "棟", "幢", "单元", "單元", "室", "号院", "弄", "巷", NULL};

	for (const char *const *word = words; *word; word++)
		if (n >= strlen(*word) && !memcmp(after, *word, strlen(*word)))
			return true;
	return false;
}

/* "...路12号" */
static bool is_street(const char *before, const char *after, size_t n)
{
	static const char *const streets[] = {"路", "街", "大道", "巷", "弄", "村", NULL};
	size_t length = strlen(before);

	if (n < 3 || (memcmp(after, "号", 3) != 0 && memcmp(after, "號", 3) != 0))
		return false;
	for (const char *const *street = streets; *street; street++)
		if (length >= strlen(*street) &&
			!strcmp(before + length - strlen(*street), *street))
			return true;
	return false;
}

static size_t account_length(const char *text, size_t n)
{
	size_t length = 0;

	while (length < n && (isalnum((unsigned char)text[length]) || text[length] == '_' ||
				     text[length] == '-'))
		length++;
	return length;
}

/* Behind the name of a messenger, its account; 0: none. */
static size_t account_at(const char *before, const char *text, size_t n)
{
	static const char *const words[] = {"qq", "微信", "wechat", "weixin", "line id", NULL};

	if (n < SHORTEST_ACCOUNT || account_length(text, SHORTEST_ACCOUNT) < SHORTEST_ACCOUNT)
		return 0;
	for (const char *const *word = words; *word; word++) {
		const char *at = strstr(before, *word);

		if (at && strlen(at + strlen(*word)) <= ACCOUNT_MARKS)
			return account_length(text, n);
	}
	return 0;
}

static bool is_mail_byte(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("._%+-", c));
}

/* A mail address that begins here; *local is what stands before its '@'. 0: none. */
static size_t mail_at(const char *text, size_t n, size_t *local)
{
	size_t at = 0, end;
	bool has_dot = false;

	while (at < n && at <= LONGEST_LOCAL && is_mail_byte(text[at]))
		at++;
	*local = at;
	if (!at || at > LONGEST_LOCAL || at >= n || text[at] != '@')
		return 0;
	for (end = at + 1; end < n && (isalnum((unsigned char)text[end]) || text[end] == '-' ||
					      (text[end] == '.' && end + 1 < n &&
						      isalnum((unsigned char)text[end + 1])));
		end++)
		has_dot |= text[end] == '.';
	return has_dot ? end : 0;
}

static size_t put_stars(size_t n, struct buf *out)
{
	buf_add_text(out, "****");
	return n;
}

/* What begins at p, masked; 0 when it is nothing to mask. */
static size_t mask_at(const char *start, const char *p, size_t n, bool is_free, struct buf *out)
{
	char before[32];
	struct number number;
	const struct kind *kind;
	size_t length, local;

	text_before(start, p, before);
	length = mail_at(p, n, &local);
	if (length) {
		buf_add_char(out, *p);
		put_stars(0, out);
		buf_add(out, p + local, length - local);
		return length;
	}
	length = account_at(before, p, n);
	if (length)
		return put_stars(length, out);
	for (int gaps = MOST_GAPS; gaps >= 0; gaps--) { /* the longest that is something */
		read_number(p, n, gaps, &number);
		kind = number.n ? find_kind(&number, before) : NULL;
		if (kind) {
			put_number(p, &number, kind, out);
			return number.length;
		}
	}
	length = is_free ? mask_token(before, p, n, out) : 0;
	if (length)
		return length;
	if (number.n &&
		(is_house(p + number.length, n - number.length) ||
			(!is_free && is_street(before, p + number.length, n - number.length))))
		return put_stars(number.length, out);
	buf_add(out, p, number.length);
	return number.length;
}

/* Nothing begins within a word or a number. */
static bool may_begin(const char *start, const char *p, size_t n)
{
	size_t length;

	if (*p == '+' || isalnum((unsigned char)*p) || *p == '_')
		return p == start || !isalnum((unsigned char)p[-1]) ||
		       (isdigit((unsigned char)*p) && !isdigit((unsigned char)p[-1]));
	return read_digit(p, n, &length) != '\0';
}

static void mask(const char *text, size_t n, bool is_free, struct buf *out)
{
	const char *end = text + n;

	for (const char *p = text; p < end;) {
		size_t left = (size_t)(end - p);
		size_t taken = is_free ? mask_said(text, p, left, out) : 0;
		uint32_t code;

		if (!taken && is_free)
			taken = mask_place(text, p, left, out);
		if (!taken && may_begin(text, p, left))
			taken = mask_at(text, p, left, is_free, out);

		if (!taken) {
			taken = text_decode(p, left, &code);
			buf_add(out, p, taken);
		}
		p += taken;
	}
}

void mask_text(const char *text, size_t n, struct buf *out)
{
	mask(text, n, false, out);
}

void mask_free(const char *text, size_t n, struct buf *out)
{
	mask(text, n, true, out);
}
