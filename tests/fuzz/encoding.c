/* Any bytes as text of some encoding. The first byte chooses: by evidence, or one that is named.
 *
 * Whatever comes out is UTF-8 without NUL, the same the second time; what is UTF-8 of Chinese
 * already is found to be, and comes out as it was. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "source/charset.h"
#include "source/decode.h"
#include "tests/unit/zipped.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static const char *const WANTED[] = {NULL, NULL, NULL, NULL, "UTF-8", "GB18030", "GBK", "GB2312",
	"BIG5", "BIG5-HKSCS", "CP1252", "CP932", "EUC-KR", "UTF-16", "UTF-16LE", "UTF-16BE",
	"UTF-32", "UTF-7", "ISO-2022-JP", "HZ", "UTF-8-TWICE"};

static void check_line(struct decoder *decoder, const struct encoding *encoding, const char *line,
	size_t n, struct arena *arena)
{
	size_t bad, again;
	struct span text = decoder_text(decoder, arena, line, n, &bad);
	struct span twin = decoder_text(decoder, arena, line, n, &again);

	if (memchr(text.text, 0, text.n) || text_valid(text.text, text.n) != text.n)
		abort();
	if (bad != again || twin.n != text.n || memcmp(twin.text, text.text, text.n) != 0)
		abort();
	if (encoding->is_sound && (bad != SIZE_MAX || n != text.n || memcmp(line, text.text, n)))
		abort();
	if (bad != SIZE_MAX && bad >= n)
		abort();
	arena_clear(arena);
}

static void check_lines(struct decoder *decoder, const struct encoding *encoding,
	const struct source *source, size_t at)
{
	static char bytes[1 << 20];
	struct arena arena = {0};
	struct err err;
	int64_t n = source_read(source, at, bytes, sizeof bytes, &err);
	char *p = bytes, *end;

	for (; n > 0; n -= end + 1 - p, p = end + 1) {
		end = memchr(p, '\n', (size_t)n);
		end = end ? end : p + n;
		check_line(decoder, encoding, p, (size_t)(end - p), &arena);
	}
	arena_release(&arena);
}

static void check_source(struct source *source, const char *wanted)
{
	bool is_text = source->kind == SOURCE_TEXT;
	struct encoding encoding;
	struct decoder *decoder;
	struct err err = {0};

	if ((is_text ? encoding_find : charset_find)(&encoding, source, wanted, &err) < 0) {
		if (!*err.text)
			abort();
		return;
	}
	if (source->is_utf8 && source->has_long && !wanted && strcmp(encoding.name, "UTF-8") != 0)
		abort();
	if (encoding.is_utf16 && encoding_to_utf8(source, &encoding, &err) < 0)
		abort();
	decoder = decoder_open(&encoding, &err);
	if (!decoder)
		abort();
	check_lines(decoder, &encoding, source, encoding.is_utf16 ? 0 : encoding.bom);
	decoder_close(decoder);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const char *wanted = n ? WANTED[*bytes % (sizeof WANTED / sizeof *WANTED)] : NULL;
	int fd = n ? bytes_file(bytes + 1, n - 1) : -1;
	char path[32];
	struct source source;
	struct err err;

	if (fd < 0)
		return 0;
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (source_open(&source, path, &err) == 0) {
		if (source.kind != SOURCE_XLSX && source.kind != SOURCE_XLS)
			check_source(&source, wanted);
		source_close(&source);
	}
	close(fd);
	return 0;
}
