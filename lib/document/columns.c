#include "document/columns.h"

#include <math.h>

static const double LEAST_COLUMN = 34;

double columns_least(void)
{
	return LEAST_COLUMN;
}

double columns_sum(const double *values, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += values[i];
	return sum;
}

int columns_narrow(double *widths, const bool *fixed, size_t n, double whole)
{
	double low = LEAST_COLUMN, high = whole;

	for (int step = 0; step < 40; step++) {
		double limit = (low + high) / 2, sum = 0;

		for (size_t i = 0; i < n; i++)
			sum += fixed[i] ? widths[i] : fmin(widths[i], limit);
		if (sum > whole)
			high = limit;
		else
			low = limit;
	}
	if (low <= LEAST_COLUMN)
		return -1;
	for (size_t i = 0; i < n; i++)
		widths[i] = fixed[i] ? widths[i] : fmin(widths[i], low);
	return 0;
}

void columns_stretch(double *widths, const bool *fixed, size_t n, double whole)
{
	double free_sum = 0, sum = columns_sum(widths, n);

	for (size_t i = 0; i < n; i++)
		free_sum += fixed[i] ? 0 : widths[i];
	for (size_t i = 0; i < n && free_sum > 0; i++)
		if (!fixed[i])
			widths[i] += (whole - sum) * widths[i] / free_sum;
}

void columns_squeeze(double *widths, const bool *fixed, size_t n, double whole)
{
	double numbers = 0, sum = columns_sum(widths, n);
	size_t n_texts = 0;

	for (size_t i = 0; i < n; i++) {
		numbers += fixed[i] ? widths[i] : 0;
		n_texts += !fixed[i];
	}
	for (size_t i = 0; i < n; i++) {
		if (n_texts == 0 || (whole - numbers) / (double)n_texts < LEAST_COLUMN / 2)
			widths[i] *= whole / sum;
		else if (!fixed[i])
			widths[i] = (whole - numbers) / (double)n_texts;
	}
}
