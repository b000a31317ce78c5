#pragma once
/* Working days, from rules/calendar-cn.csv (date,is_workday,kind,name). Days that the file does not
 * have are unknown: a count over them is CALENDAR_UNKNOWN, never a guess.
 *
 *	struct calendar *calendar = calendar_load(share, &err);
 *	int days = calendar_workdays(calendar, first, last);
 *	calendar_free(calendar); */
#include <stdint.h>

#include "base/err.h"
#include "base/share.h"
#include "sql/sql.h"

struct calendar;

enum { CALENDAR_UNKNOWN = -1 };

/* Without the file, a calendar that knows no day. */
struct calendar *calendar_load(const struct share *share, struct err *err);
void calendar_free(struct calendar *calendar);

int calendar_workdays(const struct calendar *calendar, int32_t first, int32_t last);

/* temp.calendar(day, date, week, month, quarter, year, is_workday, workday_no, known_no) of all
 * known days. Between two days no day is missing where known_no grows as fast as day. */
int calendar_make_relation(const struct calendar *calendar, struct sql *sql, struct err *err);
