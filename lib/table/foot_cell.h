#pragma once
/* Cells of a printed table, and what its columns are about. Internal to foot.c. */
#include <stdbool.h>

#include "base/csv.h"

struct foot_number {
	double value;  /* NAN: no number */
	double unit;   /* of its last digit: 0.01 for "12.34", 1000 for "1.2万" */
	bool is_share; /* it had a percent sign */
	bool is_label; /* 一, (1): may number what they stand beside */
};

enum foot_kind {
	FOOT_TEXT,
	FOOT_COUNT, /* parts sum to the total */
	FOOT_SHARE,
	FOOT_GROWTH,   /* against FOOT_BASE */
	FOOT_BASE,     /* counts of the period before, which sum too */
	FOOT_YOY,      /* against FOOT_YEAR_AGO */
	FOOT_YEAR_AGO, /* counts of a year ago, which sum too */
	FOOT_OTHER,    /* numbers that do not sum */
};

struct foot_number foot_number(const char *text);
/* What stands where there is no number: "", "—", "新增". */
bool foot_is_blank(const char *text);
/* Without blanks, full-width letters narrow; false where it does not fit. */
bool foot_compact(const char *text, char *out, size_t size);
bool foot_is_total(const char *text);
/* "其中：..." is a part of the row above it, and no part of a total. */
bool foot_is_detail(const char *text);
enum foot_kind foot_kind(const struct csv_rows *csv, size_t column);
