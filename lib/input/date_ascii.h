#pragma once
/* The text of a date in ASCII: full-width figures narrowed, 年月日时分 as separators, 上午 and 下午
 * as am and pm, days of the week dropped. */
#include <stdbool.h>
#include <stddef.h>

enum { DATE_ASCII = 64 };

/* Lower case, ended by NUL. False when something in it belongs to no date, or it is too long. */
bool date_ascii(char out[DATE_ASCII], const char *text, size_t n);
