#pragma once
/* Cells of a printed table, and what its columns are about. Internal to foot.c. */
#include <stdbool.h>

#include "base/csv.h"

struct foot_number {
	double value;  /* NAN: no number */
	double unit;   /* of its last digit: 0.01 for "12.34" */
	bool is_share; /* it had a percent sign */
};

enum foot_kind {
	FOOT_TEXT,
	FOOT_COUNT, /* parts sum to the total */
	FOOT_SHARE,
	FOOT_GROWTH, /* against FOOT_BASE */
	FOOT_BASE,   /* counts of the period before, which sum too */
	FOOT_OTHER,  /* numbers that do not sum */
};

struct foot_number foot_number(const char *text);
bool foot_is_total(const char *text);
enum foot_kind foot_kind(const struct csv_rows *csv, size_t column);
