#pragma once
/* Cells of a golden file as numbers, and numbers that must be near them. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"

static inline struct csv_rows *rows_of(const char *path)
{
	struct err err;
	struct csv_rows *rows = csv_rows_read(path, &err);

	cr_assert(rows, "%s", err.text);
	cr_assert_gt(rows->n, 1);
	return rows;
}

static inline const char *text_of(const struct csv_rows *rows, size_t row, const char *column)
{
	cr_assert_neq(csv_column(rows, column), SIZE_MAX, "no column %s", column);
	return csv_cell(rows, row, csv_column(rows, column));
}

/* NAN where it is empty or NA. */
static inline double number_of(const struct csv_rows *rows, size_t row, const char *column)
{
	const char *text = text_of(rows, row, column);

	return *text == '\0' || !strcmp(text, "NA") ? NAN : strtod(text, NULL);
}

/* A whole column; the caller frees it. */
static inline double *column_of(const struct csv_rows *rows, const char *column)
{
	double *values = malloc(rows->n * sizeof *values);

	for (size_t i = 1; i < rows->n; i++)
		values[i - 1] = number_of(rows, i, column);
	return values;
}

static inline bool is_close(double a, double b, double relative, double absolute)
{
	return (isnan(a) && isnan(b)) || a == b ||
	       fabs(a - b) <= relative * fmax(fabs(a), fabs(b)) + absolute;
}

#define CLOSE(row, a, b, relative, absolute)                                                       \
	cr_expect(is_close(a, b, relative, absolute), "row %zu: %.17g is not %.17g",               \
		(size_t)(row), (double)(a), (double)(b))
/* Golden files have 12 digits. */
#define GOLDEN(row, a, b) CLOSE(row, a, b, 1e-9, 1e-14)
