#include "source/encoding.h"

#include <iconv.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "source/twice.h"
#include "source/weight.h"
#include "source/wide.h"

enum { HEAD = 1 << 16 };

/* No name is the locale's for iconv, and what may stand behind the // of its list (IGNORE) loses
 * characters. */
static bool is_plain(const char *name)
{
	size_t n = strcspn(name, "/");

	return n > 0 && (!name[n] || !strcmp(name + n, "//"));
}

bool encoding_is_known(const char *name)
{
	iconv_t test = is_plain(name) ? iconv_open("UTF-8", name) : (iconv_t)-1;

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

/* --- verdict --- */

static int refuse_twice(const struct weight *weight, struct err *err)
{
	return err_set(err,
		"its text was encoded as UTF-8 twice (%" PRIu64 " of %" PRIu64
		" lines that are not ASCII): read it with --encoding utf-8-twice",
		weight->n_twice, weight->n_lines);
}

/* Chinese, Japanese or Korean of another encoding that was taken for a Western one. */
static int refuse_shown(const struct weight *weight, struct err *err)
{
	struct verdict verdict = {0};

	if (weight->shown && weight->n_shown * 10 > weight->n_lines * 9)
		verdict = likely_verdict(weight->shown);
	if (!verdict.is_text || !verdict.is_clear || !strcmp(verdict.name, "CP1252") ||
		!strcmp(verdict.name, "UTF-8"))
		return 0;
	return err_set(err,
		"its text is %s that was taken for Western text and encoded as UTF-8: make it as "
		"it was with 'iconv -f UTF-8 -t %s'",
		verdict.name, weight->n_windows ? "CP1252" : "LATIN1");
}

static int refuse_mixture(
	const struct weight *weight, const struct verdict *verdict, struct err *err)
{
	return err_set(err,
		"its lines are in two encodings: %" PRIu64 " of %" PRIu64
		" that are not ASCII are UTF-8, the others perhaps %s: split the file",
		weight->n_sure, weight->n_lines, verdict->name);
}

/* Text of no encoding: single bytes, a handful in a book of ASCII, are accents and marks that a
 * program has damaged. Words of the East are longer. */
static int choose_for_odd(struct encoding *encoding, const struct source *source,
	const struct weight *weight, const struct verdict *verdict, struct err *err)
{
	enum { RARE = 5000, TOGETHER = 2 };
	static const double DOUBTFUL = 0.1;

	if (weight->n_high * RARE > source->size || weight->n_high > weight->n_runs * TOGETHER)
		return err_set(err,
			"the encoding is unknown, %s or %s at best: name it by --encoding",
			verdict->name, verdict->second);
	encoding->n_odd = weight->n_high;
	return set_name(encoding, "CP1252", DOUBTFUL, err);
}

/* What the lines are that are not UTF-8 for sure: damaged UTF-8, all of the text, or a part of
 * another file. */
static int choose(struct encoding *encoding, const struct source *source,
	const struct weight *weight, struct err *err)
{
	struct verdict verdict = likely_verdict(weight->likely);
	bool is_utf8 = !strcmp(verdict.name, "UTF-8");

	if (weight->n_sure &&
		(is_utf8 || !verdict.is_text || weight->n_utf8 * 10 >= weight->n_lines * 9))
		return set_name(
			encoding, "UTF-8", (double)weight->n_utf8 / (double)weight->n_lines, err);
	if (weight->n_sure * 100 >= weight->n_lines)
		return refuse_mixture(weight, &verdict, err);
	if (!verdict.is_text)
		return choose_for_odd(encoding, source, weight, &verdict, err);
	if (!verdict.is_clear)
		return err_set(err, "the encoding may be %s or %s: say which by --encoding",
			verdict.name, verdict.second);
	return set_name(encoding, verdict.name, verdict.confidence, err);
}

static int decide(struct encoding *encoding, const struct source *source,
	const struct weight *weight, struct err *err)
{
	if (weight->n_twice * 2 > weight->n_lines)
		return refuse_twice(weight, err);
	if (refuse_shown(weight, err) < 0)
		return -1;
	encoding->n_twice = weight->n_twice;
	if (!weight->n_lines || (source->is_utf8 && source->has_long))
		return set_name(encoding, "UTF-8", 1, err);
	return choose(encoding, source, weight, err);
}

static int by_evidence(struct encoding *encoding, const struct source *source, struct err *err)
{
	struct weight weight = {0};
	int status;

	if (source->is_utf8 && (!source->has_high || (source->has_long && !source->has_latin)))
		return set_name(encoding, "UTF-8", 1, err);
	status = weight_gather(&weight, source, err);
	if (status == 0)
		status = decide(encoding, source, &weight, err);
	weight_release(&weight);
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
