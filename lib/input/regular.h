#pragma once
/* The records that nearly all records are: on one line, quoted as RFC 4180 has it, not long. They
 * are found and split in one pass; of all others scan.h knows what they are. */
#include "input/scan.h"

struct regular_cell {
	uint32_t start, n; /* without its quotes */
	bool has_doubles;  /* quotes in it are doubled */
};

struct regular {
	char delimiter;
	bool is_found;              /* by the last regular_record() */
	struct regular_cell *cells; /* of the record that was found last */
	size_t n, capacity;
};

/* The record at p as scan_record() has it; false when it is none of these, or its end is not
 * there. */
bool regular_record(struct regular *regular, const char *p, size_t n, struct scan_record *record);
/* The cells of that record as scan_cells() has them, in a copy of its bytes. */
size_t regular_cells(
	const struct regular *regular, char *text, struct span **cells, size_t *capacity);
void regular_release(struct regular *regular);
