#pragma once
/* Which cell styles show a number as a date or a time, and how such a number reads as text. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "zip/archive.h"

/* What a number format shows of its number. */
struct date_format {
	bool has_date, has_time, is_elapsed; /* elapsed: [h]:mm, hours beyond 24 */
};

struct styles {
	struct date_format *formats; /* by the style number of a cell */
	size_t n, capacity;
};

int styles_read(struct styles *styles, struct archive *archive, const char *name, struct err *err);
void styles_release(struct styles *styles);

/* Reads a format code such as `yyyy"年"m"月";@`. Only its first section counts. */
struct date_format date_format_read(const char *code);
/* The format code of a built-in number (also those of Chinese workbooks), or NULL: no date. */
const char *date_format_built_in(unsigned long id);

/* Appends "2026-10-01", "2026-10-01 08:30:00", "08:30:00" or "49:05:12" for a serial number.
 * False, and nothing appended, when it is no date of either system: then it is just a number. */
bool date_serial_write(struct date_format format, double serial, bool is_1904, struct buf *out);
