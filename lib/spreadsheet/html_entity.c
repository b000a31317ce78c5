#include "spreadsheet/html_scan.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

enum { LONGEST = 12, LAST_CODE = 0x10ffff };

/* U+00A0 and those that follow it. */
static const char LATIN[][8] = {"nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect",
	"uml", "copy", "ordf", "laquo", "not", "shy", "reg", "macr", "deg", "plusmn", "sup2",
	"sup3", "acute", "micro", "para", "middot", "cedil", "sup1", "ordm", "raquo", "frac14",
	"frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring",
	"AElig", "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml",
	"ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave",
	"Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute", "acirc",
	"atilde", "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml", "igrave",
	"iacute", "icirc", "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml",
	"divide", "oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml"};

static const struct {
	const char *name;
	uint32_t code;
} OTHERS[] = {
	{"amp", '&'},
	{"lt", '<'},
	{"gt", '>'},
	{"quot", '"'},
	{"apos", '\''},
	{"ensp", 0x2002},
	{"emsp", 0x2003},
	{"thinsp", 0x2009},
	{"ndash", 0x2013},
	{"mdash", 0x2014},
	{"lsquo", 0x2018},
	{"rsquo", 0x2019},
	{"ldquo", 0x201c},
	{"rdquo", 0x201d},
	{"bull", 0x2022},
	{"hellip", 0x2026},
	{"permil", 0x2030},
	{"euro", 0x20ac},
	{"trade", 0x2122},
	{"larr", 0x2190},
	{"uarr", 0x2191},
	{"rarr", 0x2192},
	{"darr", 0x2193},
	{"minus", 0x2212},
	{"le", 0x2264},
	{"ge", 0x2265},
};

/* &#128; to &#159; are meant as Windows-1252. */
static const uint16_t WESTERN[32] = {0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c,
	0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178};

static bool is_name(const char *p, size_t n, const char *name)
{
	return strlen(name) == n && !memcmp(p, name, n);
}

/* 0: no such entity. */
static uint32_t named(const char *p, size_t n)
{
	for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
		if (is_name(p, n, OTHERS[i].name))
			return OTHERS[i].code;
	for (size_t i = 0; i < sizeof LATIN / sizeof *LATIN; i++)
		if (is_name(p, n, LATIN[i]))
			return 0xa0 + (uint32_t)i;
	return 0;
}

static int digit(char c, uint32_t base)
{
	int value = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' ? (c | 32) - 'a' + 10 : 99;

	return value < (int)base ? value : -1;
}

/* What follows '#'; 0 when it is no character. */
static uint32_t numbered(const char *p, size_t n)
{
	uint32_t base = n && (*p == 'x' || *p == 'X') ? 16 : 10;
	uint32_t code = 0;
	size_t i = base == 16;

	if (i == n)
		return 0;
	for (; i < n && code <= LAST_CODE; i++) {
		int value = digit(p[i], base);

		if (value < 0)
			return 0;
		code = code * base + (uint32_t)value;
	}
	if (code >= 0x80 && code < 0xa0)
		code = WESTERN[code - 0x80];
	return code > LAST_CODE || (code >= 0xd800 && code < 0xe000) ? 0 : code;
}

/* The entity at p, which is '&'; its length goes to `length`. 0: there is none. */
static uint32_t entity(const char *p, size_t n, size_t *length)
{
	size_t most = n < LONGEST ? n : LONGEST;
	const char *end = memchr(p, ';', most);

	if (!end)
		return 0;
	*length = (size_t)(end - p) + 1;
	return p[1] == '#' ? numbered(p + 2, *length - 3) : named(p + 1, *length - 2);
}

void html_unescape(const char *text, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n;) {
		const char *next = memchr(text + i, '&', n - i);
		size_t plain = next ? (size_t)(next - text) - i : n - i;
		size_t length = 1;
		uint32_t code;
		char bytes[4];

		buf_add(out, text + i, plain);
		i += plain;
		if (i == n)
			return;
		code = entity(text + i, n - i, &length);
		if (code)
			buf_add(out, bytes, text_encode(code, bytes));
		else
			buf_add(out, text + i, length = 1);
		i += length;
	}
}
