#pragma once
/* How concentrated complaints are on few groups (METRICS 7.2). All take counts >= 0 of `n` groups
 * and are NAN without a positive sum; say K, the number of groups, with each. */
#include <stddef.h>

/* Sum of squared shares, 1/K..1. Sources: Hirschman (1945), Herfindahl (1950). */
double concentration_hhi(const double *counts, size_t n);
/* (HHI - 1/K) / (1 - 1/K): 0 for equal groups, 1 for one that has all; NAN for K = 1. */
double concentration_hhi_normalised(const double *counts, size_t n);
/* 1 / HHI: as many equal groups would be as concentrated. Source: Laakso & Taagepera (1979). */
double concentration_effective_number(const double *counts, size_t n);
/* Half the relative mean difference; sorts `counts`. Source: Gini (1912). */
double concentration_gini(double *counts, size_t n);
