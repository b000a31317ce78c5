#include "input/encoding.h"

#include <iconv.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "input/likely.h"
#include "input/twice.h"
#include "input/wide.h"

enum { BLOCK = 1 << 20, HEAD = 1 << 16 };

/* Of all lines that are not ASCII. */
struct evidence {
	struct likely *likely; /* NULL: not asked for */
	uint64_t n_lines, n_utf8;
	uint64_t n_sure;  /* lines of UTF-8 that no other encoding has by chance */
	uint64_t n_twice; /* lines that were encoded twice */
};

bool encoding_is_known(const char *name)
{
	iconv_t test = iconv_open("UTF-8", name);

	if (test == (iconv_t)-1)
		return !strcasecmp(name, ENCODING_TWICE);
	iconv_close(test);
	return true;
}

static int set_name(struct encoding *encoding, const char *name, double confidence, struct err *err)
{
	if (!encoding_is_known(name))
		return err_set(err, "unknown encoding '%s'", name);
	encoding->is_twice = !strcasecmp(name, ENCODING_TWICE);
	snprintf(encoding->name, sizeof encoding->name, "%s",
		encoding->is_twice ? ENCODING_TWICE : name);
	encoding->confidence = confidence;
	encoding->is_utf16 = !strncasecmp(name, "UTF-16", 6) || !strncasecmp(name, "UCS-2", 5);
	return 0;
}

/* --- evidence --- */

/* Three characters of three bytes and nothing that is wrong. */
static bool is_surely_utf8(const unsigned char *p, size_t n)
{
	size_t long_ones = 0;

	for (size_t i = 0; i < n && long_ones < 3; i++)
		long_ones += p[i] >= 0xe0;
	return long_ones == 3;
}

static void weigh_line(struct evidence *evidence, const char *line, size_t n)
{
	size_t ascii = 0;

	while (ascii < n && line[ascii] >= 0)
		ascii++;
	if (ascii == n)
		return;
	evidence->n_lines++;
	if (text_valid(line + ascii, n - ascii) == n - ascii) {
		evidence->n_utf8++;
		evidence->n_twice += twice_is(line + ascii, n - ascii);
		if (is_surely_utf8((const unsigned char *)line + ascii, n - ascii)) {
			evidence->n_sure++;
			return;
		}
	}
	if (evidence->likely)
		likely_add(evidence->likely, line, n);
}

static int gather(struct evidence *evidence, const struct source *source, struct err *err)
{
	char *block = mem_alloc(BLOCK);
	uint64_t offset = 0;
	size_t carry = 0; /* start of a line that the last block cut */
	int64_t n;

	while ((n = source_read(source, offset, block + carry, BLOCK - carry, err)) > 0) {
		size_t length = carry + (size_t)n;
		size_t start = 0;

		offset += (uint64_t)n;
		for (const char *end; (end = memchr(block + start, '\n', length - start));) {
			weigh_line(evidence, block + start, (size_t)(end - block) - start);
			start = (size_t)(end - block) + 1;
		}
		if (start == 0 && length == BLOCK) { /* a line longer than the block */
			weigh_line(evidence, block, length);
			start = length;
		}
		carry = length - start;
		memmove(block, block + start, carry);
	}
	if (carry)
		weigh_line(evidence, block, carry);
	free(block);
	return n < 0 ? -1 : 0;
}

/* --- verdict --- */

static int refuse_twice(const struct evidence *evidence, struct err *err)
{
	return err_set(err,
		"its text was encoded as UTF-8 twice (%" PRIu64 " of %" PRIu64
		" lines that are not ASCII): read it with --encoding utf-8-twice",
		evidence->n_twice, evidence->n_lines);
}

static int refuse_mixture(
	const struct evidence *evidence, const struct verdict *verdict, struct err *err)
{
	return err_set(err,
		"its lines are in two encodings: %" PRIu64 " of %" PRIu64
		" that are not ASCII are UTF-8, the others perhaps %s: split the file",
		evidence->n_sure, evidence->n_lines, verdict->name);
}

/* What the lines are that are not UTF-8 for sure: damaged UTF-8, all of the text, or a part of
 * another file. */
static int choose(struct encoding *encoding, const struct evidence *evidence, struct err *err)
{
	struct verdict verdict = likely_verdict(evidence->likely);
	bool is_utf8 = !strcmp(verdict.name, "UTF-8");

	if (evidence->n_sure &&
		(is_utf8 || !verdict.is_text || evidence->n_utf8 * 10 >= evidence->n_lines * 9))
		return set_name(encoding, "UTF-8",
			(double)evidence->n_utf8 / (double)evidence->n_lines, err);
	if (evidence->n_sure * 100 >= evidence->n_lines)
		return refuse_mixture(evidence, &verdict, err);
	if (!verdict.is_text)
		return err_set(err, "the encoding is unknown (%s at best): name it by --encoding",
			verdict.name);
	if (!verdict.is_clear)
		return err_set(err, "the encoding may be %s or %s: say which by --encoding",
			verdict.name, verdict.second);
	return set_name(encoding, verdict.name, verdict.confidence, err);
}

static int decide(struct encoding *encoding, const struct source *source,
	const struct evidence *evidence, struct err *err)
{
	if (evidence->n_twice * 2 > evidence->n_lines)
		return refuse_twice(evidence, err);
	encoding->n_twice = evidence->n_twice;
	if (!evidence->n_lines || (source->is_utf8 && source->has_long))
		return set_name(encoding, "UTF-8", 1, err);
	return choose(encoding, evidence, err);
}

static int by_evidence(struct encoding *encoding, const struct source *source, struct err *err)
{
	struct evidence evidence = {0};
	int status;

	if (source->is_utf8 && (!source->has_high || (source->has_long && !source->has_latin)))
		return set_name(encoding, "UTF-8", 1, err);
	if (!source->is_utf8 || !source->has_long)
		evidence.likely = likely_new();
	status = gather(&evidence, source, err);
	if (status == 0)
		status = decide(encoding, source, &evidence, err);
	likely_free(evidence.likely);
	return status;
}

static const struct mark {
	const char *bytes;
	size_t n;
	const char *name; /* NULL: is not read */
} MARKS[] = {
	{"\xff\xfe\0\0", 4, NULL},
	{"\0\0\xfe\xff", 4, NULL},
	{"\xef\xbb\xbf", 3, "UTF-8"},
	{"\xff\xfe", 2, "UTF-16LE"},
	{"\xfe\xff", 2, "UTF-16BE"},
	{"\x84\x31\x95\x33", 4, "GB18030"},
};

static const struct mark *find_mark(const char *head, size_t n)
{
	for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
		if (n >= MARKS[i].n && !memcmp(head, MARKS[i].bytes, MARKS[i].n))
			return &MARKS[i];
	return NULL;
}

/* Text has hardly any control characters, but for those that some databases put between cells (01,
 * 1C to 1F); random bytes have one in twelve. */
static bool is_binary(const char *head, size_t n)
{
	size_t controls = 0;

	for (size_t i = 0; i < n; i++)
		controls += (unsigned char)head[i] < 0x1c &&
			    !strchr("\t\r\n\f\v\1", head[i] ? head[i] : 2);
	return controls > 2 && controls * 50 > n;
}

/* What nobody has said. */
static int find(struct encoding *encoding, const struct source *source, const struct mark *mark,
	const char *head, size_t n, struct err *err)
{
	const char *wide;

	if (mark && !mark->name)
		return err_set(err, "it is text in UTF-32: make it UTF-8 with "
				    "'iconv -f UTF-32 -t UTF-8'");
	if (mark && (strcmp(mark->name, "UTF-8") != 0 || !source->is_utf8))
		return set_name(encoding, mark->name, 1, err);
	wide = source->has_nul ? wide_find((const unsigned char *)head, n) : NULL;
	if (wide)
		return set_name(encoding, wide, 1, err);
	if (is_binary(head, n))
		return err_set(err, "it is binary data, not a table");
	return by_evidence(encoding, source, err);
}

int encoding_find(
	struct encoding *encoding, const struct source *source, const char *wanted, struct err *err)
{
	char *head = mem_alloc(HEAD);
	int64_t n = source_read(source, 0, head, HEAD, err);
	const struct mark *mark = n < 0 ? NULL : find_mark(head, (size_t)n);
	int status = -1;

	*encoding = (struct encoding){.bom = mark ? mark->n : 0};
	if (n >= 0)
		status = wanted ? set_name(encoding, wanted, -1, err)
				: find(encoding, source, mark, head, (size_t)n, err);
	free(head);
	encoding->is_sound = source->is_utf8 && !strcasecmp(encoding->name, "UTF-8");
	return status;
}
