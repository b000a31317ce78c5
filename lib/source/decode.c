#include "source/decode.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "source/twice.h"

enum { BLOCK = 1 << 20 };

struct decoder {
	bool is_utf8, is_sound, is_twice;
	iconv_t iconv;
	struct buf out;
};

struct decoder *decoder_open(const struct encoding *encoding, struct err *err)
{
	struct decoder *decoder = mem_zalloc(sizeof *decoder);

	decoder->is_twice = encoding->is_twice;
	decoder->is_utf8 =
		!strcasecmp(encoding->name, "UTF-8") || encoding->is_utf16 || encoding->is_twice;
	decoder->is_sound = encoding->is_sound;
	if (decoder->is_utf8)
		return decoder;
	decoder->iconv = iconv_open("UTF-8", encoding->name);
	if (decoder->iconv != (iconv_t)-1)
		return decoder;
	err_set(err, "unknown encoding '%s'", encoding->name);
	free(decoder);
	return NULL;
}

void decoder_close(struct decoder *decoder)
{
	if (!decoder)
		return;
	if (!decoder->is_utf8)
		iconv_close(decoder->iconv);
	buf_release(&decoder->out);
	free(decoder);
}

static bool is_ascii(const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (bytes[i] <= 0)
			return false;
	return true;
}

/* Appends what of the bytes is valid; returns how many bytes that was. */
static size_t decode_valid(struct decoder *decoder, const char *bytes, size_t n)
{
	char *in = (char *)bytes;
	char *out;
	size_t left = n, room, valid;

	if (decoder->is_utf8) {
		valid = text_valid(bytes, n);
		if (decoder->is_twice)
			twice_undo(bytes, valid, &decoder->out);
		else
			buf_add(&decoder->out, bytes, valid);
		return valid;
	}
	buf_reserve(&decoder->out, n * 3 + 16);
	out = decoder->out.data + decoder->out.len;
	room = n * 3 + 16;
	if (iconv(decoder->iconv, &in, &left, &out, &room) != (size_t)-1)
		iconv(decoder->iconv, NULL, NULL, &out, &room);
	decoder->out.len = (size_t)(out - decoder->out.data);
	return n - left;
}

/* The next stretch up to a NUL, which no text may have. */
static size_t stretch(const char *bytes, size_t n)
{
	const char *nul = memchr(bytes, 0, n);

	return nul ? (size_t)(nul - bytes) : n;
}

struct span decoder_text(
	struct decoder *decoder, struct arena *arena, const char *bytes, size_t n, size_t *bad)
{
	*bad = SIZE_MAX;
	if (decoder->is_sound || is_ascii(bytes, n))
		return (struct span){arena_text(arena, bytes, n), (uint32_t)n};
	buf_clear(&decoder->out);
	for (size_t i = 0; i < n;) {
		i += decode_valid(decoder, bytes + i, stretch(bytes + i, n - i));
		if (i == n)
			break;
		if (*bad == SIZE_MAX)
			*bad = i;
		buf_format(&decoder->out, "\\x%02X", (unsigned char)bytes[i++]);
		if (!decoder->is_utf8)
			iconv(decoder->iconv, NULL, NULL, NULL, NULL);
	}
	return (struct span){arena_text(arena, buf_text(&decoder->out), decoder->out.len),
		(uint32_t)decoder->out.len};
}

bool decoder_copies(const struct decoder *decoder)
{
	return decoder->is_sound;
}

/* Converts what is complete of a block; returns how many bytes that was. */
static size_t convert(
	iconv_t to_utf8, size_t unit, const char *block, size_t n, bool at_end, struct buf *out)
{
	char *in = (char *)block;
	size_t left = n;

	buf_clear(out);
	buf_reserve(out, n * 2 + 16);
	while (left) {
		char *to = out->data + out->len;
		size_t room = out->capacity - out->len;
		bool is_done = iconv(to_utf8, &in, &left, &to, &room) != (size_t)-1;

		out->len = (size_t)(to - out->data);
		if (is_done || (errno == EINVAL && !at_end))
			break;
		buf_add_char(out, '\xff');
		in += left < unit ? left : unit;
		left -= left < unit ? left : unit;
		buf_reserve(out, left * 2 + 16);
	}
	return n - left;
}

/* The same for text encoded twice: up to the last byte of ASCII, between which all of it stands. */
static size_t undo(const char *block, size_t n, bool at_end, struct buf *out)
{
	size_t cut = n;

	while (!at_end && cut && block[cut - 1] < 0)
		cut--;
	cut = cut ? cut : n;
	buf_clear(out);
	for (size_t i = 0; i < cut;) {
		size_t valid = text_valid(block + i, cut - i);

		twice_undo(block + i, valid, out);
		i += valid;
		if (i < cut) {
			buf_add_char(out, '\xff');
			i++;
		}
	}
	return cut;
}

static int convert_all(const struct source *source, const struct encoding *encoding,
	iconv_t to_utf8, FILE *to, struct err *err)
{
	char *block = mem_alloc(BLOCK);
	struct buf out = {0};
	uint64_t offset = encoding->bom;
	int64_t n;

	while ((n = source_read(source, offset, block, BLOCK, err)) > 0) {
		bool at_end = n < BLOCK;

		offset += encoding->is_twice ? undo(block, (size_t)n, at_end, &out)
					     : convert(to_utf8, encoding->is_utf16 ? 2 : 1, block,
						       (size_t)n, at_end, &out);
		if (fwrite(buf_text(&out), 1, out.len, to) != out.len)
			break;
	}
	if (n >= 0 && (fflush(to) != 0 || ferror(to)))
		n = err_errno(err, "cannot keep a copy as UTF-8");
	free(block);
	buf_release(&out);
	return n < 0 ? -1 : 0;
}

int encoding_to_utf8(struct source *source, const struct encoding *encoding, struct err *err)
{
	iconv_t to_utf8 = iconv_open("UTF-8", encoding->is_twice ? "UTF-8" : encoding->name);
	FILE *copy = tmpfile();
	int status = -1;

	if (!copy)
		err_errno(err, "cannot make a temporary file");
	else
		status = convert_all(source, encoding, to_utf8, copy, err);
	iconv_close(to_utf8);
	if (status == 0) {
		close(source->fd);
		source->fd = fcntl(fileno(copy), F_DUPFD_CLOEXEC, 3);
	}
	if (copy)
		fclose(copy);
	return status;
}
