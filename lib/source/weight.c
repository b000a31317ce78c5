#include "source/weight.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "source/twice.h"

enum { BLOCK = 1 << 20 };

/* Three characters of three bytes and nothing that is wrong. */
static bool is_surely_utf8(const unsigned char *p, size_t n)
{
	size_t long_ones = 0;

	for (size_t i = 0; i < n && long_ones < 3; i++)
		long_ones += p[i] >= 0xe0;
	return long_ones == 3;
}

static void count_high(struct weight *weight, const char *line, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		weight->n_high += line[i] < 0;
		weight->n_runs += line[i] < 0 && !(i && line[i - 1] < 0);
	}
}

/* Characters of Latin-1 are C2 or C3 and another byte. */
static bool is_latin(const char *line, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)line[i] > 0xc3)
			return false;
	return true;
}

static void weigh_shown(struct weight *weight, const char *line, size_t n)
{
	if (!weight->shown || !twice_bytes(line, n, &weight->bytes))
		return;
	weight->n_shown++;
	weight->n_windows += !is_latin(line, n);
	likely_add(weight->shown, buf_text(&weight->bytes), weight->bytes.len);
}

static void weigh_line(struct weight *weight, const char *line, size_t n)
{
	size_t ascii = 0;

	while (ascii < n && line[ascii] >= 0)
		ascii++;
	if (ascii == n)
		return;
	weight->n_lines++;
	if (text_valid(line + ascii, n - ascii) == n - ascii) {
		weight->n_utf8++;
		weight->n_twice += twice_is(line + ascii, n - ascii);
		weigh_shown(weight, line, n);
		if (is_surely_utf8((const unsigned char *)line + ascii, n - ascii)) {
			weight->n_sure++;
			return;
		}
	}
	if (weight->likely) {
		count_high(weight, line + ascii, n - ascii);
		likely_add(weight->likely, line, n);
	}
}

int weight_gather(struct weight *weight, const struct source *source, struct err *err)
{
	char *block = mem_alloc(BLOCK);
	uint64_t offset = 0;
	size_t carry = 0; /* start of a line that the last block cut */
	int64_t n;

	if (!source->is_utf8 || !source->has_long)
		weight->likely = likely_new();
	if (source->is_utf8 && source->has_latin)
		weight->shown = likely_new();
	while ((n = source_read(source, offset, block + carry, BLOCK - carry, err)) > 0) {
		size_t length = carry + (size_t)n;
		size_t start = 0;

		offset += (uint64_t)n;
		for (const char *end; (end = memchr(block + start, '\n', length - start));) {
			weigh_line(weight, block + start, (size_t)(end - block) - start);
			start = (size_t)(end - block) + 1;
		}
		if (start == 0 && length == BLOCK) { /* a line longer than the block */
			weigh_line(weight, block, length);
			start = length;
		}
		carry = length - start;
		memmove(block, block + start, carry);
	}
	if (carry)
		weigh_line(weight, block, carry);
	free(block);
	return n < 0 ? -1 : 0;
}

void weight_release(struct weight *weight)
{
	likely_free(weight->likely);
	likely_free(weight->shown);
	buf_release(&weight->bytes);
}
