/* zip: members as streams, their limits and checksums. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "tests/unit/zipped.h"
#include "zip/ahead.h"
#include "zip/archive.h"

static const struct zipped FILES[] = {
	{"a.txt", "alpha", false},
	{"folder\\B.txt", "beta", false},
	{"wrong.txt", "gamma", true},
};

/* All bytes of a member as a text, or the message. The caller frees it. */
static char *member_text(int fd, const char *name, uint64_t limit)
{
	struct err err;
	struct buf text = {0};
	char bytes[4096];
	struct archive *archive = archive_open(fd, &err);
	struct member *member = archive ? member_open(archive, name, limit, &err) : NULL;
	ssize_t n = -1;

	while (member && (n = member_read(member, bytes, sizeof bytes, &err)) > 0)
		buf_add(&text, bytes, (size_t)n);
	member_close(member);
	archive_close(archive);
	if (n == 0)
		return text.data ? buf_take(&text) : mem_text("");
	buf_release(&text);
	return mem_text(err.text);
}

static void expect_member(const char *name, uint64_t limit, const char *expected)
{
	int fd = zipped_file(FILES, 3);
	char *text = member_text(fd, name, limit);

	cr_expect(eq(str, text, (char *)expected));
	free(text);
	close(fd);
}

Test(archive, members_are_found_and_read)
{
	expect_member("a.txt", 100, "alpha");
	expect_member("Folder/b.TXT", 100, "beta");
	expect_member("c.txt", 100, "the archive has no 'c.txt'");
}

Test(archive, limits_and_checksums_are_kept)
{
	expect_member("a.txt", 5, "alpha");
	expect_member("a.txt", 4, "the archive unpacks to more than 4 bytes: refused");
	expect_member("wrong.txt", 100, "the archive is damaged: wrong checksum");
}

static void expect_refused(const void *bytes, size_t n, const char *expected)
{
	int fd = bytes_file(bytes, n);
	struct err err;
	struct archive *archive = archive_open(fd, &err);

	cr_expect(zero(ptr, archive));
	cr_expect(eq(str, err.text, (char *)expected));
	close(fd);
}

Test(archive, what_is_no_archive_is_told_from_a_damaged_one)
{
	struct buf bytes = {0};

	zipped_bytes(&bytes, FILES, 3);
	expect_refused(bytes.data, bytes.len / 2, "the zip archive is cut off or damaged");
	expect_refused("id,text\n", 8, "this is no zip archive");
	buf_release(&bytes);
}

/* How many bytes come before the end or the failure, all as they should be; -1: others came. */
static ssize_t count_ahead(int fd, uint64_t limit, size_t piece, struct err *err)
{
	struct archive *archive = archive_open(fd, err);
	struct ahead *ahead = archive ? ahead_open(archive, "long.txt", limit, err) : NULL;
	char *bytes = mem_alloc(piece);
	ssize_t sum = 0, n = -1;

	while (ahead && sum >= 0 && (n = ahead_read(ahead, bytes, piece, err)) > 0)
		for (ssize_t i = 0; i < n && sum >= 0; i++)
			sum = bytes[i] == (char)('a' + sum % 23) ? sum + 1 : -1;
	if (n == 0)
		err_set(err, "whole");
	ahead_close(ahead);
	archive_close(archive);
	free(bytes);
	return sum;
}

Test(archive, what_is_read_ahead_is_the_same_to_its_end_and_its_failure)
{
	enum { LONG = (3 << 18) + 5 };
	char *text = mem_alloc(LONG + 1);
	struct zipped file = {"long.txt", text, false};
	struct err err;
	int fd;

	for (size_t i = 0; i < LONG; i++)
		text[i] = (char)('a' + i % 23);
	text[LONG] = '\0';
	fd = zipped_file(&file, 1);
	cr_expect(eq(int, (int)count_ahead(fd, LONG, 7000, &err), LONG));
	cr_expect(eq(str, err.text, "whole"));
	cr_expect(eq(int, (int)count_ahead(fd, LONG, 1 << 20, &err), LONG));
	cr_expect(eq(str, err.text, "whole"));
	count_ahead(fd, LONG - 1, 7000, &err);
	cr_expect(eq(str, err.text, "the archive unpacks to more than 786436 bytes: refused"));
	close(fd);
	file.has_wrong_checksum = true;
	fd = zipped_file(&file, 1);
	cr_expect(eq(int, (int)count_ahead(fd, LONG, 7000, &err), LONG));
	cr_expect(eq(str, err.text, "the archive is damaged: wrong checksum"));
	close(fd);
	free(text);
}
