#pragma once
/* Civil dates and periods, with no time zone and no clock.
 *
 * A day is a count from 1970-01-01 (day 0); an instant is local civil seconds from its midnight.
 * Proleptic Gregorian; year 1 to 9999. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { DAY_SECONDS = 86400 };

struct civil {
	int year, month, day;     /* month 1..12, day 1..31 */
	int hour, minute, second; /* 0 where there is no time */
};

bool date_is_valid(int year, int month, int day);
int32_t date_day(int year, int month, int day); /* any month and day numbers; carries over */
struct civil date_civil(int32_t day);
struct civil instant_civil(int64_t seconds);
int32_t instant_day(int64_t seconds); /* floor */
int date_weekday(int32_t day);        /* 1 Monday .. 7 Sunday */
void date_iso_week(int32_t day, int *year, int *week);

/* Canonical text: "2026-10-01" or "2026-10-01 08:30:00". `out` holds at least DATE_TEXT bytes. */
enum { DATE_TEXT = 24 };
char *date_write(char *out, int32_t day);
char *instant_write(char *out, int64_t seconds, bool has_time);
/* Exactly the canonical text; true when it is one. */
bool date_read(const char *text, size_t n, int32_t *day);
bool instant_read(const char *text, size_t n, int64_t *seconds, bool *has_time);

enum period { PERIOD_ALL, PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_YEAR };

/* "day" .. "year", "all"; false when it is none of them. */
bool period_read(const char *word, enum period *period);
const char *period_word(enum period period);
/* Number of the period that holds a day: consecutive periods have consecutive numbers. */
int32_t period_number(enum period period, int32_t day);
int32_t period_first_day(enum period period, int32_t number);
int32_t period_last_day(enum period period, int32_t number);
enum { PERIOD_TEXT = 16 };
/* "2026-10-01", "2026-W41", "2026-10", "2026-Q4", "2026", "all". */
char *period_write(char *out, enum period period, int32_t number);
/* Reads such a label and says which kind it is ("2026-10" -> PERIOD_MONTH). -1 with a message. */
int period_parse(const char *text, enum period *period, int32_t *number, struct err *err);
