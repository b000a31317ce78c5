#pragma once
/* A member that is read ahead: while its user is at one block, a thread inflates the next. As
 * member_read() otherwise, of which it gives the same bytes and then the same failure.
 *
 *	struct ahead *ahead = ahead_open(archive, "xl/worksheets/sheet1.xml", limit, &err);
 *	while ((n = ahead_read(ahead, bytes, sizeof bytes, &err)) > 0)
 *		...
 *	ahead_close(ahead);
 *
 * Until it is closed nothing else may be asked of the archive. */
#include "zip/archive.h"

struct ahead;

struct ahead *ahead_open(
	struct archive *archive, const char *name, uint64_t limit, struct err *err);
ssize_t ahead_read(struct ahead *ahead, void *bytes, size_t n, struct err *err); /* 0: whole */
void ahead_close(struct ahead *ahead);
