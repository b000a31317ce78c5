/* Numbers as people print them: "4,081件", "１２．５％", "1.2万", "1亿2,345万元", "下降 6.9%",
 * "−3", "(3.5%)" as accountants write less than nothing, "一百二十件", "百分之十二". */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "table/foot_cell.h"
#include "table/foot_hanzi.h"

enum { LONGEST = 63, MOST_LABELS = 20 };

struct word {
	const char *text;
	double factor;
};

static const struct word SIGNS[] = {{"-", -1}, {"+", 1}, {"−", -1}, {"–", -1}, {"↑", 1}, {"↓", -1},
	{"上升", 1}, {"增长", 1}, {"增長", 1}, {"增加", 1}, {"下降", -1}, {"减少", -1}, {"负", -1},
	{"負", -1}, {"減少", -1}, {NULL, 0}};

static const struct word MULTIPLES[] = {{"万", 1e4}, {"萬", 1e4}, {"千万", 1e7}, {"千萬", 1e7},
	{"百万", 1e6}, {"百萬", 1e6}, {"亿", 1e8}, {"億", 1e8}, {NULL, 0}};

/* What may stand behind a number. */
static const char *const UNITS[] = {"", "件", "个", "個", "人", "条", "條", "元", "次", "起", "宗",
	"户", "戶", "家", "单", "單", "例", "项", "項", "笔", "筆", "人次", "件次", "pp",
	"个百分点", "個百分點", "百分点", "百分點", "↑", "↓", NULL};

/* What stands where there is no number. */
static const char *const BLANKS[] = {"", "-", "--", "—", "——", "–", "−", "/", "\\", "…", "……",
	"...", "*", "n/a", "N/A", "NA", "null", "无", "無", "新增", "持平", "不可比", "无可比",
	NULL};

static bool is_among(const char *text, const char *const *words)
{
	while (*words && strcmp(text, *words) != 0)
		words++;
	return *words;
}

static size_t blank_at(const char *text)
{
	static const char *const SPACES[] = {
		" ", "\t", "\n", "\xc2\xa0", "\xe3\x80\x80", "\xe2\x80\x89", "\xe2\x80\xaf", NULL};

	for (size_t i = 0; SPACES[i]; i++)
		if (!strncmp(text, SPACES[i], strlen(SPACES[i])))
			return strlen(SPACES[i]);
	return 0;
}

/* FF01..FF5E, of three bytes, or 0. */
static char narrow_at(const char *text)
{
	const unsigned char *c = (const unsigned char *)text;

	if (c[0] == 0xef && c[1] == 0xbc && c[2] >= 0x81 && c[2] <= 0xbf)
		return (char)(c[2] - 0x81 + '!');
	if (c[0] == 0xef && c[1] == 0xbd && c[2] >= 0x80 && c[2] <= 0x9e)
		return (char)(c[2] - 0x80 + '`');
	return '\0';
}

bool foot_compact(const char *text, char *out, size_t size)
{
	size_t n = 0, blank;

	while (*text && n + 1 < size) {
		char narrow = narrow_at(text);

		if ((blank = blank_at(text))) {
			text += blank;
			continue;
		}
		out[n++] = narrow ? narrow : *text;
		text += narrow ? 3 : 1;
	}
	out[n] = '\0';
	return !*text;
}

/* The factor of the word at *text, which is passed over; 0: there is none. */
static double take_word(const char **text, const struct word *words)
{
	for (; words->text; words++)
		if (!strncmp(*text, words->text, strlen(words->text))) {
			*text += strlen(words->text);
			return words->factor;
		}
	return 0;
}

/* Digits with separators of thousands. False: none are there. A second point ends them: 2024.10.11
 * is no number. */
static bool take_digits(const char **text, double *value, double *unit)
{
	char digits[LONGEST + 1];
	size_t n = 0, decimals = 0;
	bool has_point = false, has_digit = false;

	for (; n < LONGEST && ((**text >= '0' && **text <= '9') || **text == ',' ||
				      (**text == '.' && !has_point));
		++*text) {
		if (**text == ',')
			continue;
		decimals += has_point;
		has_point = has_point || **text == '.';
		has_digit = has_digit || **text != '.';
		digits[n++] = **text;
	}
	digits[n] = '\0';
	*value = strtod(digits, NULL);
	*unit = pow(10, -(double)decimals);
	return has_digit;
}

static bool take_prefix(const char **text, const char *prefix)
{
	size_t n = strlen(prefix);

	if (strncmp(*text, prefix, n) != 0)
		return false;
	*text += n;
	return true;
}

/* Digits and words of ten thousands in turn. False: there are none. */
static bool take_arabic(const char **text, struct foot_number *number)
{
	double value, unit, multiple;

	if (!take_digits(text, &value, &unit))
		return false;
	do {
		multiple = take_word(text, MULTIPLES);
		multiple = multiple > 0 ? multiple : 1;
		number->value += value * multiple;
		number->unit = unit * multiple;
	} while (multiple > 1 && take_digits(text, &value, &unit));
	return true;
}

static bool take_hanzi(const char **text, struct foot_number *number)
{
	struct hanzi_number hanzi;

	number->is_share = take_prefix(text, "百分之");
	if (!hanzi_number(text, &hanzi))
		return false;
	number->value = hanzi.value;
	number->unit = hanzi.unit;
	number->is_label = hanzi.is_bare && !number->is_share && !**text;
	return true;
}

/* In parentheses: the closing one is taken away. */
static bool take_parentheses(char *compact)
{
	size_t n = strlen(compact);
	bool has_both = n > 2 && compact[0] == '(' && compact[n - 1] == ')';

	if (has_both)
		compact[n - 1] = '\0';
	return has_both;
}

struct foot_number foot_number(const char *text)
{
	static const struct foot_number none = {NAN, 0, false, false};
	struct foot_number number = {0, 0, false, false};
	char compact[LONGEST + 1];
	const char *at = compact;
	bool is_negative;
	double sign;

	if (!foot_compact(text, compact, sizeof compact))
		return none;
	is_negative = take_parentheses(compact);
	at += is_negative;
	sign = is_negative ? -1 : take_word(&at, SIGNS);
	if (!take_arabic(&at, &number) && !take_hanzi(&at, &number))
		return none;
	if (take_prefix(&at, "%"))
		number.is_share = true;
	if (!is_among(at, UNITS))
		return none;
	number.is_label |= is_negative && number.unit == 1 && !number.is_share && !*at &&
			   number.value <= MOST_LABELS;
	if (sign < 0 || !strcmp(at, "↓"))
		number.value = -number.value;
	return number;
}

bool foot_is_blank(const char *text)
{
	char compact[LONGEST + 1];

	return foot_compact(text, compact, sizeof compact) && is_among(compact, BLANKS);
}
