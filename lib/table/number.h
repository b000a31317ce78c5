#pragma once
/* Numbers to text, independent of the locale. */
#include <stdbool.h>

#include "base/buf.h"

/* Shortest decimal that reads back as the same double, without exponent where 1e-5 <= |x| < 1e17
 * ("0.1", "12", "1e+20"). */
void number_shortest(double value, struct buf *out);
/* `decimals` digits, half away from zero, groups of three separated by ',' when `grouped`; a real
 * minus sign (U+2212); '+' in front of positive values when `is_signed`. */
void number_fixed(double value, int decimals, bool grouped, bool is_signed, struct buf *out);
