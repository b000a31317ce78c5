#include "record/key.h"

#include <stdbool.h>
#include <string.h>

static size_t wide_blank(const unsigned char *p, size_t n)
{
	if (n >= 2 && p[0] == 0xc2 && p[1] == 0xa0)
		return 2;
	if (n >= 3 && (!memcmp(p, "\xe3\x80\x80", 3) || !memcmp(p, "\xef\xbb\xbf", 3)))
		return 3;
	return 0;
}

static bool is_dropped(char c)
{
	return (unsigned char)c <= ' ' || c == '_' || c == '-' || c == '*' || c == ':';
}

size_t key_fold(char *out, const char *text, size_t n)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t length = 0;

	for (size_t i = 0; i < n;) {
		size_t blank = p[i] < 0x80 ? 0 : wide_blank(p + i, n - i);
		char c = p[i] < 0x80 ? (char)p[i] : key_narrow(text + i, n - i);

		if (blank) {
			i += blank;
			continue;
		}
		if (!c) {
			out[length++] = text[i++];
			continue;
		}
		i += p[i] < 0x80 ? 1 : 3;
		if (!is_dropped(c))
			out[length++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	return length;
}

/* U+FF01..U+FF5E is ASCII '!'..'~' in full width: EF BC 81..BF, EF BD 80..9E. */
char key_narrow(const char *p, size_t n)
{
	const unsigned char *bytes = (const unsigned char *)p;

	if (n < 3 || bytes[0] != 0xef)
		return 0;
	if (bytes[1] == 0xbc && bytes[2] >= 0x81)
		return (char)(bytes[2] - 0x81 + '!');
	if (bytes[1] == 0xbd && bytes[2] <= 0x9e)
		return (char)(bytes[2] - 0x80 + '`');
	return 0;
}
