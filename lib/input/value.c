#include "input/value.h"

#include <string.h>

#include "base/text.h"
#include "input/amount.h"
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

/* Bytes that a blank begins with, and that one ends with: of ASCII, U+00A0, U+3000 and U+FEFF. */
static bool may_begin_blank(char c)
{
	return (c >= 0 && c <= ' ') || c == '\xc2' || c == '\xe3' || c == '\xef';
}

static bool may_end_blank(char c)
{
	return (c >= 0 && c <= ' ') || c == '\xa0' || c == '\x80' || c == '\xbf';
}

struct span value_trim(struct span cell)
{
	size_t n = cell.n;

	if (!n)
		return cell;
	if (may_begin_blank(cell.text[0]) || may_end_blank(cell.text[n - 1]))
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

	if (!memchr(cell.text, 0xef, cell.n)) /* the lead byte of full-width forms */
		return cell;
	copy = arena_alloc(arena, cell.n);
	for (size_t i = 0; i < cell.n;) {
		char narrow_one = key_narrow(cell.text + i, cell.n - i);

		copy[n++] = narrow_one ? narrow_one : cell.text[i];
		i += narrow_one ? 3 : 1;
	}
	return (struct span){copy, (uint32_t)n};
}

struct span value_unwrap(struct span cell)
{
	if (cell.n > 3 && cell.text[0] == '=' && cell.text[1] == '"' &&
		cell.text[cell.n - 1] == '"')
		return value_trim((struct span){cell.text + 2, cell.n - 3});
	return cell;
}

struct span value_identifier(struct span cell, struct arena *arena, bool *is_damaged)
{
	char copy[MOST + 1];

	*is_damaged = false;
	cell = value_unwrap(cell);
	if (cell.n > 1 && (cell.text[0] == '\'' || cell.text[0] == '`'))
		cell = (struct span){cell.text + 1, cell.n - 1};
	cell = value_trim(cell);
	if (cell.n && cell.n <= MOST) {
		memcpy(copy, cell.text, cell.n);
		copy[cell.n] = '\0';
		*is_damaged = is_spoilt(copy, cell.n);
	}
	return cell.n ? narrow(cell, arena) : cell;
}

bool value_is_identifier(enum field field)
{
	static const bool ARE[N_FIELDS] = {[FIELD_COMPLAINT_ID] = true,
		[FIELD_ORDER_ID] = true,
		[FIELD_CUSTOMER_ID] = true,
		[FIELD_PHONE] = true,
		[FIELD_DUPLICATE_OF] = true,
		[FIELD_BATCH] = true};

	return field < N_FIELDS && ARE[field];
}

bool value_is_rounded(struct span identifier)
{
	enum { KEPT = 15, LEAST = 18 }; /* digits that a number of Excel has */
	size_t n = identifier.n;

	if (n < LEAST || n > MOST || identifier.text[n - 1] != '0')
		return false;
	for (size_t i = 0; i < n; i++)
		if (identifier.text[i] < '0' || identifier.text[i] > '9' ||
			(i >= KEPT && identifier.text[i] != '0'))
			return false;
	return true;
}

/* What may stand around a number, and by how much it multiplies it. */
struct unit {
	const char *word;
	int64_t factor;
};

static const struct unit CURRENCIES[] = {{"¥", 1}, {"￥", 1}, {"rmb", 1}, {"cny", 1}, {"人民币", 1},
	{"人民幣", 1}, {"us$", 1}, {"nt$", 1}, {"hk$", 1}, {"usd", 1}, {"twd", 1}, {"ntd", 1},
	{"hkd", 1}, {"eur", 1}, {"gbp", 1}, {"$", 1}, {"€", 1}, {"£", 1}};
static const struct unit SCALES[] = {{"百", 100}, {"千", 1000}, {"k", 1000}, {"万", 10000},
	{"萬", 10000}, {"w", 10000}, {"亿", 100000000}, {"億", 100000000}};
static const struct unit YUAN[] = {{"元", 1}, {"圆", 1}, {"圓", 1}, {"块钱", 1}, {"塊錢", 1},
	{"块", 1}, {"塊", 1}, {"rmb", 1}, {"cny", 1}, {"yuan", 1}, {"人民币", 1}, {"人民幣", 1}};
static const struct unit PARTS[] = {{"角", 10}, {"毛", 10}, {"分", 1}};
static const struct unit COUNTED[] = {{"次", 1}, {"人", 1}, {"个", 1}, {"個", 1}, {"件", 1},
	{"星", 1}, {"分", 1}, {"名", 1}, {"位", 1}, {"例", 1}, {"条", 1}, {"條", 1}, {"单", 1},
	{"單", 1}, {"起", 1}, {"户", 1}, {"遍", 1}, {"回", 1}};

#define N_OF(array) (sizeof(array) / sizeof *(array))

/* The factor of the word at *p, which it passes, or 0. */
static int64_t take_unit(const char **p, const struct unit *units, size_t n)
{
	*p += strspn(*p, " ");
	for (size_t i = 0; i < n; i++) {
		size_t length = strlen(units[i].word);

		if (!strncmp(*p, units[i].word, length)) {
			*p += length;
			return units[i].factor;
		}
	}
	return 0;
}

/* Also the minus sign of typesetters. */
static bool take_minus(const char **p)
{
	size_t n = **p == '-' ? 1 : !strncmp(*p, "−", 3) ? 3 : 0;

	*p += n;
	if (!n && **p == '+')
		++*p;
	*p += strspn(*p, " ");
	return n;
}

static int64_t take_scales(const char **p)
{
	int64_t scale = 1, factor;

	while (scale < 1000000000 && (factor = take_unit(p, SCALES, N_OF(SCALES))))
		scale *= factor;
	return scale;
}

/* "5角3分" behind "12元". */
static bool take_parts(const char **p, int64_t *fen)
{
	struct amount part;

	while (**p) {
		const char *after = amount_take_plain(*p, &part);
		int64_t factor = after ? take_unit(&after, PARTS, N_OF(PARTS)) : 0;

		if (!factor)
			return false;
		*fen += amount_times(&part, factor);
		*p = after;
	}
	return true;
}

static bool read_money(const char *p, int64_t *fen)
{
	struct amount amount;
	bool is_negative = take_minus(&p);
	int64_t scale, part;

	take_unit(&p, CURRENCIES, N_OF(CURRENCIES));
	p += strspn(p, " ");
	is_negative |= take_minus(&p);
	p = amount_take(p, &amount);
	if (!p)
		return false;
	scale = take_scales(&p);
	part = scale == 1 ? take_unit(&p, PARTS, N_OF(PARTS)) : 0;
	*fen = amount_times(&amount, part ? part : scale * 100);
	if (part ? !take_parts(&p, fen)
		 : take_unit(&p, YUAN, N_OF(YUAN)) && strcmp(p, "整") != 0 && !take_parts(&p, fen))
		return false;
	if (*p && strcmp(p, "整") != 0)
		return false;
	*fen = is_negative ? -*fen : *fen;
	return *fen<INT64_MAX && * fen> - INT64_MAX;
}

bool value_money(struct span cell, int64_t *fen)
{
	char copy[AMOUNT_TEXT];
	size_t n;

	if (!cell.n || !amount_copy(copy, cell.text, cell.n))
		return false;
	n = strlen(copy);
	if (copy[0] != '(' || copy[n - 1] != ')')
		return read_money(copy, fen);
	copy[n - 1] = '\0'; /* as accountants write what is below zero */
	if (!read_money(copy + 1, fen) || *fen < 0)
		return false;
	*fen = -*fen;
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
	char copy[AMOUNT_TEXT];
	struct amount amount;
	const char *p = copy;
	int64_t scale, thousandths;
	bool is_negative;

	if (read_digits(cell, count))
		return true;
	if (!cell.n || !amount_copy(copy, cell.text, cell.n))
		return false;
	is_negative = take_minus(&p);
	p = amount_take(p, &amount);
	if (!p)
		return false;
	scale = take_scales(&p);
	take_unit(&p, COUNTED, N_OF(COUNTED));
	thousandths = amount_times(&amount, scale * 1000);
	if (*p || thousandths == INT64_MAX || thousandths % 1000)
		return false;
	*count = is_negative ? -(thousandths / 1000) : thousandths / 1000;
	return true;
}
