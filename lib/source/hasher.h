#pragma once
/* The SHA-256 of a file, found by a thread while others read it for themselves.
 *
 *	struct hasher *hasher = hasher_start(fd);
 *	hasher_finish(hasher, sha256, &err);     // waits for it
 *	hasher_free(hasher); */
#include "base/err.h"
#include "base/hash.h"

struct hasher;

struct hasher *hasher_start(int fd); /* which may be closed at once */
/* May be asked again. What cannot be read is left out: whoever reads the file meets the same. -1
 * when the file is no longer what it was at the start: others may have read half of a row. */
int hasher_finish(struct hasher *hasher, char out[DIGEST_TEXT], struct err *err);
void hasher_free(struct hasher *hasher); /* does not wait for the end of the file */
