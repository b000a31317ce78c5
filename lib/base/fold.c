#include "base/fold.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <opencc.h>

#include "base/mem.h"
#include "base/text.h"

enum { HAN_FIRST = 0x3400, HAN_LAST = 0x9fff };

/* What each code point of the first plane becomes; itself where nothing changes. */
struct fold {
	uint16_t to[0x10000];
};

/* Every Han character, one a line, as opencc wants it. */
static char *han_lines(size_t *n)
{
	struct buf out = {0};

	for (uint32_t code = HAN_FIRST; code <= HAN_LAST; code++) {
		char bytes[4];

		buf_add(&out, bytes, text_encode(code, bytes));
		buf_add_char(&out, '\n');
	}
	*n = out.len;
	return buf_take(&out);
}

/* One character of equal length a line is taken; a line that holds anything else is left alone. */
static void take_lines(struct fold *fold, const char *lines)
{
	const char *p = lines;

	for (uint32_t code = HAN_FIRST; code <= HAN_LAST && *p; code++) {
		size_t n = strcspn(p, "\n");
		uint32_t to;

		if (n == 3 && text_decode(p, n, &to) == 3)
			fold->to[code] = (uint16_t)to;
		p += n + (p[n] == '\n');
	}
}

static int take_simplified(struct fold *fold, struct err *err)
{
	opencc_t opencc = opencc_open("t2s.json");
	size_t n;
	char *lines, *simplified;

	if (opencc == (opencc_t)-1)
		return err_set(err, "cannot load the Simplified characters: %s", opencc_error());
	lines = han_lines(&n);
	simplified = opencc_convert_utf8(opencc, lines, n);
	if (simplified)
		take_lines(fold, simplified);
	else
		err_set(err, "cannot convert to Simplified characters: %s", opencc_error());
	opencc_convert_utf8_free(simplified);
	free(lines);
	opencc_close(opencc);
	return simplified ? 0 : -1;
}

static void take_widths(struct fold *fold)
{
	for (uint32_t i = 0; i < 26; i++) {
		fold->to[0xff21 + i] = (uint16_t)('a' + i);
		fold->to[0xff41 + i] = (uint16_t)('a' + i);
	}
	for (uint32_t i = 0; i < 10; i++)
		fold->to[0xff10 + i] = (uint16_t)('0' + i);
	fold->to[0x3000] = ' ';
	fold->to[0x2018] = '\'';
	fold->to[0x2019] = '\'';
}

struct fold *fold_new(struct err *err)
{
	struct fold *fold = mem_zalloc(sizeof *fold);

	for (uint32_t code = 0; code < 0x10000; code++)
		fold->to[code] = (uint16_t)code;
	if (take_simplified(fold, err) < 0) {
		fold_free(fold);
		return NULL;
	}
	take_widths(fold);
	return fold;
}

void fold_free(struct fold *fold)
{
	free(fold);
}

static inline unsigned char small_letter(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c + ('a' - 'A')) : c;
}

static inline bool is_three(unsigned char first)
{
	return (first & 0xf0) == 0xe0;
}

static inline uint32_t decode_three(const unsigned char *in)
{
	return (in[0] & 15u) << 12 | (in[1] & 63u) << 6 | (in[2] & 63u);
}

/* Folds the three bytes at `in`; returns the bytes written, 3 or 1. */
static inline size_t fold_three(const struct fold *fold, const unsigned char *in, char *out)
{
	uint32_t to = fold->to[decode_three(in)];

	if (to < 0x80) {
		out[0] = (char)to;
		return 1;
	}
	out[0] = (char)(0xe0 | to >> 12);
	out[1] = (char)(0x80 | (to >> 6 & 63));
	out[2] = (char)(0x80 | (to & 63));
	return 3;
}

/* ---- eight bytes at once ---- */

/* As many bytes as every processor compares at once. */
typedef signed char sixteen __attribute__((vector_size(16)));

static inline void fold_sixteen(const char *text, char *out)
{
	sixteen bytes;

	memcpy(&bytes, text, sizeof bytes);
	bytes |= (bytes >= 'A') & (bytes <= 'Z') & ('a' - 'A');
	memcpy(out, &bytes, sizeof bytes);
}

/* The last bytes of a longer text are looked at together with some before them, once more. That
 * takes a third of the instructions that eight bytes at a time did, and one by one at the end. */
void fold_capitals(const char *text, size_t n, char *out)
{
	size_t i = 0;

	if (n < sizeof(sixteen)) {
		for (; i < n; i++)
			out[i] = (char)small_letter((unsigned char)text[i]);
		return;
	}
	for (; i + sizeof(sixteen) < n; i += sizeof(sixteen))
		fold_sixteen(text + i, out + i);
	fold_sixteen(text + n - sizeof(sixteen), out + n - sizeof(sixteen));
}

uint32_t fold_code(const struct fold *fold, uint32_t code)
{
	return fold->to[code];
}

size_t fold_text(const struct fold *fold, const char *text, size_t n, char *out)
{
	const unsigned char *in = (const unsigned char *)text;
	char *start = out;

	for (size_t i = 0; i < n;)
		if (is_three(in[i]) && i + 3 <= n) {
			out += fold_three(fold, in + i, out);
			i += 3;
		} else {
			*out++ = (char)small_letter(in[i++]);
		}
	return (size_t)(out - start);
}

void fold_pattern(const struct fold *fold, const char *text, size_t n, struct buf *out)
{
	size_t from = 0;

	buf_reserve(out, n);
	for (size_t i = 0; i <= n; i++) {
		if (i < n && text[i] != '\\')
			continue;
		out->len += fold_text(fold, text + from, i - from, out->data + out->len);
		out->data[out->len] = '\0';
		if (i < n)
			buf_add(out, text + i, i + 1 < n ? 2 : 1);
		from = ++i + 1;
	}
}

size_t fold_origin(const struct fold *fold, const char *text, size_t n, size_t folded)
{
	const unsigned char *in = (const unsigned char *)text;
	size_t i = 0;

	for (size_t at = 0; at < folded && i < n;) {
		char bytes[3];

		if (is_three(in[i]) && i + 3 <= n) {
			at += fold_three(fold, in + i, bytes);
			i += 3;
		} else {
			at++;
			i++;
		}
	}
	return i;
}
