#pragma once
/* Numbers as people write them: "1,204", "１２.５", "1 234.50"; no exponents, no signs, nothing
 * that can be meant in two ways ("1,5", "1.234,50"). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct amount {
	int64_t digits; /* without the point: 12.5 is 125, 1 */
	int decimals;
};

enum { AMOUNT_TEXT = 96 };

/* A copy to read from: full-width signs narrowed, wide blanks made blanks, ASCII letters lower
 * case, blanks at the ends dropped, ended by NUL. False when it is too long. */
bool amount_copy(char copy[AMOUNT_TEXT], const char *text, size_t n);

/* What is behind the number at p, or NULL when none is there. */
const char *amount_take(const char *p, struct amount *amount);
/* Digits alone, without separators: the parts of a written span of time. */
const char *amount_take_plain(const char *p, struct amount *amount);

/* amount * factor, rounded half away from zero; INT64_MAX when it is over 10^15. */
int64_t amount_times(const struct amount *amount, int64_t factor);
