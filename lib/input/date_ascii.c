#include "input/date_ascii.h"

#include <string.h>

/* Characters of dates, and what they mean in ASCII. */
static const struct sign {
	const char *from, *to;
} SIGNS[] = {
	{"民國", " "},
	{"民国", " "},
	{"年", "-"},
	{"月", "-"},
	{"日", " "},
	{"号", " "},
	{"號", " "},
	{"时", ":"},
	{"時", ":"},
	{"点", ":"},
	{"點", ":"},
	{"分", ":"},
	{"秒", " "},
	{"上午", " am "},
	{"早上", " am "},
	{"早晨", " am "},
	{"清晨", " am "},
	{"凌晨", " am "},
	{"下午", " pm "},
	{"傍晚", " pm "},
	{"晚上", " night "},
	{"晚间", " night "},
	{"中午", " noon "},
	{"\xe3\x80\x80", " "},
	{"\xc2\xa0", " "},
	{"\xe2\x80\xaf", " "},
	{"－", "-"},
	{"．", "."},
	{"／", "/"},
	{"：", ":"},
	{"星期一", " "},
	{"星期二", " "},
	{"星期三", " "},
	{"星期四", " "},
	{"星期五", " "},
	{"星期六", " "},
	{"星期日", " "},
	{"星期天", " "},
};

/* Bytes of the sign at p, 0 when it is none; what it means is added. */
static size_t take_sign(const char *p, size_t n, char *out, size_t *length)
{
	if (n >= 3 && p[0] == '\xef' && p[1] == '\xbc' && p[2] >= '\x90' && p[2] <= '\x99') {
		out[(*length)++] = (char)('0' + (p[2] - '\x90'));
		return 3;
	}
	for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++) {
		size_t size = strlen(SIGNS[i].from);

		if (n >= size && !memcmp(p, SIGNS[i].from, size)) {
			strcpy(out + *length, SIGNS[i].to);
			*length += strlen(SIGNS[i].to);
			return size;
		}
	}
	return 0;
}

bool date_ascii(char out[DATE_ASCII], const char *text, size_t n)
{
	size_t length = 0;

	for (size_t i = 0; i < n;) {
		if (length + 8 >= DATE_ASCII)
			return false;
		if (text[i] > 0) {
			char c = text[i++];

			out[length++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
			continue;
		}
		size_t taken = take_sign(text + i, n - i, out, &length);

		if (!taken)
			return false;
		i += taken;
	}
	out[length] = '\0';
	return true;
}
