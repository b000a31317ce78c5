#pragma once
/* Shares of a whole as they are printed: rounded so that they sum to exactly 100 (METRICS 0.4).
 * Source: the method of largest remainders (Hamilton 1792). */
#include <stddef.h>

/* Percentages of values >= 0 with `decimals` (0..6) places, written to `shares` (may be `values`).
 * Equal remainders are served in the order given: give the values ordered by key. NAN values are no
 * part of the whole; without a positive sum all shares are NAN. */
void shares_round(const double *values, size_t n, int decimals, double *shares);
