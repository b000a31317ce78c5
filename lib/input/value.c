#include "input/value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "record/key.h"

enum { MOST = 63 };

/* Words for nothing, by their first byte: most cells are told by that alone. */
static bool is_nothing(const char *text, size_t n)
{
	static const char *const NOTHING[] = {"-", "--", "---", "—", "——", "/", "\\", "无", "無",
		"空", "暂无", "null", "NULL", "Null", "N/A", "n/a", "NA", "#N/A", "None", "none",
		"nan", "NaN", "(null)", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"};

	if (n > 8 || !strchr("-/\\nN#(\xe2\xe6\xe7", text[0]))
		return false;
	for (size_t i = 0; i < sizeof NOTHING / sizeof *NOTHING; i++)
		if (text_is(text, n, NOTHING[i]))
			return true;
	return false;
}

struct span value_trim(struct span cell)
{
	size_t n = cell.n;

	if (!n)
		return cell;
	if ((unsigned char)cell.text[0] <= ' ' || (unsigned char)cell.text[n - 1] <= ' ' ||
		cell.text[0] < 0 || cell.text[n - 1] < 0)
		cell.text = text_trim(cell.text, &n);
	cell.n = (uint32_t)n;
	if (n && is_nothing(cell.text, n))
		return (struct span){0};
	return cell;
}

/* 2.02207E+18 */
static bool is_spoilt(const char *p, size_t n)
{
	size_t i = 0;

	while (i < n && ((p[i] >= '0' && p[i] <= '9') || p[i] == '.'))
		i++;
	return i && i + 3 <= n && n <= MOST && (p[i] == 'E' || p[i] == 'e') && p[i + 1] == '+' &&
	       strspn(p + i + 2, "0123456789") >= n - i - 2;
}

static struct span narrow(struct span cell, struct arena *arena)
{
	char *copy;
	size_t n = 0;

	if (!memmem(cell.text, cell.n, "\xef\xbc", 2) && !memmem(cell.text, cell.n, "\xef\xbd", 2))
		return cell;
	copy = arena_alloc(arena, cell.n);
	for (size_t i = 0; i < cell.n;) {
		char narrow_one = key_narrow(cell.text + i, cell.n - i);

		copy[n++] = narrow_one ? narrow_one : cell.text[i];
		i += narrow_one ? 3 : 1;
	}
	return (struct span){copy, (uint32_t)n};
}

struct span value_identifier(struct span cell, struct arena *arena, bool *is_damaged)
{
	char copy[MOST + 1];

	*is_damaged = false;
	if (cell.n > 3 && !memcmp(cell.text, "=\"", 2) && cell.text[cell.n - 1] == '"')
		cell = (struct span){cell.text + 2, cell.n - 3};
	else if (cell.n > 1 && (cell.text[0] == '\'' || cell.text[0] == '`'))
		cell = (struct span){cell.text + 1, cell.n - 1};
	cell = value_trim(cell);
	if (cell.n && cell.n <= MOST) {
		memcpy(copy, cell.text, cell.n);
		copy[cell.n] = '\0';
		*is_damaged = is_spoilt(copy, cell.n);
	}
	return cell.n ? narrow(cell, arena) : cell;
}

/* A number with thousands, between signs and words of money or counting. */
static bool read_number(struct span cell, double *number)
{
	static const char *const WORDS[] = {"¥", "￥", "元", "rmb", "cny", "yuan", "$", "us", "次",
		"人", "个", "個", "件", "星", "分", "+"};
	char copy[MOST + 1];
	char digits[MOST + 1];
	double factor = 1;
	size_t n = 0, length;
	char *end;

	if (!cell.n || cell.n > MOST)
		return false;
	length = key_fold(copy, cell.text, cell.n); /* drops '-' */
	copy[length] = '\0';
	for (const char *p = copy; *p;) {
		size_t taken = 0;

		if (*p == ',') {
			p++;
			continue;
		}
		if (!strncmp(p, "万", 3) || !strncmp(p, "萬", 3)) {
			factor = 10000;
			p += 3;
			continue;
		}
		for (size_t i = 0; !taken && i < sizeof WORDS / sizeof *WORDS; i++)
			if (!strncmp(p, WORDS[i], strlen(WORDS[i])))
				taken = strlen(WORDS[i]);
		if (taken)
			p += taken;
		else
			digits[n++] = *p++;
	}
	digits[n] = '\0';
	if (!n || strspn(digits, "0123456789.") != n)
		return false;
	*number = strtod(digits, &end) * factor;
	if (cell.text[0] == '-' || (cell.text[0] == '(' && cell.text[cell.n - 1] == ')'))
		*number = -*number;
	return !*end && fabs(*number) < 1e13;
}

bool value_money(struct span cell, int64_t *fen)
{
	double number;

	if (!read_number(cell, &number))
		return false;
	*fen = (int64_t)llround(number * 100);
	return true;
}

/* Digits alone, as most counts are. */
static bool read_digits(struct span cell, int64_t *count)
{
	enum { MOST_DIGITS = 12 };

	*count = 0;
	for (uint32_t i = 0; i < cell.n; i++) {
		if (cell.text[i] < '0' || cell.text[i] > '9')
			return false;
		*count = *count * 10 + (cell.text[i] - '0');
		if (i == MOST_DIGITS)
			return false;
	}
	return cell.n;
}

bool value_count(struct span cell, int64_t *count)
{
	double number;

	if (read_digits(cell, count))
		return true;
	if (!read_number(cell, &number) || number != floor(number))
		return false;
	*count = (int64_t)number;
	return true;
}
