#include "source/twice.h"

#include "base/text.h"

/* What Windows-1252 shows for the bytes 80 to 9F; those that it lacks stay as they are. */
static const uint16_t SHOWN[32] = {0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d, 0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c,
	0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e,
	0x0178};

/* The byte that was shown as the character, or 0. */
static unsigned char byte_of(uint32_t code)
{
	if (code >= 0x80 && code <= 0xff)
		return (unsigned char)code;
	for (size_t i = 0; code > 0xff && i < 32; i++)
		if (SHOWN[i] == code)
			return (unsigned char)(0x80 + i);
	return 0;
}

/* Bytes of the stretch at p whose characters were all bytes above 7F; these are added to `bytes`.
 */
static size_t take_stretch(const char *p, size_t n, struct buf *bytes)
{
	size_t i = 0;

	while (i < n && p[i] < 0) {
		uint32_t code;
		size_t length = text_decode(p + i, n - i, &code);
		unsigned char byte = length ? byte_of(code) : 0;

		if (!byte)
			break;
		buf_add_char(bytes, (char)byte);
		i += length;
	}
	return i;
}

bool twice_bytes(const char *line, size_t n, struct buf *bytes)
{
	size_t i = 0;

	buf_clear(bytes);
	while (i < n) {
		size_t taken = 1;

		if (line[i] >= 0)
			buf_add_char(bytes, line[i]);
		else
			taken = take_stretch(line + i, n - i, bytes);
		if (!taken)
			return false;
		i += taken;
	}
	return true;
}

/* Stretches that begin as UTF-8 of Chinese or of Western letters does. */
static bool is_undone(const struct buf *bytes)
{
	unsigned char lead = bytes->len ? (unsigned char)bytes->data[0] : 0;

	return bytes->len >= 2 && (lead == 0xc2 || lead == 0xc3 || lead >= 0xe2) &&
	       text_valid(bytes->data, bytes->len) == bytes->len;
}

bool twice_is(const char *line, size_t n)
{
	struct buf bytes = {0};
	bool is_twice = false, is_once = false;

	for (size_t i = 0; i < n && !is_once;) {
		size_t taken;

		if (line[i] >= 0) {
			i++;
			continue;
		}
		buf_clear(&bytes);
		taken = take_stretch(line + i, n - i, &bytes);
		if (is_undone(&bytes))
			is_twice = true;
		else
			is_once = true;
		i += taken ? taken : 1;
	}
	buf_release(&bytes);
	return is_twice && !is_once;
}

void twice_undo(const char *text, size_t n, struct buf *out)
{
	struct buf bytes = {0};

	for (size_t i = 0; i < n;) {
		uint32_t code;
		size_t taken;

		buf_clear(&bytes);
		taken = text[i] < 0 ? take_stretch(text + i, n - i, &bytes) : 0;
		if (!taken) /* a whole character: the bytes within one say nothing */
			taken = text_decode(text + i, n - i, &code);
		if (is_undone(&bytes))
			buf_add(out, bytes.data, bytes.len);
		else
			buf_add(out, text + i, taken);
		i += taken;
	}
	buf_release(&bytes);
}
