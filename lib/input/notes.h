#pragma once
/* What a reader may want to know of a file besides its numbers: lines of text. */
#include <stdint.h>

#include "base/buf.h"
#include "input/words.h"

struct notes {
	struct buf file; /* sheets left out, the system, unknown values */
	struct buf rows; /* rows that are not data, or were recovered */
	size_t n_rows;
};

/* Of one row; past the first 10,000 they are only counted. */
void notes_add_row(struct notes *notes, const char *what, const char *sheet, uint64_t line);
/* Adds the unknown values, the first 50 of each field, and how much was left out. */
void notes_finish(struct notes *notes, const struct words *words);
void notes_release(struct notes *notes);
