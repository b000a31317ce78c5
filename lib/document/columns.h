#pragma once
/* The widths of a table's columns when they do not fit the page. `fixed` columns hold numbers,
 * which cannot break; the others hold texts. Points. */
#include <stdbool.h>
#include <stddef.h>

/* What a column is not narrowed below while there is another way. */
double columns_least(void);
double columns_sum(const double *widths, size_t n);
/* Texts to a common limit at which all fit; -1 when even the least do not. */
int columns_narrow(double *widths, const bool *fixed, size_t n, double whole);
/* What is left of the whole, to the columns that are not fixed. */
void columns_stretch(double *widths, const bool *fixed, size_t n, double whole);
/* The last resort: texts share what the numbers leave, or all get less. */
void columns_squeeze(double *widths, const bool *fixed, size_t n, double whole);
