#pragma once
/* How far a long run is, in one line: rows, how many a second, the part that is done, the time that
 * remains. Pure: the caller brings the clock.
 *
 *	march.csv: 1,234,000 rows, 210,000/s, 43 %, 0:05 left */
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct progress_at {
	double seconds; /* by any clock that only rises */
	uint64_t n_rows;
	double done; /* part of the source, 0 to 1; 0: unknown */
};

/* Appends the line, at most `width` columns wide. The rate is that since `from`; what cannot be
 * told yet is left out. */
void progress_line(const char *what, const struct progress_at *from, const struct progress_at *now,
	size_t width, struct buf *out);
