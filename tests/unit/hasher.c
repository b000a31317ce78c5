#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/hasher.h"

/* Writes `before`, starts, writes `after`; what hasher_finish() says. */
static int finish(const char *before, const char *after, char sha256[DIGEST_TEXT], struct err *err)
{
	char path[] = "/tmp/kesu-hasher-XXXXXX";
	int fd = mkstemp(path);
	struct hasher *hasher;
	int status;

	cr_assert(eq(int, write(fd, before, strlen(before)) == (ssize_t)strlen(before), 1));
	hasher = hasher_start(fd);
	cr_assert(eq(int, write(fd, after, strlen(after)) == (ssize_t)strlen(after), 1));
	status = hasher_finish(hasher, sha256, err);
	hasher_free(hasher);
	close(fd);
	unlink(path);
	return status;
}

Test(hasher, the_digest_of_a_file)
{
	char sha256[DIGEST_TEXT];
	struct err err;

	cr_assert(eq(int, finish("abc", "", sha256, &err), 0));
	cr_expect(eq(
		str, sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
}

Test(hasher, a_file_that_grows)
{
	char sha256[DIGEST_TEXT];
	struct err err;

	cr_assert(
		eq(int, finish("complaint_id,received_at\n1,2026-1", "0-01\n", sha256, &err), -1));
	cr_expect(eq(str, err.text, "it changed while it was read"));
}
