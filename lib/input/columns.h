#pragma once
/* Which headers mean which field: rules/columns.csv (field,header,format,system,note) and the
 * user's
 * --columns file (field,header[,format]).
 *
 * A header may have several rules; the earlier row of the file wins. `format` says how the column
 * is read, `system` restricts a rule to exports of one system, which is known by its headers (rows
 * without a field; of what is no complaint with the format "exposure"). */
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/share.h"
#include "record/batch.h"
#include "record/field.h"

enum column_format {
	COLUMN_PLAIN,
	COLUMN_TITLE,    /* put in front of the text */
	COLUMN_SECOND,   /* second level, joined with " / " */
	COLUMN_TIME,     /* time of day of a date in another column */
	COLUMN_VALUES,   /* only where the values are words of the field */
	COLUMN_VARIED,   /* likewise, and not all the same */
	COLUMN_LONE,     /* only where nothing else names the customer, or tells the story */
	COLUMN_DISPUTED, /* yes: the customer was not satisfied; no says nothing */
	COLUMN_DURATION, /* time since received_at, its unit written in the cell or the header */
	COLUMN_SECONDS,
	COLUMN_MINUTES,
	COLUMN_HOURS,
	COLUMN_DAYS,
	COLUMN_DMY, /* order of 01/02/2026 */
	COLUMN_MDY,
	COLUMN_YMD,
};

struct column_rule {
	enum field field; /* N_FIELDS: extra */
	enum column_format format;
	const char *system; /* "" for any */
	size_t rank;
	const char *header;       /* as written */
	struct column_rule *next; /* for the same header */
};

struct columns;

struct columns *columns_load(const struct share *share, struct err *err);
struct columns *columns_read(const char *path, struct err *err); /* a --columns file */
void columns_free(struct columns *columns);

/* The first rule for a header, compared as TAXONOMY section 9 says: without width, case, blanks,
 * units in brackets and the ".1" of repeated headers. NULL: none. */
const struct column_rule *columns_find(const struct columns *columns, struct span header);

/* COLUMN_MINUTES of "处理时长(分钟)", "Time to resolve in minutes" and the like; COLUMN_DURATION
 * where the header names no unit. */
enum column_format columns_unit(struct span header);

/* The rule "#N" for the Nth column (from 1). */
const struct column_rule *columns_find_number(const struct columns *columns, size_t number);

/* The system of which three or more of the headers are marks, or "". */
const char *columns_system(const struct columns *columns, const struct span *headers, size_t n);
/* Whether what it exports are orders and the like, which are no complaints. */
bool columns_is_exposure(const struct columns *columns, const char *system);

size_t columns_count(const struct columns *columns); /* of rules */
const struct column_rule *columns_rule(const struct columns *columns, size_t i);

/* "dmy", "minutes", ... of a format; "" for plain. */
const char *column_format_word(enum column_format format);
