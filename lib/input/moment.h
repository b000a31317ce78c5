#pragma once
/* Dates and times as exports write them: ISO, 2024/3/1, 2024年3月1日 下午3:05, 22-Apr-15,
 * 04/22/2015 3:53 PM, 20240301, Excel serials, epoch seconds and milliseconds.
 *
 * Whether 04/05/2015 is in April or May no single value can say: such values have a shape
 * (separator and width of the year), and the order of each shape is decided for a whole column
 * (order.h). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOMENT_1904_DAYS = 1462 }; /* that a serial number of a workbook of 1904 is less */

enum date_order { ORDER_UNKNOWN, ORDER_DMY, ORDER_MDY, ORDER_YMD };

enum { N_DATE_SHAPES = 8 };

/* Per shape. ORDER_YMD only makes sense for years of two digits. */
struct date_orders {
	enum date_order of[N_DATE_SHAPES];
};

enum moment_result {
	MOMENT_NONE, /* no date */
	MOMENT_READ,
	MOMENT_ORDER, /* a date whose order must be known: shape and parts are set */
};

struct moment {
	int64_t seconds; /* civil seconds; of the day when there is no date */
	bool is_utc;     /* they are those of UTC, not local ones */
	bool has_date, has_time;
	bool is_serial; /* a plain number, taken for days since 1899-12-30 */
	int shape;      /* -1: the order was plain */
	int part[3];    /* as written, when there is a shape */
};

enum moment_result moment_read(
	const char *text, size_t n, const struct date_orders *orders, struct moment *moment);

/* 1970-01-01, 0000-00-00 and their like, which systems write for "never". */
bool moment_is_placeholder(const char *text, size_t n);
