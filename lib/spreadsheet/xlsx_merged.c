#include "spreadsheet/xlsx_merged.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "spreadsheet/cells.h"
#include "spreadsheet/xlsx_sheet.h"
#include "zip/ahead.h"

enum { PIECE = 64 << 10, LONGEST_TAG = 256 };

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

static int read_member(struct merged *merged, struct ahead *member, struct err *err)
{
	char *bytes = mem_alloc(LONGEST_TAG + PIECE);
	int kept = 0;
	ssize_t n = 0;

	while (kept >= 0 && (n = ahead_read(member, bytes + kept, PIECE, err)) > 0) {
		size_t all = (size_t)kept + (size_t)n;

		kept = look_through(merged, bytes, all, err);
		if (kept > 0)
			memmove(bytes, bytes + all - (size_t)kept, (size_t)kept);
	}
	free(bytes);
	return n < 0 || kept < 0 ? -1 : 0;
}

int xlsx_merged_read(
	struct merged *merged, struct archive *archive, const char *part, struct err *err)
{
	struct ahead *member = ahead_open(archive, part, XLSX_SHEET_LIMIT, err);
	int status = member ? read_member(merged, member, err) : -1;

	ahead_close(member);
	return status;
}
