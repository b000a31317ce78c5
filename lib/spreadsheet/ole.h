#pragma once
/* Streams of an OLE container (old office documents): the only user of libgsf.
 *
 *	struct ole *ole = ole_open(fd, &err);        // the descriptor stays the caller's
 *	if (ole_has(ole, "Workbook") && ole_read(ole, "Workbook", limit, &bytes, &err) == 0)
 *		...
 *	ole_close(ole); */
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

struct ole;

struct ole *ole_open(int fd, struct err *err);
void ole_close(struct ole *ole);

/* Names of the root's streams are compared without regard to the case of ASCII letters. */
bool ole_has(const struct ole *ole, const char *name);
/* Appends the whole stream; one of more than `limit` bytes is refused. */
int ole_read(struct ole *ole, const char *name, size_t limit, struct buf *out, struct err *err);
