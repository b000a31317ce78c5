#pragma once
/* Texts of a workbook: the shared ones, and the escapes that both kinds may hold. */
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "record/batch.h"
#include "zip/archive.h"

/* Bytes of all shared texts, with what it takes to find them. */
enum { SHARED_MEMORY = 768 << 20 };

struct shared_texts {
	struct span *texts;
	size_t n, capacity;
	struct arena arena;
};

/* Rich text runs are joined, phonetic readings left out. */
int shared_texts_read(
	struct shared_texts *shared, struct archive *archive, const char *name, struct err *err);
void shared_texts_release(struct shared_texts *shared);

/* Office writes characters that XML cannot hold as _x000D_; turns them back in the bytes of `text`
 * from `from` on. NUL and halves of surrogate pairs stay as they are written. */
void escapes_decode(struct buf *text, size_t from);
