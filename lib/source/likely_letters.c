#include "source/likely_letters.h"

#include <string.h>

#include "base/text.h"

bool likely_is_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Western text has single accented letters and typographic marks between ASCII; three in a row are
 * nearly none. */
double likely_western(const unsigned char *p, size_t n, uint64_t *count)
{
	static const char UNDEFINED[] = "\x81\x8d\x8f\x90\x9d";
	static const char USED[] =
		"\x80\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa3\xa9\xab\xae\xb0\xb7\xbb"
		"\xc0\xc1\xc4\xc7\xc8\xc9\xcd\xd1\xd3\xd6\xda\xdc\xdf\xe0\xe1\xe2"
		"\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee\xef\xf1\xf2\xf3"
		"\xf4\xf5\xf6\xf8\xf9\xfa\xfb\xfc";
	static const float RUNS[] = {0, -4, -8};
	double sum = 0;
	size_t run = 0;

	for (size_t i = 0; i < n; i++) {
		bool is_mark = p[i] >= 0x91 && p[i] <= 0x97;

		if (p[i] < 0x80) {
			run = 0;
			continue;
		}
		++*count;
		sum += (double)RUNS[run < 3 ? run : 2];
		if (strchr(UNDEFINED, p[i])) {
			sum += (double)LIKELY_NONE;
		} else {
			sum += strchr(USED, p[i]) ? -4.1 : -7.3;
			if (!run && !is_mark)
				sum += i && likely_is_letter(p[i - 1]) ? -2.0 : -4.0;
		}
		run++;
	}
	return sum;
}

/* Letters of one alphabet stand together: a letter of another costs more. */
static float price_of_code(const struct likely_signs *signs, uint32_t code, uint32_t before)
{
	if (code < 0xa0)
		return LIKELY_ODD;
	if (code < 0x100)
		return code >= 0xe0 || code == 0xb0 || code == 0xb7 ? -4.1F : -5.6F;
	if (code < 0x800)
		return code / 128 == before / 128 ? -6.0F : -12.0F;
	if (likely_signs_has(&signs->marks, code) || (code >= 0x2010 && code <= 0x2030))
		return LIKELY_MARK;
	return likely_signs_has(&signs->frequent[CHINESE], code) ? LIKELY_FREQUENT : LIKELY_USUAL;
}

static bool is_word(unsigned char c)
{
	return likely_is_letter(c) || (c >= '0' && c <= '9');
}

/* No letter or figure of ASCII beside it. */
static bool is_alone(const unsigned char *p, size_t i, size_t length, size_t n)
{
	return !(i && is_word(p[i - 1])) && !(i + length < n && is_word(p[i + length]));
}

double likely_utf8(
	const struct likely_signs *signs, const unsigned char *p, size_t n, uint64_t *count)
{
	static const float ALONE = -7.0F;
	double sum = 0;
	uint32_t before = 0;

	for (size_t i = 0; i < n;) {
		uint32_t code;
		size_t length = 1;

		if (p[i] < 0x80) {
			i++;
			continue;
		}
		if (!text_valid((const char *)p + i, n - i < 4 ? n - i : 4)) {
			sum += (double)LIKELY_NONE;
		} else {
			length = text_decode((const char *)p + i, n - i, &code);
			sum += (double)price_of_code(signs, code, before);
			if (code < 0x180 && is_alone(p, i, length, n))
				sum += (double)ALONE;
			before = code;
		}
		++*count;
		i += length;
	}
	return sum;
}
