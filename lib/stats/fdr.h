#pragma once
/* p values adjusted for the number of tests made: q = smallest false discovery rate at which that
 * test would be called significant (METRICS 3.7).
 *
 * The q of the test with rank r of m (smallest p first) is min over ranks s >= r of p_s m / s.
 * Sources: Benjamini & Hochberg, JRSS B 57 (1995); Benjamini & Yekutieli, Annals of Statistics 29
 * (2001), which holds under any dependence and multiplies by 1 + 1/2 + ... + 1/m. */
#include <stddef.h>

/* Fed with all p values of a family from the largest to the smallest. */
struct fdr {
	size_t n_tests; /* m */
	double factor;  /* 1, or fdr_dependence(m) */
	size_t n_seen;
	double q;
};

/* q of the next largest p. */
double fdr_next(struct fdr *fdr, double p);
double fdr_dependence(size_t n_tests);

/* All at once, in any order; a p that is NAN is no test and its q is NAN. q may be p. */
void fdr_bh(const double *p, size_t n, double *q);
void fdr_by(const double *p, size_t n, double *q);
