#pragma once
/* Canonical text of values and the canonical CSV between commands: UTF-8, LF, no BOM, quoted only
 * where needed, money in yuan ("12.5"), instants "YYYY-MM-DD HH:MM:SS" or "YYYY-MM-DD". */
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "record/batch.h"

/* Appends the canonical text of a number of that field; nothing for NUMBER_NONE. */
void canonical_write_number(struct buf *out, enum field field, int64_t number);

/* Reads it back; exactly the canonical form. 0, or -1 with the reason. Blank gives NUMBER_NONE. */
int canonical_read_number(
	enum field field, const char *text, size_t n, int64_t *number, struct err *err);

/* The header line, of the fields with has[] (a flag per field). */
void canonical_write_header(struct buf *out, const bool has[N_FIELDS]);

/* One line per row; fields without has[] are left out, fields the batch lacks are empty. */
void canonical_write_rows(struct buf *out, const bool has[N_FIELDS], const struct batch *batch);
