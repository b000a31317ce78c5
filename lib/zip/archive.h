#pragma once
/* Zip archives: the only user of libzip.
 *
 * Members are read as streams, with limits on what may come out of a few bytes; the checksum of a
 * member is known only at its end, so nothing read from it may be kept before member_read() gave 0.
 *
 *	struct archive *archive = archive_open(fd, &err);       // the descriptor stays the caller's
 *	struct member *member = member_open(archive, "xl/workbook.xml", 1 << 20, &err);
 *	while ((n = member_read(member, bytes, sizeof bytes, &err)) > 0)
 *		...
 *	member_close(member);
 *	archive_close(archive); */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

struct archive;
struct member;

/* Reads from a descriptor that can seek (a file, even one without a name); its position moves.
 * Messages tell no file name: the caller puts it in front. */
struct archive *archive_open(int fd, struct err *err);
void archive_close(struct archive *archive);

/* Names are compared without regard to the case of ASCII letters; '\' is '/'. */
bool archive_has(const struct archive *archive, const char *name);

/* At most `limit` bytes may come out of it, and past 32 MiB at most 200 times what went in. */
struct member *member_open(
	struct archive *archive, const char *name, uint64_t limit, struct err *err);
ssize_t member_read(struct member *member, void *bytes, size_t n, struct err *err); /* 0: whole */
void member_close(struct member *member);
