#include "source/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "source/gzip.h"
#include "source/kind.h"

enum { BLOCK = 1 << 20 };

static int open_file(const char *path, struct err *err)
{
	struct stat info;
	int fd;

	if (!strcmp(path, "-"))
		return STDIN_FILENO;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_errno(err, "cannot open '%s'", path);
	if (fstat(fd, &info) == 0 && !S_ISDIR(info.st_mode))
		return fd;
	close(fd);
	return err_set(err, "cannot read '%s': Is a directory", path);
}

static int copy_all(int from, FILE *to, const char *path, struct err *err)
{
	char *block = mem_alloc(BLOCK);
	ssize_t n;
	int status = 0;

	while ((n = read(from, block, BLOCK)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			status = err_errno(err, "cannot read '%s'", path);
			break;
		}
		if (fwrite(block, 1, (size_t)n, to) != (size_t)n) {
			status = err_errno(err, "cannot keep a copy of '%s'", path);
			break;
		}
	}
	if (status == 0 && fflush(to) != 0)
		status = err_errno(err, "cannot keep a copy of '%s'", path);
	free(block);
	return status;
}

/* A descriptor whose bytes can be read twice. */
static int make_seekable(int fd, const char *path, struct err *err)
{
	struct stat info;
	FILE *copy;
	int result = -1;

	if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && lseek(fd, 0, SEEK_CUR) == 0)
		return fd == STDIN_FILENO ? fcntl(fd, F_DUPFD_CLOEXEC, 3) : fd;
	copy = tmpfile();
	if (!copy)
		err_errno(err, "cannot make a temporary file");
	else if (copy_all(fd, copy, path, err) == 0)
		result = fcntl(fileno(copy), F_DUPFD_CLOEXEC, 3);
	if (copy)
		fclose(copy);
	if (fd != STDIN_FILENO)
		close(fd);
	return result;
}

int64_t source_read(
	const struct source *source, uint64_t offset, void *bytes, size_t n, struct err *err)
{
	size_t done = 0;

	while (done < n) {
		ssize_t k =
			pread(source->fd, (char *)bytes + done, n - done, (off_t)(offset + done));

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return err_errno(err, "cannot read on");
		if (k == 0)
			break;
		done += (size_t)k;
	}
	return (int64_t)done;
}

/* What kinds of bytes there are: looked for until all have been found. */
static void note_bytes(struct source *source, const char *block, size_t n)
{
	const uint64_t highs = 0x8080808080808080u;
	size_t i = 0;

	source->has_nul = source->has_nul || memchr(block, 0, n);
	source->has_latin = source->has_latin || memchr(block, 0xc3, n);
	for (; !source->has_long && i + 8 <= n; i += 8) {
		uint64_t eight;

		memcpy(&eight, block + i, sizeof eight);
		source->has_high |= (eight & highs) != 0;
		source->has_long = (eight & eight << 1 & eight << 2 & highs) != 0;
	}
	for (; !source->has_long && i < n; i++) {
		source->has_high |= block[i] < 0;
		source->has_long = (unsigned char)block[i] >= 0xe0;
	}
}

/* Every byte, so far as there are any: whether all of it is UTF-8. */
static int check_utf8(struct source *source, struct err *err)
{
	char *block = mem_alloc(BLOCK);
	size_t carry = 0; /* bytes of a character that the last block cut */
	int64_t n;

	source->is_utf8 = true;
	while ((n = source_read(source, source->size, block + carry, BLOCK - carry, err)) > 0) {
		size_t length = carry + (size_t)n;
		size_t valid;

		note_bytes(source, block + carry, (size_t)n);
		source->size += (uint64_t)n;
		carry = 0;
		if (!source->is_utf8)
			continue;
		valid = text_valid(block, length);
		carry = length - valid;
		source->is_utf8 = carry < 4;
		carry = source->is_utf8 ? carry : 0;
		memmove(block, block + valid, carry);
	}
	source->is_utf8 = source->is_utf8 && !carry && !source->has_nul;
	free(block);
	return n < 0 ? -1 : 0;
}

/* What is compressed becomes what it was before. */
static int unpack(struct source *source, const char *path, struct err *err)
{
	static const char GZIP[2] = {'\x1f', '\x8b'};
	char head[sizeof GZIP];
	FILE *copy;
	int status;

	if (source_read(source, 0, head, sizeof head, err) != sizeof head ||
		memcmp(head, GZIP, sizeof GZIP) != 0)
		return 0;
	copy = tmpfile();
	if (!copy)
		return err_errno(err, "cannot make a temporary file");
	status = gzip_unpack(source->fd, copy, err);
	if (status == 0) {
		close(source->fd);
		source->fd = fcntl(fileno(copy), F_DUPFD_CLOEXEC, 3);
	} else {
		err_prefix(err, "'%s'", path);
	}
	fclose(copy);
	return status;
}

int source_open(struct source *source, const char *path, struct err *err)
{
	*source = (struct source){.fd = open_file(path, err)};
	if (source->fd < 0)
		return -1;
	source->fd = make_seekable(source->fd, path, err);
	if (source->fd < 0)
		return -1;
	if (unpack(source, path, err) < 0 || kind_find(source, path, err) < 0)
		goto failed;
	source->hasher = hasher_start(source->fd);
	if (check_utf8(source, err) < 0) {
		err_prefix(err, "'%s'", path);
		goto failed;
	}
	if (source->size)
		return 0;
	err_set(err, "'%s' is empty", path);
failed:
	source_close(source);
	return -1;
}

void source_close(struct source *source)
{
	hasher_free(source->hasher);
	if (source->fd >= 0)
		close(source->fd);
	*source = (struct source){.fd = -1};
}
