#pragma once
/* Dates that are one number: 20240301, serials of sheets, seconds since 1970. */
#include "input/moment.h"

enum { MOMENT_FIRST_YEAR = 1900, MOMENT_FIRST_DAY = -25567 /* its first */ };

bool moment_is_number(const char *text); /* digits, perhaps with decimals */
enum moment_result moment_read_number(const char *text, struct moment *moment);

/* MOMENT_NONE for a day that no complaint can have. */
enum moment_result moment_set_date(struct moment *moment, int year, int month, int day);
