#pragma once
/* Zip archives for tests, made of texts: stored, not compressed, in a file without a name. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "base/buf.h"

struct zipped {
	const char *name, *text;
	bool has_wrong_checksum;
};

static inline void put_number(struct buf *out, uint64_t value, int bytes)
{
	for (int i = 0; i < bytes; i++) /* at most 8 */
		buf_add_char(out, (char)(value >> (8 * i)));
}

/* The part that a local header and an entry of the directory share. */
static inline void put_common(struct buf *out, const struct zipped *file)
{
	size_t n = strlen(file->text);
	uint32_t sum = (uint32_t)crc32(0, (const Bytef *)file->text, (uInt)n);

	put_number(out, 20, 2);
	put_number(out, 0, 8); /* flags, stored, time, date */
	put_number(out, file->has_wrong_checksum ? ~sum : sum, 4);
	put_number(out, n, 4);
	put_number(out, n, 4);
	put_number(out, strlen(file->name), 2);
	put_number(out, 0, 2);
}

static inline void zipped_bytes(struct buf *out, const struct zipped *files, size_t n)
{
	struct buf directory = {0};
	size_t start;

	for (size_t i = 0; i < n; i++) {
		buf_add(&directory, "PK\1\2\24\0", 6);
		put_common(&directory, &files[i]);
		put_number(&directory, 0, 2);
		put_number(&directory, 0, 8);
		put_number(&directory, out->len, 4);
		buf_add_text(&directory, files[i].name);
		buf_add(out, "PK\3\4", 4);
		put_common(out, &files[i]);
		buf_add_text(out, files[i].name);
		buf_add_text(out, files[i].text);
	}
	start = out->len;
	buf_add(out, directory.data, directory.len);
	buf_add(out, "PK\5\6\0\0\0\0", 8);
	put_number(out, n, 2);
	put_number(out, n, 2);
	put_number(out, directory.len, 4);
	put_number(out, start, 4);
	put_number(out, 0, 2);
	buf_release(&directory);
}

/* A descriptor that the caller closes. */
static inline int bytes_file(const void *bytes, size_t n)
{
	int fd = memfd_create("test", MFD_CLOEXEC);

	return fd >= 0 && write(fd, bytes, n) == (ssize_t)n ? fd : -1;
}

static inline int zipped_file(const struct zipped *files, size_t n)
{
	struct buf bytes = {0};
	int fd;

	zipped_bytes(&bytes, files, n);
	fd = bytes_file(bytes.data, bytes.len);
	buf_release(&bytes);
	return fd;
}
