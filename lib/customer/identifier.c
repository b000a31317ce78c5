#include "customer/identifier.h"

#include <string.h>

#include "base/hash.h"
#include "base/text.h"

const char *const IDENTIFIER_KINDS[N_IDENTIFIERS] = {
	"customer_id", "phone", "email", "name", "order"};

enum { PHONE_DIGITS = 7 };

static const char *const PLACEHOLDERS[] = {"-", "--", "/", "n/a", "na", "nan", "nil", "none",
	"null", "unknown", "anonymous", "test", "no", "x", "xx", "xxx", "无", "無", "未知", "匿名",
	"匿名用户", "匿名用戶", "匿名客户", "匿名客戶", "不详", "不詳", "空", "暂无", "暫無",
	"测试", "測試", "客户", "客戶", "用户", "用戶", "顾客", "顧客", "先生", "女士", "小姐"};

static const char *const HONORIFICS[] = {"先生", "女士", "小姐", "太太", "同学", "师傅"};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_word(struct span value, const char *word)
{
	if (strlen(word) != value.n)
		return false;
	for (size_t i = 0; i < value.n; i++)
		if (lower(value.text[i]) != word[i])
			return false;
	return true;
}

/* "0000", "------": says nothing. A lone letter or digit but 0 may be an id. */
static bool is_one_character(struct span value)
{
	for (size_t i = 1; i < value.n; i++)
		if (value.text[i] != value.text[0])
			return false;
	return value.n > 2 || value.text[0] == '0';
}

/* "1.38E+10": a spreadsheet has lost the digits. */
static bool is_damaged(struct span value)
{
	static const char REPLACEMENT[] = "\xEF\xBF\xBD";
	const char *e = memchr(value.text, 'E', value.n);

	if (memmem(value.text, value.n, REPLACEMENT, 3))
		return true;
	return e && e > value.text && (size_t)(e - value.text) + 2 < value.n && e[1] == '+' &&
	       is_digit(e[-1]) && is_digit(e[2]) && is_digit(value.text[0]);
}

static bool is_masked(struct span value)
{
	static const char FULL_WIDTH[] = "＊";

	return memchr(value.text, '*', value.n) || memmem(value.text, value.n, FULL_WIDTH, 3) ||
	       memmem(value.text, value.n, "xxx", 3) || memmem(value.text, value.n, "XXX", 3) ||
	       memchr(value.text, '#', value.n);
}

/* An ASCII letter or two and digits, as most ids are: no placeholder, mask or damage looks so. */
static bool is_plain(struct span value)
{
	uint32_t i = 0, digits = 0;

	for (; i < value.n && i < 2 && value.text[i] >= 'A' && value.text[i] <= 'Z'; i++)
		;
	for (; i < value.n && is_digit(value.text[i]); i++)
		digits++;
	return i == value.n && digits;
}

bool identifier_is_key(struct span value)
{
	if (!value.n || is_one_character(value))
		return false;
	if (is_plain(value))
		return true;
	if (is_masked(value) || is_damaged(value))
		return false;
	for (size_t i = 0; i < sizeof PLACEHOLDERS / sizeof *PLACEHOLDERS; i++)
		if (is_word(value, PLACEHOLDERS[i]))
			return false;
	return true;
}

/* One character and an honorific (王先生) is many people. */
static bool is_full_name(struct span name)
{
	for (size_t i = 0; i < sizeof HONORIFICS / sizeof *HONORIFICS; i++) {
		size_t n = strlen(HONORIFICS[i]);

		if (name.n > n && !memcmp(name.text + name.n - n, HONORIFICS[i], n))
			return text_count(name.text, name.n - n) > 1;
	}
	return text_count(name.text, name.n) > 1;
}

static bool add_scoped(struct span value, struct span source, struct buf *buf)
{
	if (!identifier_is_key(value))
		return false;
	buf_add(buf, source.text, source.n);
	buf_add_char(buf, '/');
	buf_add(buf, value.text, value.n);
	return true;
}

static bool add_name(struct span value, struct span source, struct buf *buf)
{
	return value.n && is_full_name(value) && add_scoped(value, source, buf);
}

/* 13800138000 and 12345678901 are typed where a number must be and none is known. */
static bool is_made_up(const char *digits, size_t n)
{
	size_t steps = 0, repeats = 0;

	if (n == 11 && !memcmp(digits, "13800138000", 11))
		return true;
	for (size_t i = 1; i < n; i++) {
		steps += digits[i] == (digits[i - 1] == '9' ? '0' : digits[i - 1] + 1);
		repeats += digits[i] == digits[i - 1];
	}
	return steps >= n - 2 || repeats >= n - 2;
}

/* Digits only, without China's country code. */
static bool add_phone(struct span value, struct span source, struct buf *buf)
{
	size_t start = buf->len, n;

	(void)source;
	if (!identifier_is_key(value))
		return false;
	for (size_t i = 0; i < value.n; i++) {
		if (is_digit(value.text[i]))
			buf_add_char(buf, value.text[i]);
		else if (!strchr(" +-()./", value.text[i]))
			return false;
	}
	n = buf->len - start;
	if (n == 13 && !memcmp(buf->data + start, "861", 3)) {
		memmove(buf->data + start, buf->data + start + 2, 11);
		buf->len -= 2;
	} else if (n == 15 && !memcmp(buf->data + start, "00861", 5)) {
		memmove(buf->data + start, buf->data + start + 4, 11);
		buf->len -= 4;
	}
	n = buf->len - start;
	return n >= PHONE_DIGITS && !is_made_up(buf->data + start, n);
}

static bool add_email(struct span value, struct span source, struct buf *buf)
{
	const char *at = value.n ? memchr(value.text, '@', value.n) : NULL;
	size_t after = at ? value.n - (size_t)(at + 1 - value.text) : 0;

	(void)source;
	if (!identifier_is_key(value) || !at || at == value.text || !memchr(at + 1, '.', after) ||
		memchr(at + 1, '@', after) || memchr(value.text, ' ', value.n))
		return false;
	for (size_t i = 0; i < value.n; i++)
		buf_add_char(buf, lower(value.text[i]));
	return true;
}

/* Those that stand alone are used only when nothing before them could be. */
static const struct {
	enum narrative narrative;
	bool (*add)(struct span value, struct span source, struct buf *buf);
	bool stands_alone;
} READERS[N_IDENTIFIERS] = {
	[IDENTIFIER_CUSTOMER_ID] = {NARRATIVE_CUSTOMER_ID, add_scoped},
	[IDENTIFIER_PHONE] = {NARRATIVE_PHONE, add_phone},
	[IDENTIFIER_EMAIL] = {NARRATIVE_EMAIL, add_email},
	[IDENTIFIER_NAME] = {NARRATIVE_CUSTOMER_NAME, add_name, true},
	[IDENTIFIER_ORDER] = {NARRATIVE_ORDER_ID, add_scoped, true},
};

size_t identifiers_read(const struct span narrative[N_NARRATIVES], struct span source,
	struct buf *buf, struct identifier out[N_IDENTIFIERS])
{
	size_t start[N_IDENTIFIERS], n = 0;

	buf_clear(buf);
	buf_reserve(buf, 1);
	for (enum identifier_kind kind = 0; kind < N_IDENTIFIERS; kind++) {
		struct span value = narrative[READERS[kind].narrative];

		start[n] = buf->len;
		if ((READERS[kind].stands_alone && n) || !value.n)
			continue;
		if (!READERS[kind].add(value, source, buf)) {
			buf->len = start[n];
			continue;
		}
		out[n].kind = kind;
		out[n].key.n = (uint32_t)(buf->len - start[n]);
		n++;
	}
	for (size_t i = 0; i < n; i++) {
		out[i].key.text = buf->data + start[i];
		out[i].node = 0;
		out[i].hash =
			(int64_t)hash_bytes((uint64_t)out[i].kind, out[i].key.text, out[i].key.n);
	}
	return n;
}
