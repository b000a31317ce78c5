#pragma once
/* Small systems of linear equations with a symmetric positive matrix, as least squares gives them:
 * A = L L' (Cholesky). Matrices are rows one after the other, n x n; n <= LINEAR_MOST.
 *
 *	if (linear_factor(a, n)) {
 *		linear_solve(a, n, b);     // b is now the solution
 *		linear_inverse(a, n, out);
 *	}
 * Source: Golub & Van Loan, Matrix Computations (2013), 4.2. */
#include <stdbool.h>
#include <stddef.h>

enum { LINEAR_MOST = 16 };

/* L in the place of A's lower half. False: singular, as far as double can tell. */
bool linear_factor(double *a, size_t n);
/* The solution of A x = b in the place of b, with the L of linear_factor(). */
void linear_solve(const double *factor, size_t n, double *b);
void linear_inverse(const double *factor, size_t n, double *inverse);
