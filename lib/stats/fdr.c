#include "stats/fdr.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

struct test {
	double p;
	size_t index;
};

double fdr_next(struct fdr *fdr, double p)
{
	double rank = (double)(fdr->n_tests - fdr->n_seen);
	double q = fmin(1, p * fdr->factor * (double)fdr->n_tests / rank);

	fdr->q = fdr->n_seen++ ? fmin(fdr->q, q) : q;
	return fdr->q;
}

double fdr_dependence(size_t n_tests)
{
	double sum = 0;

	for (size_t i = n_tests; i > 0; i--)
		sum += 1 / (double)i;
	return sum;
}

static int larger_first(const void *a, const void *b)
{
	const struct test *x = a, *y = b;

	return (x->p < y->p) - (x->p > y->p);
}

static size_t sorted_tests(const double *p, size_t n, struct test *tests)
{
	size_t n_tests = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(p[i]))
			tests[n_tests++] = (struct test){p[i], i};
	if (n_tests)
		qsort(tests, n_tests, sizeof *tests, larger_first);
	return n_tests;
}

static void adjust(const double *p, size_t n, double *q, double (*factor)(size_t n_tests))
{
	struct test *tests = mem_alloc(n * sizeof *tests);
	size_t n_tests = sorted_tests(p, n, tests);
	struct fdr fdr = {.n_tests = n_tests, .factor = factor ? factor(n_tests) : 1};

	for (size_t i = 0; i < n; i++)
		q[i] = NAN;
	for (size_t i = 0; i < n_tests; i++)
		q[tests[i].index] = fdr_next(&fdr, tests[i].p);
	free(tests);
}

void fdr_bh(const double *p, size_t n, double *q)
{
	adjust(p, n, q, NULL);
}

void fdr_by(const double *p, size_t n, double *q)
{
	adjust(p, n, q, fdr_dependence);
}
