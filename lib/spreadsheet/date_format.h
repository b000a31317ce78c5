#pragma once
/* Which number formats of a workbook show a number as a date or a time, and how such a number reads
 * as text. Shared by the readers of all kinds of workbooks. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* What a number format shows of its number. */
struct date_format {
	bool has_date, has_time, is_elapsed; /* elapsed: [h]:mm, hours beyond 24 */
};

/* Reads a format code such as `yyyy"年"m"月";@`. Only its first section counts. */
struct date_format date_format_read(const char *code);

/* Appends "2026-10-01", "2026-10-01 08:30:00", "08:30:00" or "49:05:12" for a serial number.
 * False, and nothing appended, when it is no date of either system: then it is just a number. */
bool date_serial_write(struct date_format format, double serial, bool is_1904, struct buf *out);

/* The number formats of a workbook: those it defines, else the built-in ones (also those of
 * Chinese workbooks). Zeroed: none defined. */
struct number_formats {
	struct date_format *customs; /* by number */
	bool *is_custom;
};

/* Numbers that cannot be are ignored. */
void number_formats_add(struct number_formats *formats, unsigned long id, const char *code);
struct date_format number_formats_find(const struct number_formats *formats, unsigned long id);
void number_formats_release(struct number_formats *formats);

/* What the cell styles of a workbook show, by their number. */
struct styles {
	struct date_format *formats;
	size_t n, capacity;
};

void styles_add(struct styles *styles, struct date_format format);
/* Plain for a number that there is not. */
struct date_format styles_find(const struct styles *styles, size_t style);
void styles_release(struct styles *styles);
