#include "stats/linear.h"

#include <math.h>

/* A pivot that has lost this much of its diagonal is nothing but rounding. */
static const double SINGULAR = 1e-13;

bool linear_factor(double *a, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double diagonal = a[i * n + i];

		for (size_t k = 0; k <= i; k++) {
			double sum = a[i * n + k];

			for (size_t j = 0; j < k; j++)
				sum -= a[i * n + j] * a[k * n + j];
			if (k < i)
				a[i * n + k] = sum / a[k * n + k];
			else if (!(sum > diagonal * SINGULAR))
				return false;
			else
				a[i * n + i] = sqrt(sum);
		}
	}
	return true;
}

void linear_solve(const double *factor, size_t n, double *b)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < i; j++)
			b[i] -= factor[i * n + j] * b[j];
		b[i] /= factor[i * n + i];
	}
	for (size_t i = n; i-- > 0;) {
		for (size_t j = i + 1; j < n; j++)
			b[i] -= factor[j * n + i] * b[j];
		b[i] /= factor[i * n + i];
	}
}

void linear_inverse(const double *factor, size_t n, double *inverse)
{
	for (size_t column = 0; column < n; column++) {
		double unit[LINEAR_MOST] = {0};

		unit[column] = 1;
		linear_solve(factor, n, unit);
		for (size_t i = 0; i < n; i++)
			inverse[i * n + column] = unit[i];
	}
}
