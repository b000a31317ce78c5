#include "spreadsheet/xlsx_merged.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "spreadsheet/cells.h"
#include "spreadsheet/xlsx_sheet.h"

enum { PIECE = 256 << 10, LONGEST_TAG = 256 };
enum width { UNKNOWN, NARROW, LITTLE, BIG }; /* of characters: a byte, or two */

static const char TAG[] = "mergeCell";
enum { N_TAG = sizeof TAG - 1 };

size_t xlsx_column(const char *reference, const char **end)
{
	size_t column = 0;
	const char *p = reference;

	for (; (*p | 32) >= 'a' && (*p | 32) <= 'z' && column <= SHEET_COLUMNS; p++)
		column = column * 26 + (size_t)((*p | 32) - 'a') + 1;
	*end = p;
	return p == reference ? SIZE_MAX : column - 1;
}

/* "A2:B4", where the tag's text ends with NUL. */
static int add_range(struct merged *merged, const char *tag, struct err *err)
{
	const char *p = strstr(tag, "ref=");
	size_t column;
	uint64_t first, last;
	char *end;

	if (!p || strlen(p) < 5)
		return 0;
	column = xlsx_column(p + 5, &p);
	first = strtoull(p, &end, 10);
	if (*end != ':')
		return 0;
	xlsx_column(end + 1, &p);
	last = strtoull(p, NULL, 10);
	if (merged_add(merged, first, last, column) < 0)
		return err_set(err, "it has too many merged cells");
	return 0;
}

/* Looks through n bytes; how many at their end may be the start of a tag, or -1. */
static int look_through(struct merged *merged, char *bytes, size_t n, struct err *err)
{
	const char *end = bytes + n;
	char tag[LONGEST_TAG];

	for (char *p = bytes; (p = memmem(p, (size_t)(end - p), TAG, N_TAG)); p += N_TAG) {
		size_t left = (size_t)(end - p);
		const char *close = memchr(p, '>', left < LONGEST_TAG ? left : LONGEST_TAG);

		if (!close && left < LONGEST_TAG)
			return (int)left;
		if (!close || p[N_TAG] == 's')
			continue;
		memcpy(tag, p, (size_t)(close - p));
		tag[close - p] = '\0';
		if (add_range(merged, tag, err) < 0)
			return -1;
	}
	return n < N_TAG ? (int)n : N_TAG - 1;
}

/* Pieces are full but for the last one. */
static ssize_t read_piece(struct member *member, char *bytes, struct err *err)
{
	size_t all = 0;
	ssize_t n;

	while (all < PIECE && (n = member_read(member, bytes + all, PIECE - all, err)) != 0) {
		if (n < 0)
			return -1;
		all += (size_t)n;
	}
	return (ssize_t)all;
}

/* By the mark, or the first tag. */
static enum width find_width(const char *bytes, size_t n)
{
	if (n >= 2 && (!memcmp(bytes, "\xff\xfe", 2) || !memcmp(bytes, "<", 2)))
		return LITTLE;
	if (n >= 2 && (!memcmp(bytes, "\xfe\xff", 2) || !memcmp(bytes, "\0<", 2)))
		return BIG;
	return NARROW;
}

/* Tags of UTF-16 as ASCII; other characters become what stands in none. How many bytes are left. */
static size_t make_narrow(char *bytes, size_t n, enum width width)
{
	for (size_t i = 0; i < n / 2; i++) {
		char high = bytes[2 * i + (width == LITTLE)];

		bytes[i] = high ? '?' : bytes[2 * i + (width == BIG)];
	}
	return n / 2;
}

static int look_through_all(
	struct merged *merged, struct member *member, char *bytes, struct err *err)
{
	enum width width = UNKNOWN;
	int kept = 0;
	ssize_t n = 0;

	while (kept >= 0 && (n = read_piece(member, bytes + kept, err)) > 0) {
		size_t all = (size_t)n;

		if (width == UNKNOWN)
			width = find_width(bytes, all);
		if (width != NARROW)
			all = make_narrow(bytes + kept, all, width);
		all += (size_t)kept;
		kept = look_through(merged, bytes, all, err);
		if (kept > 0)
			memmove(bytes, bytes + all - (size_t)kept, (size_t)kept);
	}
	return n < 0 || kept < 0 ? -1 : 0;
}

int xlsx_merged_read(
	struct merged *merged, struct archive *archive, const char *part, struct err *err)
{
	struct member *member = member_open(archive, part, XLSX_SHEET_LIMIT, err);
	char *bytes;
	int status;

	if (!member)
		return -1;
	bytes = mem_alloc(LONGEST_TAG + PIECE);
	status = look_through_all(merged, member, bytes, err);
	free(bytes);
	member_close(member);
	return status;
}
