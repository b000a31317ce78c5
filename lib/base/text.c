#include "base/text.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

static bool is_tail(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

/* Length of the valid sequence at p, 0 if it is none. Table 3-7 of the Unicode standard. */
static size_t sequence(const unsigned char *p, size_t n)
{
	unsigned char c = p[0];

	if (c < 0x80)
		return 1;
	if (c < 0xc2 || c > 0xf4)
		return 0;
	if (c < 0xe0)
		return n >= 2 && is_tail(p[1]) ? 2 : 0;
	if (c < 0xf0) {
		if (n < 3 || !is_tail(p[1]) || !is_tail(p[2]))
			return 0;
		return (c == 0xe0 && p[1] < 0xa0) || (c == 0xed && p[1] > 0x9f) ? 0 : 3;
	}
	if (n < 4 || !is_tail(p[1]) || !is_tail(p[2]) || !is_tail(p[3]))
		return 0;
	return (c == 0xf0 && p[1] < 0x90) || (c == 0xf4 && p[1] > 0x8f) ? 0 : 4;
}

size_t text_valid(const char *text, size_t n)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t i = utf8_valid_start(p, n);

	while (i < n) {
		uint64_t eight;
		size_t length;

		if (p[i] >= 0xe1 && p[i] <= 0xec && n - i >= 3 && is_tail(p[i + 1]) &&
			is_tail(p[i + 2])) {
			i += 3; /* most of Chinese */
			continue;
		}
		if (p[i] < 0x80 && n - i >= sizeof eight) {
			memcpy(&eight, p + i, sizeof eight);
			if (!(eight & 0x8080808080808080u)) {
				i += sizeof eight;
				continue;
			}
		}
		length = sequence(p + i, n - i);
		if (!length)
			break;
		i += length;
	}
	return i;
}

size_t text_decode(const char *text, size_t n, uint32_t *code)
{
	const unsigned char *p = (const unsigned char *)text;

	if (p[0] < 0x80 || n < 2) {
		*code = p[0];
		return 1;
	}
	if (p[0] < 0xe0 || n < 3) {
		*code = (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
		return 2;
	}
	if (p[0] < 0xf0 || n < 4) {
		*code = (uint32_t)(p[0] & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 |
			(p[2] & 0x3f);
		return 3;
	}
	*code = (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 |
		(uint32_t)(p[2] & 0x3f) << 6 | (p[3] & 0x3f);
	return 4;
}

size_t text_encode(uint32_t code, char out[4])
{
	return (size_t)utf8proc_encode_char((utf8proc_int32_t)code, (utf8proc_uint8_t *)out);
}

int text_code_width(uint32_t code)
{
	if (code < 0x7f)
		return code >= ' ';
	return utf8proc_charwidth((utf8proc_int32_t)code);
}

size_t text_width(const char *text, size_t n)
{
	size_t width = 0;

	for (size_t i = 0; i < n;) {
		uint32_t code;

		i += text_decode(text + i, n - i, &code);
		width += (size_t)text_code_width(code);
	}
	return width;
}

size_t text_count(const char *text, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += !is_tail((unsigned char)text[i]);
	return count;
}

size_t text_fit(const char *text, size_t n, size_t width)
{
	size_t used = 0;
	size_t i = 0;

	while (i < n) {
		uint32_t code;
		size_t length = text_decode(text + i, n - i, &code);
		size_t columns = (size_t)text_code_width(code);

		if (used + columns > width)
			break;
		used += columns;
		i += length;
	}
	return i;
}

/* Length of the blank at the start of p, 0 if there is none. */
static size_t blank(const char *p, size_t n)
{
	if (n && (*p == ' ' || (*p >= '\t' && *p <= '\r')))
		return 1;
	if (n >= 2 && !memcmp(p, "\xc2\xa0", 2))
		return 2;
	if (n >= 3 && (!memcmp(p, "\xe3\x80\x80", 3) || !memcmp(p, "\xef\xbb\xbf", 3)))
		return 3;
	return 0;
}

static size_t blank_at_end(const char *p, size_t n)
{
	for (size_t k = 1; k <= 3 && k <= n; k++)
		if (blank(p + n - k, k) == k)
			return k;
	return 0;
}

const char *text_trim(const char *text, size_t *n)
{
	size_t k;

	while ((k = blank(text, *n))) {
		text += k;
		*n -= k;
	}
	while ((k = blank_at_end(text, *n)))
		*n -= k;
	return text;
}

bool text_is(const char *text, size_t n, const char *word)
{
	return strlen(word) == n && !memcmp(text, word, n);
}

void text_capital(char *text)
{
	if (*text >= 'a' && *text <= 'z' && !(text[1] >= 'A' && text[1] <= 'Z'))
		*text = (char)(*text - 'a' + 'A');
}
