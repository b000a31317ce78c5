#include "mask/token.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "mask/street.h"

enum {
	MANY_DIGITS = 10, /* so many are no amount, date or model */
	FEW_DIGITS = 5,   /* so many are an order behind a word that says so */
	WORD_TO_TOKEN = 15,
	TAIL = 4,
	SHORT_TAIL = 2,
	DATE = 10,     /* "2026-10-31" */
	LONGEST = 256, /* a longer one is no number of anything */
};

static const char STARS[] = "****";

/* A token: letters and digits, over single '-'. */
struct token {
	size_t length, letters, digits; /* letters: how many it begins with */
	bool has_dash;
};

static struct token read_token(const char *text, size_t n)
{
	struct token token = {0};

	while (token.length < n && token.length < LONGEST) {
		unsigned char c = (unsigned char)text[token.length];

		if (c == '-' && token.length + 1 < n &&
			isalnum((unsigned char)text[token.length + 1]))
			token.has_dash = true;
		else if (!isalnum(c))
			break;
		token.digits += isdigit(c) != 0;
		token.letters += isalpha(c) && token.letters == token.length;
		token.length++;
	}
	return token;
}

/* Whether one of the words stands in front, with no more than "号是：" between. */
static bool is_announced(const char *before, const char *const *words)
{
	for (; *words; words++)
		for (const char *at = before; (at = strstr(at, *words)); at++) {
			const char *rest = at + strlen(*words);

			if (strlen(rest) <= WORD_TO_TOKEN && !strpbrk(rest, "0123456789;!?\n") &&
				!strstr(rest, "，") && !strstr(rest, "。"))
				return true;
		}
	return false;
}

static bool is_date(const char *text, const struct token *token)
{
	int32_t day;

	return token->length == DATE && date_read(text, token->length, &day);
}

/* Behind a word that says so a short one is enough, and '-' may part it. */
static bool is_order(const char *before, const char *text, const struct token *token)
{
	static const char *const words[] = {"订单", "訂單", "单号", "單號", "运单", "運單", "快递",
		"快遞", "序列号", "序號", "工单", "order", "tracking", "parcel", "waybill",
		"serial", "ticket", NULL};

	if (!token->has_dash && token->digits >= MANY_DIGITS)
		return true;
	return token->digits >= FEW_DIGITS && !is_date(text, token) && is_announced(before, words);
}

/* Passports where they are named; Taiwan's identity card: a letter, 1, 2, 8 or 9, eight digits. */
static bool is_paper(const char *before, const char *text, const struct token *token)
{
	static const char *const words[] = {
		"护照", "護照", "通行证", "通行證", "passport", "身份证", "身分證", NULL};

	if (token->letters == 1 && token->digits == 9 && token->length == 10 &&
		strchr("1289", text[1]))
		return true;
	return token->digits >= FEW_DIGITS && is_announced(before, words);
}

/* "京A12345", behind its province. */
static bool is_plate(const char *before, const struct token *token)
{
	static const char PROVINCES[] =
		"京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
	size_t n = strlen(before);

	if (token->letters < 1 || token->digits < 3 || token->length < 6 || token->length > 7 ||
		token->has_dash || n < 3)
		return false;
	for (const char *p = PROVINCES; *p; p += 3)
		if (!memcmp(p, before + n - 3, 3))
			return true;
	return false;
}

size_t mask_token(const char *before, const char *text, size_t n, struct buf *out)
{
	struct token token = read_token(text, n);
	size_t house, tail = token.digits >= 2 * TAIL ? TAIL : SHORT_TAIL;

	if (!token.digits)
		return 0;
	if (is_paper(before, text, &token) || is_plate(before, &token)) {
		buf_add_text(out, STARS);
		return token.length;
	}
	house = token.length <= FEW_DIGITS ? mask_street(before, text, n, token.length) : 0;
	if (house) {
		buf_add_text(out, STARS);
		return house;
	}
	if (!is_order(before, text, &token))
		return 0;
	buf_add_text(out, STARS);
	buf_add(out, text + token.length - tail, tail);
	return token.length;
}
